import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { apisNameableIn } from './any-api.ts';
import { actionsOfService, everyActionOf, everyManagedPathIn, grantRule, isStar, listed } from './grants.ts';
import { holdTo, isEditable, textFor } from './hold.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const anyApiManaged = grantRule({
  meta: {
    id: 'breadth/any-api-managed',
    level: 'warning',
    summary: 'A policy lets its holder manage every API',
    why:
      'Every path of the management component is every API, stage, authorizer, API key and domain name of the account. Whoever may change them may take the authorization off any route. ' +
      'For GET alone it is for information.',
    fixes: ['the paths of the APIs of the unit'],
  },
  *checkGrant(statement, policy, context) {
    const actions = actionsOfService(statement, 'apigateway');
    if (actions.length === 0 || everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    const writes = actions.filter((action) => !isRead(action));
    for (const resource of statement.resource?.values ?? []) {
      const wide = everyManagedPathIn(resource);
      if (!wide) continue;
      const what =
        writes.length > 0
          ? `lets ${listed([...writes, ...actions.filter(isRead)])} change every API of the account`
          : `lets ${listed(actions)} read every API of the account`;
      yield {
        uri: statement.uri,
        span: wide.span,
        message: `"${literalOf(wide)}" ${what}`,
        level: writes.length > 0 ? 'warning' : 'info',
        fixes: () => (isEditable(statement, context) ? fixesOf(resource, actions, statement, policy, context) : []),
      };
    }
  },
});

function isRead(action: TextValue): boolean {
  return /^apigateway:(?:get|get\*|get\w*|list\w*\*?)$/i.test(literalOf(action) ?? '');
}

function fixesOf(
  wide: TextValue,
  actions: readonly TextValue[],
  statement: Statement,
  policy: PlacedPolicy,
  { unit }: RuleContext,
): readonly Fix[] {
  const apis = apisNameableIn(policy, unit);
  const values = apis.flatMap((api) => {
    const collection = api.kind === 'rest' ? 'restapis' : 'apis';
    const path = 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/' + collection + '/${' + api.id + '}';
    return [textFor(policy, path), textFor(policy, `${path}/*`)];
  });
  const held = isStar(wide) ? actions : (statement.action?.values ?? []);
  const changes = holdTo(values, wide, held, statement, policy);
  const names = apis.map((api) => api.id).join(', ');
  return changes ? [{ title: `Only ${apis.length === 1 ? 'the API' : 'the APIs'} ${names}`, changes }] : [];
}
