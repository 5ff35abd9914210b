import { arnVerdict } from './arn-verdict.ts';
import { policyRule } from './policy-rule.ts';

export const invalidArnPrefix = policyRule({
  meta: {
    id: 'policy/invalid-arn-prefix',
    level: 'error',
    summary: 'A resource does not begin with arn:',
    why: 'A resource is an ARN, or `*` for all. AWS refuses anything else: `MalformedPolicyDocument: Resource must be in ARN format or "*"`.',
    fixes: ['the prefix, where the rest of an ARN is there'],
    accessAnalyzer: 'INVALID_ARN_PREFIX',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'no-prefix') return undefined;
    const { value, text = '', at } = resource;
    return {
      span: text === '' ? value.at : value.span,
      message: `"${text}" is no ARN: AWS refuses it (Resource must be in ARN format or "*")`,
      fixes: () =>
        /^(?::|aws[\w-]*:)/.test(text)
          ? [
              {
                title: 'Write arn: before it',
                changes: [{ kind: 'set', uri: at.statement.uri, at: value.at, value: `arn:${text.replace(/^:/, '')}` }],
              },
            ]
          : [],
    };
  },
});
