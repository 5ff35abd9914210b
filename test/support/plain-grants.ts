/**
 * Who may invoke what, worked out plainly from a template's JSON: globs over texts in which references are names. What the rules say
 * with their holes and three values is held against this.
 */
export interface PlainRoute {
  readonly api: string;
  readonly method: string;
  readonly path: string;
  /** The logical id of the function or alias. */
  readonly invokes: string;
}

export interface PlainPermission {
  readonly id: string;
  /** The logical id of the function or alias; undefined where it is said in another way. */
  readonly on: string | undefined;
  readonly principal: string;
  readonly source: string;
}

type Json = unknown;
type JsonMap = Readonly<Record<string, Json>>;

export function plainPermissions(template: JsonMap): readonly PlainPermission[] {
  return resourcesOf(template, 'AWS::Lambda::Permission').flatMap(([id, properties]) => {
    if (textOf(properties['Action']) !== 'lambda:InvokeFunction' || properties['InvokedViaFunctionUrl'] === true)
      return [];
    return [
      {
        id,
        on: idIn(properties['FunctionName']),
        principal: textOf(properties['Principal']),
        source: 'SourceArn' in properties ? textOf(properties['SourceArn']) : '*',
      },
    ];
  });
}

/** Routes, and authorizers as `authorizers/<name>`, that invoke functions of the template without credentials. */
export function plainRoutes(template: JsonMap): readonly PlainRoute[] {
  const out: PlainRoute[] = [];
  for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api']) {
    for (const [api, properties] of resourcesOf(template, type)) {
      for (const [path, item] of Object.entries(mapOf(mapOf(properties['Body'])['paths']))) {
        for (const operations of branchesOf(item)) {
          for (const [verb, operation] of Object.entries(mapOf(operations))) {
            for (const body of branchesOf(operation)) {
              const integration = mapOf(mapOf(body)['x-amazon-apigateway-integration']);
              if (!/^aws(?:_proxy)?$/i.test(textOf(integration['type'])) || 'credentials' in integration) continue;
              const method = verb === 'x-amazon-apigateway-any-method' ? 'ANY' : verb.toUpperCase();
              for (const uri of branchesOf(integration['uri'])) add(api, method, path, textOf(uri));
            }
          }
        }
      }
    }
  }
  for (const [api, scheme, authorizer] of authorizersOf(template)) {
    if (!('authorizerCredentials' in authorizer))
      add(api, '', `authorizers/${scheme}`, textOf(authorizer['authorizerUri']));
  }
  for (const [id, properties] of resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer')) {
    if (!('AuthorizerCredentialsArn' in properties))
      add(idIn(properties['ApiId']) ?? '', '', `authorizers/${id}`, textOf(properties['AuthorizerUri']));
  }
  const integrations = new Map(resourcesOf(template, 'AWS::ApiGatewayV2::Integration'));
  for (const [, properties] of resourcesOf(template, 'AWS::ApiGatewayV2::Route')) {
    const target = /\$\{(\w+)\}/.exec(textOf(properties['Target']))?.[1] ?? '';
    const uri = textOf(integrations.get(target)?.['IntegrationUri']);
    add(idIn(properties['ApiId']) ?? '', '', textOf(properties['RouteKey']), uri);
  }
  return out;

  function add(api: string, method: string, path: string, uri: string): void {
    const invokes = /\/functions\/\$\{(\w+)(?:\.Arn)?\}\//.exec(uri)?.[1];
    if (invokes !== undefined && invokes in mapOf(template['Resources'])) out.push({ api, method, path, invokes });
  }
}

/** The authorizers of definitions. */
function authorizersOf(template: JsonMap): readonly (readonly [string, string, JsonMap])[] {
  return ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'].flatMap((type) =>
    resourcesOf(template, type).flatMap(([api, { Body: body }]) =>
      [mapOf(body)['securityDefinitions'], mapOf(mapOf(body)['components'])['securitySchemes']].flatMap((schemes) =>
        Object.entries(mapOf(schemes)).map(
          ([name, scheme]) => [api, name, mapOf(mapOf(scheme)['x-amazon-apigateway-authorizer'])] as const,
        ),
      ),
    ),
  );
}

