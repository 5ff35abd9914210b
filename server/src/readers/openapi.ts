import { emptyFacts, type FileFacts, type Integration, type Route } from '../model/facts.ts';
import type { PolicyDocument, SlotUse } from '../model/policy.ts';
import { plainValues, readPolicy, scalarText, type ValueReader } from '../model/read-policy.ts';
import { withOpenPlaceholders, type TextValue } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { embeddedTree } from '../tree/embedded.ts';
import {
  entriesOf,
  entryOf,
  stringOf,
  valueOf,
  type Entry,
  type MappingNode,
  type Node,
  type Tree,
} from '../tree/node.ts';
import { TemplateValues } from './cloudformation/values.ts';

const verbs = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);
const anyMethod = 'x-amazon-apigateway-any-method';

/** An OpenAPI document of its own (Swagger 2 or OpenAPI 3); undefined when the tree holds none that API Gateway extends. */
export function readOpenApiFile(uri: string, text: string, tree: Tree | undefined): FileFacts | undefined {
  const root = tree?.documents[0];
  if (!isOpenApi(root) || !text.includes('x-amazon-apigateway')) return undefined;
  // A template that includes the file has its functions worked out.
  const read = readOpenApi(
    root,
    uri,
    /Fn::|!(?:Sub|Ref|GetAtt|Join)\b|\bRef\b/.test(text) ? new TemplateValues(root) : plainValues,
  );
  const title = entryOf(valueOf(root, 'info'), 'title');
  const key = entryOf(root, 'openapi') ?? entryOf(root, 'swagger');
  return {
    ...emptyFacts(uri, 'openapi'),
    policies: read.policies,
    apis: [
      {
        id: '',
        uri,
        kind: 'rest',
        key: key?.key.span ?? root.span,
        name: title?.value?.kind === 'scalar' ? scalarText(title.value) : undefined,
        properties: root.span,
        endpointTypes: [],
        endpointKey: undefined,
        policies: read.policies.map((_, i) => i),
        policyKey: read.policyKey,
        policyComplete: true,
        cors: false,
        complete: read.complete,
      },
    ],
    routes: read.routes,
  };
}

function isOpenApi(node: Node | undefined): node is MappingNode {
  const version = valueOf(node, 'openapi') ?? valueOf(node, 'swagger');
  return version?.kind === 'scalar' && valueOf(node, 'paths')?.kind === 'mapping';
}

export interface OpenApiDefinition {
  readonly routes: readonly Route[];
  readonly policies: readonly PolicyDocument[];
  readonly policyKey: Span | undefined;
  /** False when paths or operations come from elsewhere. */
  readonly complete: boolean;
}

/** Routes and the resource policy of a definition, in a file of its own or in a template's Body. */
export function readOpenApi(root: MappingNode, uri: string, host: ValueReader): OpenApiDefinition {
  const values: ValueReader = {
    ...host,
    host: host.host,
    branches: (node) => host.branches(node),
    text: (node) => {
      const text = host.text(node);
      return text && withOpenPlaceholders(text);
    },
  };
  const routes: Route[] = [];
  let complete = true;
  const paths = valueOf(root, 'paths');
  for (const path of entriesOf(paths)) {
    const name = path.key.source.text;
    if (!name.startsWith('/')) {
      if (!name.startsWith('x-')) complete = false;
      continue;
    }
    const item = followed(path.value, root);
    const items = item && values.branches(item);
    if (!items) complete = false;
    for (const one of items ?? []) {
      if (functionKeyIn(one)) complete = false;
      for (const operation of entriesOf(one)) {
        const verb = operation.key.source.text.toLowerCase();
        if (!verbs.has(verb) && verb !== anyMethod) continue;
        const bodies = operation.value && values.branches(operation.value);
        if (!bodies) complete = false;
        for (const body of bodies ?? []) {
          routes.push(readOperation({ ...operation, value: body }, verb, scalarText(path.key), root, uri, values));
        }
      }
    }
  }
  const policy = entryOf(root, 'x-amazon-apigateway-policy');
  const policies: PolicyDocument[] = [];
  const use: SlotUse | undefined = policy && {
    slot: 'resource',
    span: policy.key.span,
    uri,
    name: 'x-amazon-apigateway-policy',
    carrier: 'OpenAPI',
    attachedTo: [],
    service: 'execute-api',
  };
  for (const branch of (policy?.value && values.branches(policy.value)) ?? []) {
    const node = branch.kind === 'scalar' ? embeddedTree(branch)?.documents[0] : branch;
    if (node?.kind === 'mapping') policies.push(readPolicy(node, { uri, slot: use, values: host }));
  }
  return { routes, policies, policyKey: policy?.key.span, complete };
}

