import { literalOf } from '../../../model/text-value.ts';
import type { Made } from '../../../tree/made-node.ts';
import { entryOf, type Entry, type Node } from '../../../tree/node.ts';
import type { TemplateFacts } from '../template.ts';
import { withStars, type PlacedStatement, type SamApi, type SamRoute } from './sam-api.ts';
import { isGiven } from './sam-template.ts';

/**
 * The statements that SAM makes of the lists in `Auth.ResourcePolicy`
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html), each
 * standing where its list does; those of CustomStatements are the author's own.
 */
export function listedStatements(
  policy: Node | undefined,
  resources: readonly Made[],
  facts: TemplateFacts,
): readonly PlacedStatement[] {
  const given = (name: string): Entry | undefined => {
    const entry = entryOf(policy, name);
    return isGiven(entry?.value) ? entry : undefined;
  };
  const out: PlacedStatement[] = [];
  const accounts = (name: string, effect: string): void => {
    const entry = given(name);
    if (!entry?.value) return;
    const listed: Made = entry.value.kind === 'list' ? entry.value : [entry.value];
    out.push(placed(entry, { Effect: effect, Principal: { AWS: listed }, ...invoke(resources) }));
  };
  const all = (entry: Entry, condition: Made): void => {
    out.push(placed(entry, { Effect: 'Allow', Principal: '*', ...invoke(resources) }));
    out.push(placed(entry, { Effect: 'Deny', Principal: '*', ...invoke(resources), Condition: condition }));
  };
  accounts('AwsAccountWhitelist', 'Allow');
  accounts('AwsAccountBlacklist', 'Deny');
  for (const [name, operator] of [
    ['IpRangeWhitelist', 'NotIpAddress'],
    ['IpRangeBlacklist', 'IpAddress'],
  ] as const) {
    const entry = given(name);
    if (entry?.value)
      all(entry, { [operator]: { 'aws:SourceIp': entry.value.kind === 'list' ? entry.value : [entry.value] } });
  }
  for (const [suffix, operator] of [
    ['Blacklist', 'StringEquals'],
    ['Whitelist', 'StringNotEquals'],
  ] as const) {
    const named = [given(`SourceVpc${suffix}`), given(`IntrinsicVpc${suffix}`), given(`IntrinsicVpce${suffix}`)];
    const [entry] = named.filter((one) => one !== undefined);
    const [plain, vpcs, endpoints] = named.map((one) => itemsOf(one?.value));
    const starting = (prefix: string): readonly Node[] =>
      (plain ?? []).filter((node) => wordIn(node, facts)?.startsWith(prefix));
    const condition: Record<string, Made> = {};
    const inVpc = [...starting('vpc-'), ...(vpcs ?? [])];
    const throughEndpoint = [...starting('vpce-'), ...(endpoints ?? [])];
    if (inVpc.length > 0) condition['aws:SourceVpc'] = inVpc;
    if (throughEndpoint.length > 0) condition['aws:SourceVpce'] = throughEndpoint;
    if (entry && Object.keys(condition).length > 0) all(entry, { [operator]: condition });
  }
  return out;
}

/** SAM has the defaults of parameters in hand. */
function wordIn(node: Node, facts: TemplateFacts): string | undefined {
  const text = facts.values.text(node);
  const [part, second] = text?.parts ?? [];
  if (!second && part?.kind === 'reference' && part.to.kind === 'parameter') return part.to.default;
  return literalOf(text);
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : node ? [node] : [];
}

function placed(entry: Entry, statement: Made): PlacedStatement {
  return { statement, span: entry.key.span };
}

function invoke(resources: readonly Made[]): { readonly Action: string; readonly Resource: readonly Made[] } {
  return { Action: 'execute-api:Invoke', Resource: resources };
}

/** The methods of one path as a resource policy names them. */
export function pathResources(path: string, routes: readonly SamRoute[], stage: Made): readonly Made[] {
  const methods = new Set(routes.filter((one) => one.path === path).map((one) => one.method ?? 'any'));
  return [...methods].map((method) => ({
    'Fn::Sub': [
      'execute-api:/${__Stage__}/' + (method === 'any' ? '*' : method.toUpperCase()) + withStars(path, 'rest'),
      { __Stage__: stage },
    ],
  }));
}

/** What the ResourcePolicies of events add for the methods of their paths. */
export function eventStatements(api: SamApi, facts: TemplateFacts): readonly PlacedStatement[] {
  return api.eventPolicies.flatMap(({ policy, path, stage }) =>
    listedStatements(policy, pathResources(path, api.routes, stage), facts),
  );
}

/** Where the author's own statements stand. */
export function customStatements(policy: Node | undefined): Entry | undefined {
  const entry = entryOf(policy, 'CustomStatements');
  return isGiven(entry?.value) ? entry : undefined;
}
