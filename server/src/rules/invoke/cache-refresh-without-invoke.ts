import { coversCall, knownCallsOf } from '../../access/call-targets.ts';
import { authorizationsOf, grantedAccess } from '../../access/route-access.ts';
import type { Principal } from '../../access/decision.ts';
import { nameOfPrincipal, policiesOf, principalsOf } from '../../access/principals.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { PolicyDocument } from '../../model/policy.ts';
import { surelyAllows } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { callPatternsIn, surelyNames, type PlacedPattern } from './call-patterns.ts';
import { apiNamedIn } from './unmatched.ts';

export const cacheRefreshWithoutInvoke: Rule = {
  meta: {
    id: 'invoke/cache-refresh-without-invoke',
    level: 'warning',
    summary: 'InvalidateCache is granted on routes that the holder may not invoke',
    why:
      'A cache is refreshed by a call with the header `Cache-Control: max-age=0`, and to make the call takes `execute-api:Invoke` on the same route. ' +
      '`execute-api:InvalidateCache` alone lets nobody in.',
    fixes: ['execute-api:Invoke beside it'],
  },
  *check(context) {
    const { unit } = context;
    const holders = holdersByDocument(context);
    if (holders.size === 0) return;
    for (const pattern of callPatternsIn(unit)) {
      const { statement, policy } = pattern;
      const action = statement.action?.values.find(isRefresh);
      const principals = holders.get(policy.document);
      if (!action || !principals || !surelyAllows(statement) || surelyNames(statement, 'invoke')) continue;
      const api = apiNamedIn(pattern, policy.document, unit);
      const calls = api && knownCallsOf(api, unit);
      const covered = (calls ?? [])
        .filter(({ target }) => coversCall(pattern, target, { uri: statement.uri, unit }) !== 'no')
        .map(({ route }) => route);
      const [first] = covered;
      const [holder] = principals;
      if (!first || !holder || covered.some((route) => authorizationsOf(route).some((one) => one !== 'AWS_IAM')))
        continue;
      const isShut = principals.every((one) =>
        covered.every((route) => grantedAccess(one, route, unit).passes === 'no'),
      );
      if (!isShut) continue;
      yield {
        uri: statement.uri,
        span: action.span,
        message: `"${literalOf(action)}" refreshes nothing: ${nameOfPrincipal(holder)} may not invoke ${routeTitle(first)}`,
        related: [{ uri: first.uri, span: first.key, message: `${routeTitle(first)}, which nothing lets it invoke` }],
        fixes: () => fixesOf(action, pattern, context),
      };
    }
  },
};

function isRefresh(action: TextValue): boolean {
  return literalOf(action)?.toLowerCase() === 'execute-api:invalidatecache';
}

/** The principals that hold a document, for documents whose holders are all of the unit and known with all their policies. */
function holdersByDocument({ unit }: RuleContext): ReadonlyMap<PolicyDocument, readonly Principal[]> {
  const out = new Map<PolicyDocument, Principal[]>();
  const open = new Set<PolicyDocument>();
  for (const principal of principalsOf(unit)) {
    const { policies, unseen } = policiesOf(principal, unit).identity;
    for (const { policy } of policies) {
      if (unseen.length > 0) open.add(policy.document);
      const list = out.get(policy.document);
      if (list) list.push(principal);
      else out.set(policy.document, [principal]);
    }
  }
  for (const document of open) out.delete(document);
  return out;
}

function fixesOf(action: TextValue, { statement }: PlacedPattern, context: RuleContext): readonly Fix[] {
  const element = statement.action;
  if (!element || !isEditable(statement, context)) return [];
  return [
    {
      title: 'Add execute-api:Invoke',
      changes: [{ kind: 'add-item', uri: statement.uri, list: element.at, value: 'execute-api:Invoke' }],
    },
  ];
}
