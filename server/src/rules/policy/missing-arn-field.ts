import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';
import type { ArnFormat } from '../../catalog/arn-format.ts';

export const missingArnField = policyRule({
  meta: {
    id: 'policy/missing-arn-field',
    level: 'error',
    summary: 'An ARN has fewer than six fields',
    why: 'An ARN has six fields: `arn:partition:service:region:account:resource`. Two or more are often empty, as in `arn:aws:s3:::bucket`, but their colons stay.',
    fixes: ['the missing colons, where the service has no region and no account'],
    accessAnalyzer: 'MISSING_ARN_FIELD',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'missing-field') return undefined;
    const { arn, value, text = '', at } = resource;
    const service = arn?.text('service') ?? '';
    return {
      span: value.span,
      message: `"${text}" has fewer than the six fields of an ARN (arn:partition:service:region:account:resource)`,
      fixes: () => {
        const fixed = withColons(text, at.policy.catalog.arnFormatsOf(service) ?? []);
        return fixed === undefined
          ? []
          : [
              {
                title: `Write ${fixed}`,
                changes: [{ kind: 'set', uri: at.statement.uri, at: value.at, value: fixed }],
              },
            ];
      },
    };
  },
});

/** What stands behind the service is the resource, where an ARN of the service has neither region nor account. */
function withColons(text: string, formats: readonly ArnFormat[]): string | undefined {
  const [, head, rest] = /^(arn:[^:]*:[^:]*):+([^:]+)$/.exec(text) ?? [];
  if (head === undefined || rest === undefined || rest.startsWith('*')) return undefined;
  const isBare = formats.some(({ region, account }) => region === 'empty' && account === 'empty');
  return isBare ? `${head}:::${rest}` : undefined;
}
