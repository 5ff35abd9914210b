import { isPrivate } from '../../access/route-requests.ts';
import { resourcePoliciesOf } from '../../graph/api-policies.ts';
import type { Api } from '../../model/facts.ts';
import type { ConditionTest, Statement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Finding, Rule } from '../rule.ts';

export const sourceConditionNeverHolds: Rule = {
  meta: {
    id: 'invoke/source-condition-never-holds',
    level: 'warning',
    summary: 'A resource policy asks for a source that calls of this API never carry',
    why:
      '`aws:SourceVpc` and `aws:SourceVpce` are there only for calls that come through a VPC endpoint, which are those of private APIs; behind an endpoint the address of the caller is `aws:VpcSourceIp`, ' +
      'and `aws:SourceIp` is missing. A test of a missing key does not hold, and a negated one (`StringNotEquals`, `NotIpAddress`) always does: an Allow lets nobody in, a Deny shuts out everybody.',
    fixes: ['aws:VpcSourceIp in place of aws:SourceIp'],
  },
  *check({ unit }) {
    for (const api of unit.apis) {
      const hidden = isPrivate(api);
      if (hidden === undefined || api.kind !== 'rest') continue;
      for (const document of resourcePoliciesOf(api, unit)) {
        for (const statement of document.statements)
          for (const test of statement.condition?.tests ?? [])
            yield* checkTest(test, statement, api, { hidden, isWritten: !document.made });
      }
    }
  },
};

const vpcKey = /^aws:SourceVpce?$/i;
const addressKey = /^aws:SourceIp$/i;

function* checkTest(
  test: ConditionTest,
  statement: Statement,
  api: Api,
  { hidden, isWritten }: { readonly hidden: boolean; readonly isWritten: boolean },
): Iterable<Finding> {
  const { operator, key, keySpan } = test;
  if (!(hidden ? addressKey : vpcKey).test(key)) return;
  // Tests that say themselves what holds without the key.
  if (/^Null$|IfExists$|^ForAllValues:/i.test(operator)) return;
  const always = /(?:^|:)(?:String|Arn)?Not/i.test(operator);
  const effect = literalOf(statement.effect);
  if (effect !== 'Allow' && effect !== 'Deny') return;
  const { uri } = statement;
  yield {
    uri,
    span: keySpan,
    message: `"${key}" is missing from calls of ${nameOf(api)}, which ${hidden ? 'come through a VPC endpoint' : 'is not private'}: ${consequence(effect, always)}`,
    related: api.endpointKey
      ? [{ uri: api.uri, span: api.endpointKey, message: hidden ? 'a private API' : 'no private API' }]
      : [],
    fixes: () =>
      hidden && isWritten
        ? [
            {
              title: 'Ask for aws:VpcSourceIp',
              changes: [{ kind: 'rename-key', uri, key: keySpan, to: 'aws:VpcSourceIp' }],
            },
          ]
        : [],
  };
}

function consequence(effect: 'Allow' | 'Deny', always: boolean): string {
  if (effect === 'Allow') return always ? 'this Allow holds for every call' : 'this Allow never holds';
  return always ? 'this Deny holds for every call' : 'this Deny never holds';
}

function nameOf(api: Api): string {
  return api.id === '' ? (literalOf(api.name) ?? 'this API') : api.id;
}