export function grants(permission: PlainPermission, route: PlainRoute): boolean {
  if (permission.principal !== 'apigateway.amazonaws.com' && permission.principal !== '*') return false;
  if (permission.on !== undefined && permission.on !== route.invokes) return false;
  const pattern = anyStage(permission.source, route.api);
  let targets = targetsByRoute.get(route);
  if (!targets) targetsByRoute.set(route, (targets = targetsOf(route)));
  return targets.some((target) => glob(pattern, target));
}

const targetsByRoute = new WeakMap<PlainRoute, readonly string[]>();

/** The stage of a call is not known, nor is an API's id where it is written as letters. */
function anyStage(source: string, api: string): string {
  const [head, id, rest] = /^((?:[^:]*:){2}.*:)([^:/]*)(\/.*)$/.exec(source)?.slice(1) ?? [];
  if (head === undefined || id === undefined || rest === undefined) return source;
  const tail = rest.startsWith('/authorizers/') ? rest : rest.replace(/^\/[^/*]+\//, '/*/');
  return head + (id.startsWith('${') ? id : '${' + api + '}') + tail;
}

/** The ARNs of which API Gateway may send one: path parameters filled in or as they are written, a verb for those that take any. */
function targetsOf({ api, method, path }: PlainRoute): readonly string[] {
  const head = `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/stage/`;
  if (path === '$default' || path === '/$default') return [`${head}$default`];
  if (path.startsWith('authorizers/')) return [head.replace(/stage\/$/, path)];
  if (method === '') return [head + path];
  const trimmed = path.replace(/(.)\/$/, '$1');
  const filled = ['a/b', 'a/nowhere'].map((rest) => trimmed.replace(/\{[^}]*\+\}/g, rest).replace(/\{[^}]*\}/g, 'a'));
  filled.push(trimmed.replace(/\{[^}]*\+\}$/, '$&/nowhere'));
  const verbs = method === 'ANY' ? ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] : [method];
  return verbs.flatMap((verb) => [trimmed, ...filled].map((one) => `${head}${verb}${one}`));
}

const globs = new Map<string, RegExp>();

function glob(pattern: string, text: string): boolean {
  let known = globs.get(pattern);
  if (!known) {
    const source = pattern.split('*').map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    globs.set(pattern, (known = new RegExp(`^${source.join('.*')}$`)));
  }
  return known.test(text);
}

function resourcesOf(template: JsonMap, type: string): readonly (readonly [string, JsonMap])[] {
  return Object.entries(mapOf(template['Resources'])).flatMap(([id, resource]) =>
    mapOf(resource)['Type'] === type ? [[id, mapOf(mapOf(resource)['Properties'])] as const] : [],
  );
}

/** A text with every reference as `${Id}`; functions that give anything else are `?`. */
function textOf(value: Json): string {
  if (typeof value === 'string') return value.replaceAll('${AWS::Partition}', 'aws');
  const [name, argument] = Object.entries(mapOf(value))[0] ?? [];
  if (name === 'Ref') return '${' + String(argument) + '}';
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return '${' + String(argument[0]) + '}';
  if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1]))
    return argument[1].map(textOf).join(String(argument[0]));
  if (name !== 'Fn::Sub') return '?';
  const items: readonly Json[] = Array.isArray(argument) ? argument : [argument];
  const variables = mapOf(items.find((item) => typeof item === 'object'));
  return textOf(items.find((item) => typeof item === 'string'))
    .replace(/\$\{(\w+)\}/g, (whole, variable: string) => (variable in variables ? textOf(variables[variable]) : whole))
    .replace(/\$\{(\w+)\.\w+\}/g, '${$1}');
}

function idIn(value: Json): string | undefined {
  return /^\$\{(\w+)\}$/.exec(textOf(value))?.[1];
}

function branchesOf(value: Json): readonly Json[] {
  const condition = mapOf(value)['Fn::If'];
  return Array.isArray(condition) ? condition.slice(1).flatMap(branchesOf) : [value];
}

function mapOf(value: Json): JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
}
