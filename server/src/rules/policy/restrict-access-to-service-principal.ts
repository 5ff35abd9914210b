import type { Value } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { addTest } from './add-test.ts';
import { policyRule } from './policy-rule.ts';
import type { PrincipalReading } from './reading.ts';
import { mayNarrowForWhom, serviceCallers } from './service-callers.ts';

export const restrictAccessToServicePrincipal = policyRule({
  meta: {
    id: 'policy/restrict-access-to-service-principal',
    level: 'warning',
    summary: 'A service may use the resource for whomever it calls',
    why: 'A service works for all accounts. Where a resource-based policy lets it in and does not say for whom, anybody can have the service use the resource: point a rule, a trail or a topic of their own at it. `aws:SourceArn` and `aws:SourceAccount` hold it to calls that it makes for you ([the confused deputy problem](https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html)).',
    fixes: ['only for what this account has of the service', 'only for this account'],
    accessAnalyzer: 'RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL',
    needsCatalog: true,
  },
  statement(at) {
    const callers = serviceCallers(at);
    if (callers.length === 0 || mayNarrowForWhom(at)) return undefined;
    return callers.map((caller) => ({
      span: caller.value.span,
      message: `${caller.text} may use this for any account: nothing says for whom it calls`,
      fixes: () => (callers.length === 1 ? fixesOf(caller) : []),
    }));
  },
});

function fixesOf({ at, text }: PrincipalReading): readonly Fix[] {
  const { statement, policy } = at;
  const isTemplate = policy.document.host === 'template';
  const account: Value = isTemplate ? { Ref: 'AWS::AccountId' } : '111122223333';
  const [service = ''] = text.split('.');
  const formats = policy.catalog.arnFormatsOf(service) ?? [];
  // The ARN of a bucket does not say whose it is.
  const sayWhose = formats.length > 0 && formats.every((format) => format.account === 'any');
  const arn: Value = isTemplate
    ? { 'Fn::Sub': `arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:*` }
    : `arn:aws:${service}:*:111122223333:*`;
  const bySource = sayWhose ? addTest(statement, 'ArnLike', 'aws:SourceArn', arn) : undefined;
  const byAccount = addTest(statement, 'StringEquals', 'aws:SourceAccount', account);
  return [
    ...(bySource
      ? [
          {
            title: `Only for what this account has of ${service}: aws:SourceArn`,
            choice: true as const,
            changes: [bySource],
          },
        ]
      : []),
    ...(byAccount
      ? [{ title: 'Only for this account: aws:SourceAccount', choice: true as const, changes: [byAccount] }]
      : []),
  ];
}
