import { managementPatternOf, thingsUnder } from '../../access/management-pattern.ts';
import { covers } from '../../access/match.ts';
import { managementPaths, managementVerbs, type ManagementPath } from '../../catalog/management-paths.ts';
import { actionsNamed } from '../../model/actions-named.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, printed } from '../../model/text-value.ts';
import { isStar } from '../breadth/grants.ts';
import type { Finding, Rule } from '../rule.ts';
import { statementsIn } from './call-patterns.ts';

export const verbCannotAct: Rule = {
  meta: {
    id: 'invoke/verb-cannot-act',
    level: 'warning',
    summary: 'An apigateway verb cannot act on anything under the paths that it is granted on',
    why:
      "Each path of API Gateway's own API takes some verbs only. To create is POST on the collection (`/restapis`, not `/restapis/a1b2c3`), to import a definition into a REST API is " +
      'PUT on the API, to change something is PATCH on the thing itself; to change the resource policy of an API takes `apigateway:UpdateRestApiPolicy` on the API as well as PATCH. ' +
      'A verb on a path that does not take it grants nothing, and the deployment is refused: `not authorized to perform: apigateway:POST`.',
  },
  *check({ unit }) {
    for (const { statement, policy } of statementsIn(unit))
      if (policy.use?.slot !== 'trust') yield* checkStatement(statement);
  },
};

const known = new Set(managementPaths.flatMap((one) => one.actions.map((action) => action.toLowerCase())));

function* checkStatement({ uri, effect, action, resource }: Statement): Iterable<Finding> {
  if (
    !action ||
    !actionsNamed(action).services.has('apigateway') ||
    !resource?.complete ||
    resource.values.some(isStar)
  )
    return;
  const patterns = resource.values.map(managementPatternOf).filter((pattern) => pattern !== undefined);
  const unread = resource.values.some((value) => literalOf(value) === undefined && !managementPatternOf(value));
  const [only, second] = patterns;
  if (!only || unread) return;
  const things = patterns.map((pattern) => thingsUnder(pattern.path));
  // What names nothing at all is a mistake of its own.
  if (things.some((list) => list.length === 0)) return;
  const possible = new Set(things.flat().flatMap((thing) => thing.actions));
  const named = action.values.flatMap((value) => {
    const name = /^apigateway:(.+)$/i.exec(literalOf(value) ?? '')?.[1]?.toLowerCase();
    return name !== undefined && [...known].some((one) => covers(name, one)) ? [{ value, name }] : [];
  });
  const idle = named.filter(({ name }) => ![...possible].some((one) => covers(name, one.toLowerCase())));
  // Three verbs and more are a way to say "whatever it takes", and a Deny stops what it can: there one too many is no mistake.
  if (idle.length < named.length && (named.length > 2 || literalOf(effect) === 'Deny')) return;
  for (const { value } of idle) {
    const where = second ? 'the paths of this statement' : `"${printed(only.path)}"`;
    const takes = `${second ? 'take' : 'takes'} ${said(things.flat())}`;
    yield { uri, span: value.span, message: `"${literalOf(value)}" cannot act on ${where}, which ${takes}` };
  }
}

function said(things: readonly ManagementPath[]): string {
  const verbs = managementVerbs.filter((verb) => things.some((thing) => thing.actions.includes(verb)));
  const last = verbs.at(-1) ?? 'no verb';
  return verbs.length > 1 ? `${verbs.slice(0, -1).join(', ')} and ${last}` : `only ${last}`;
}
