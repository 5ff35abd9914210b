import { requestVerbs } from '../../catalog/request-verbs.ts';
import { resolverOf } from '../../graph/resolve.ts';
import type { Unit } from '../../graph/unit.ts';
import { actionsNamed } from '../../model/actions-named.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { literalOf, printed, splitText, type TextValue } from '../../model/text-value.ts';
import type { Change, Value } from '../../text/change.ts';
import { everyApiIn, isStar } from '../breadth/grants.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { statementsIn } from './call-patterns.ts';

type Component = 'execute-api' | 'apigateway';

const verbs = new Set(requestVerbs.map((verb) => verb.toLowerCase()));
const calls = new Set(['invoke', 'invalidatecache', 'manageconnections']);

export const wrongComponent: Rule = {
  meta: {
    id: 'invoke/wrong-component',
    level: 'error',
    summary: 'The action belongs to one component of API Gateway and the resource to the other',
    why:
      'API Gateway has two components with actions and ARNs of their own. Calling an API is `execute-api:Invoke` on `arn:aws:execute-api:region:account:api/stage/VERB/path`; ' +
      'managing it is `apigateway:GET`, `POST`, `PUT`, `PATCH` or `DELETE` on `arn:aws:apigateway:region::/path`. An action of one with an ARN of the other matches no request, ' +
      'and `apigateway:Invoke` and `execute-api:GET` do not exist.',
    fixes: ['the ARN of the right component', 'the action of the right component'],
  },
  *check(context) {
    for (const { statement, policy } of statementsIn(context.unit))
      yield* checkStatement(statement, policy.document, context);
  },
};

function* checkStatement(statement: Statement, document: PolicyDocument, context: RuleContext): Iterable<Finding> {
  const { action, resource, uri } = statement;
  const { services } = actionsNamed(action);
  if (!action || !(services.has('apigateway') || services.has('execute-api'))) return;
  const misnamed = action.values.filter(isMisnamed);
  const resources = (resource?.values ?? []).filter((value) => componentOfArn(value) !== undefined);
  for (const value of misnamed) {
    const text = literalOf(value) ?? '';
    yield {
      uri,
      span: value.span,
      message: `"${text}" is no action of API Gateway, so the statement never matches it`,
      fixes: () =>
        isEditable(statement, context) ? renamings(value, misnamed, resources, statement, document, context.unit) : [],
    };
  }
  if (misnamed.length > 0 || !action.complete || !resource) return;
  const components = new Set(action.values.map(componentOfAction));
  // An action that cannot be read, or `*`, may be one that the ARN is for.
  if (components.has(undefined) || components.size === 0) return;
  for (const value of resources) {
    const component = componentOfArn(value);
    const other: Component = component === 'apigateway' ? 'execute-api' : 'apigateway';
    if (!component || components.has(component) || !components.has(other)) continue;
    const field = splitText(value, ':', 6)[2];
    if (!field) continue;
    const example = action.values.find((one) => componentOfAction(one) === other);
    yield {
      uri,
      span: field.span,
      message: `"${component}" ARNs never match ${example ? literalOf(example) : other}, which acts on "${other}" ARNs`,
      related: example ? [{ uri, span: example.span, message: `acts on "${other}" ARNs` }] : [],
      fixes: () => (isEditable(statement, context) ? mendings(value, other, statement, document, context.unit) : []),
    };
  }
}

/** The component of an action, `other` for other services; undefined when it may be of any. */
function componentOfAction(action: TextValue): Component | 'other' | undefined {
  const service = /^([\w-]+):/.exec(literalOf(action) ?? '')?.[1]?.toLowerCase();
  if (service === undefined) return undefined;
  return service === 'execute-api' || service === 'apigateway' ? service : 'other';
}

function componentOfArn(resource: TextValue): Component | undefined {
  const fields = splitText(resource, ':', 6);
  const service = literalOf(fields[2]);
  if (fields.length < 6 || literalOf(fields[0]) !== 'arn') return undefined;
  return service === 'execute-api' || service === 'apigateway' ? service : undefined;
}

/** `apigateway:Invoke`, `execute-api:GET` */
function isMisnamed(action: TextValue): boolean {
  const [service, name, more] = (literalOf(action) ?? '').toLowerCase().split(':');
  if (name === undefined || more !== undefined) return false;
  return service === 'apigateway' ? calls.has(name) : service === 'execute-api' && verbs.has(name);
}

/** The action by its right name; an ARN of the other component is mended with it. */
function renamings(
  value: TextValue,
  misnamed: readonly TextValue[],
  resources: readonly TextValue[],
  statement: Statement,
  document: PolicyDocument,
  unit: Unit,
): readonly Fix[] {
  const [service = '', name = ''] = (literalOf(value) ?? '').split(':');
  const isCall = service.toLowerCase() === 'apigateway';
  const toCall = isCall ? `execute-api:${callNamed(name)}` : 'execute-api:Invoke';
  const wanted: { readonly action: string; readonly component: Component }[] = [
    { action: toCall, component: 'execute-api' },
  ];
  const upper = name.toUpperCase();
  if (!isCall && upper !== 'HEAD' && upper !== 'OPTIONS')
    wanted.push({ action: `apigateway:${upper}`, component: 'apigateway' });
  // The ARNs say which of the two is meant.
  const [component, another] = new Set(resources.map(componentOfArn));
  if (!isCall && component === 'apigateway' && another === undefined) wanted.reverse();
  return wanted.flatMap(({ action, component: right }): readonly Fix[] => {
    const changes = renamed(value, action, statement);
    const wrong = resources.filter((one) => componentOfArn(one) !== right);
    if (wrong.length > 0 && (misnamed.length > 1 || (statement.action?.values.length ?? 0) > 1)) return [];
    const arns = wrong.map((one) => arnChange(one, right, document, unit));
    const isBroad = right === 'execute-api' && (statement.resource?.values ?? []).some(everyApiIn);
    if (!changes || isBroad || arns.some((one) => one === undefined)) return [];
    return [{ title: `Write ${action}`, changes: [...changes, ...arns.flatMap((one) => one ?? [])] }];
  });
}

