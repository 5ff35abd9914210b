import { surelyAllows, type ConditionElement, type Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Change, Value } from '../../text/change.ts';
import { statementRule } from '../rule.ts';

export const anyoneMayAssume = statementRule({
  meta: {
    id: 'trust/anyone-may-assume',
    level: 'warning',
    summary: 'Anyone with an AWS account may assume the role',
    why: 'A trust policy whose AWS principal is `*` lets every principal of every AWS account assume the role, and with it do all that the role may do, unless a condition says who.',
    fixes: ['only this account', 'a condition on the organization'],
  },
  *checkStatement(statement, policy) {
    if (policy.use?.slot !== 'trust' || !surelyAllows(statement) || mayNarrowWho(statement.condition)) return;
    for (const value of starsOf(statement)) {
      yield {
        uri: statement.uri,
        span: value.span,
        message: 'Principal "*" lets anyone with an AWS account assume the role',
        fixes: () => {
          const template = policy.document.host === 'template';
          const account: Value = template
            ? { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }
            : 'arn:aws:iam::111122223333:root';
          const only: Change = { kind: 'set', uri: statement.uri, at: value.at, value: account };
          const test = { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } };
          const condition: Change[] = statement.condition
            ? []
            : [{ kind: 'add-entry', uri: statement.uri, mapping: statement.span, key: 'Condition', value: test }];
          return [
            { title: 'Let only this account assume the role', changes: [only] },
            ...(condition.length > 0
              ? [{ title: 'Let only your organization assume the role (aws:PrincipalOrgID)', changes: condition }]
              : []),
          ];
        },
      };
    }
  },
});

/** A bare star is refused, which is told by policy/role-trust-policy-unsupported-wildcard-in-principal. */
function starsOf({ principal }: Statement): readonly TextValue[] {
  return (principal?.entries ?? []).flatMap(({ type, values }) =>
    type === 'AWS' ? values.filter((value) => literalOf(value) === '*') : [],
  );
}

/** Keys that say when or how, never who or from where. */
const sayNotWho =
  /^aws:(?:SecureTransport|CurrentTime|EpochTime|TokenIssueTime|UserAgent|Referer|RequestedRegion|TagKeys|RequestTag\/.*|MultiFactorAuth\w*)$/i;

/** A condition that cannot be read, or has any other key, may narrow who. */
function mayNarrowWho(condition: ConditionElement | undefined): boolean {
  if (!condition) return false;
  return (
    !condition.complete || condition.tests.length === 0 || condition.tests.some((test) => !sayNotWho.test(test.key))
  );
}