function readOperation(
  operation: Entry,
  verb: string,
  path: TextValue,
  root: MappingNode,
  uri: string,
  values: ValueReader,
): Route {
  const body = operation.value;
  const integration = followed(valueOf(body, 'x-amazon-apigateway-integration'), root);
  const method = verb === anyMethod ? 'ANY' : verb.toUpperCase();
  const key = operation.key.span;
  return {
    uri,
    api: undefined,
    apiKind: 'rest',
    key,
    method: {
      span: key,
      at: key,
      parts: [{ kind: 'literal', source: { text: method, span: key, runs: [0, key.start, key.end] } }],
    },
    path,
    ...authorizationOf(body, root, uri, values),
    authorizer: undefined,
    authorizationSlot: undefined,
    integration: integration?.kind === 'mapping' ? readIntegration(integration, uri, values) : undefined,
    complete: true,
  };
}

function readIntegration(node: MappingNode, uri: string, values: ValueReader): Integration {
  const text = (name: string): TextValue | undefined => {
    const value = valueOf(node, name);
    return value && values.text(value);
  };
  return {
    uri,
    type: text('type'),
    target: text('uri'),
    targetKey: entryOf(node, 'uri')?.key.span,
    credentials: text('credentials'),
    credentialsKey: entryOf(node, 'credentials')?.key.span,
    httpMethod: text('httpMethod'),
    httpMethodKey: entryOf(node, 'httpMethod')?.key.span,
    subtype: text('integrationSubtype'),
    operation: undefined,
    parameters: undefined,
    parametersKey: undefined,
    at: node.span,
    credentialsName: 'credentials',
    impliedCredentials: false,
  };
}

/** `AWS_IAM` or `NONE` where the definition says so beyond doubt; another authorizer is an unknown text. */
function authorizationOf(
  operation: Node | undefined,
  root: MappingNode,
  _uri: string,
  values: ValueReader,
): Pick<Route, 'authorization' | 'authorizationKey'> {
  const auth = entryOf(operation, 'x-amazon-apigateway-auth');
  const type = valueOf(auth?.value, 'type');
  if (auth && type) return { authorization: values.text(type), authorizationKey: auth.key.span };
  const security = entryOf(operation, 'security') ?? entryOf(root, 'security');
  const schemes = security?.value?.kind === 'list' ? security.value.items.flatMap((item) => entriesOf(item)) : [];
  for (const scheme of schemes) {
    const name = scheme.key.source.text;
    const definition =
      valueOf(root, 'components', 'securitySchemes', name) ?? valueOf(root, 'securityDefinitions', name);
    if (stringOf(valueOf(definition, 'x-amazon-apigateway-authtype'))?.toLowerCase() === 'awssigv4') {
      return { authorization: word('AWS_IAM', scheme.key.span), authorizationKey: security?.key.span };
    }
  }
  return { authorization: undefined, authorizationKey: security?.key.span };
}

function word(text: string, span: { start: number; end: number }): TextValue {
  return { span, at: span, parts: [{ kind: 'literal', source: { text, span, runs: [0, span.start, span.end] } }] };
}

/** Follows `$ref` inside the document; undefined for a reference to elsewhere. */
function followed(node: Node | undefined, root: MappingNode): Node | undefined {
  let at = node;
  for (let i = 0; i < 8; i++) {
    const ref = valueOf(at, '$ref');
    if (!ref) return at;
    const path = stringOf(ref);
    if (path === undefined || !path.startsWith('#/')) return undefined;
    at = valueOf(
      root,
      ...path
        .slice(2)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
    );
  }
  return undefined;
}

function functionKeyIn(node: Node): boolean {
  return entriesOf(node).some((entry) => entry.key.source.text.startsWith('Fn::'));
}