function callNamed(name: string): string {
  const names: Readonly<Record<string, string>> = {
    invalidatecache: 'InvalidateCache',
    manageconnections: 'ManageConnections',
  };
  return names[name.toLowerCase()] ?? 'Invoke';
}

/** An action that the list has already is not written twice. */
function renamed(value: TextValue, action: string, statement: Statement): readonly Change[] | undefined {
  const { uri } = statement;
  const isThere = statement.action?.values.some((one) => literalOf(one)?.toLowerCase() === action.toLowerCase());
  if (isThere) return statement.action?.isList ? [{ kind: 'remove', uri, at: value.at }] : undefined;
  return [{ kind: 'set', uri, at: value.at, value: action }];
}

function mendings(
  value: TextValue,
  right: Component,
  statement: Statement,
  document: PolicyDocument,
  unit: Unit,
): readonly Fix[] {
  const fixes: Fix[] = [];
  const arn = arnOf(value, right, document, unit);
  const change = arn === undefined ? undefined : arnChange(value, right, document, unit);
  if (arn !== undefined && change) fixes.push({ title: `Name the ${right} ARN: ${arn}`, changes: change });
  const actions = statement.action?.values ?? [];
  const wrong = actions.filter((one) => componentOfAction(one) === right);
  const [only, second] = wrong;
  // Of a management ARN nobody knows which verb was meant, and other ARNs of the statement may be right.
  const agree = (statement.resource?.values ?? []).every((one) => componentOfArn(one) === componentOfArn(value));
  const isBroad = everyApiIn(value) !== undefined;
  if (right === 'apigateway' && agree && !isBroad && only && statement.resource?.complete) {
    const [, ...rest] = wrong;
    fixes.push({
      title: 'Write execute-api:Invoke',
      changes: [
        { kind: 'set', uri: statement.uri, at: only.at, value: 'execute-api:Invoke' },
        ...rest.map((one): Change => ({ kind: 'remove', uri: statement.uri, at: one.at })),
      ],
    });
  } else if (
    right === 'execute-api' &&
    agree &&
    only &&
    !second &&
    actions.length === 1 &&
    statement.resource?.complete
  ) {
    fixes.push({
      title: 'Write apigateway:GET',
      changes: [{ kind: 'set', uri: statement.uri, at: only.at, value: 'apigateway:GET' }],
    });
  }
  return fixes;
}

function arnChange(
  value: TextValue,
  right: Component,
  document: PolicyDocument,
  unit: Unit,
): readonly Change[] | undefined {
  const arn = arnOf(value, right, document, unit);
  if (arn === undefined) return undefined;
  const written: Value = document.host === 'template' && arn.includes('${') ? { 'Fn::Sub': arn } : arn;
  return [{ kind: 'set', uri: document.uri, at: value.at, value: written }];
}

/** The same API in an ARN of the other component; undefined when the text does not say which API, or has holes that cannot be written again. */
function arnOf(value: TextValue, right: Component, document: PolicyDocument, unit: Unit): string | undefined {
  if (!value.parts.every((part) => part.kind === 'literal' || part.kind === 'reference')) return undefined;
  // A policy variable cannot stand in the text of Fn::Sub as it is.
  if (value.parts.some((part) => part.kind === 'literal' && part.source.text.includes('${'))) return undefined;
  const fields = splitText(value, ':', 6);
  const [, partition, , region, , tail] = fields;
  if (!partition || !region || !tail) return undefined;
  const segments = splitText(tail, '/');
  const head = `arn:${printed(partition)}:${right}:${region.parts.length > 0 ? printed(region) : '*'}`;
  if (right === 'execute-api') {
    const [before, collection, id, part, name] = segments;
    const kind = literalOf(collection);
    // Every API would be a grant that is too broad.
    if (before?.parts.length !== 0 || (kind !== 'restapis' && kind !== 'apis')) return undefined;
    if (!id || id.parts.length === 0 || isStar(id)) return undefined;
    const stage = literalOf(part) === 'stages' && name && name.parts.length > 0 ? `${printed(name)}/` : '';
    const account = document.host === 'template' ? '${AWS::AccountId}' : '*';
    return `${head}:${account}:${printed(id)}/${stage}*`;
  }
  const [id] = segments;
  if (!id || id.parts.length === 0) return undefined;
  const api = resolverOf(unit).apiNamedBy(id, document.uri);
  const collection = api && api.kind !== 'rest' ? 'apis' : 'restapis';
  return `${head}::/${collection}/${printed(id)}`;
}
