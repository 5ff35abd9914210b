import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';

export const invalidPartition = policyRule({
  meta: {
    id: 'policy/invalid-partition',
    level: 'error',
    summary: 'The partition of an ARN is none that AWS has',
    why: 'The second field of an ARN is `aws`, `aws-cn` in China, `aws-us-gov` in GovCloud, or the name of another partition. An ARN with any other matches nothing.',
    fixes: ['aws'],
    accessAnalyzer: 'INVALID_PARTITION',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'partition') return undefined;
    const { arn, value, text = '', at } = resource;
    return {
      span: arn?.span('partition') ?? value.span,
      message: `"${arn?.text('partition') ?? ''}" is no partition: the ARN matches no resource`,
      fixes: () => [
        {
          title: 'Write aws',
          changes: [
            { kind: 'set', uri: at.statement.uri, at: value.at, value: text.replace(/^arn:[^:]*:/, 'arn:aws:') },
          ],
        },
      ],
    };
  },
});
