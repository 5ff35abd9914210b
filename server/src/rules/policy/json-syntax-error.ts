import { policyRule } from './policy-rule.ts';

export const jsonSyntaxError = policyRule({
  meta: {
    id: 'policy/json-syntax-error',
    level: 'error',
    summary: 'A policy is not JSON',
    why: 'IAM reads a policy as strict JSON: no comments, no comma after the last entry, every text in double quotes. It refuses anything else: `MalformedPolicyDocument: This policy contains invalid Json`.',
    fixes: ['the commas behind last entries removed'],
    accessAnalyzer: 'JSON_SYNTAX_ERROR',
  },
  policy({ document }) {
    // What comes after the first mistake is read by guess.
    const [first] = document.problems;
    if (first) return { span: first.span, message: `${first.message}: AWS cannot read the policy` };
    const { uri, extraCommas = [], comment } = document;
    const [comma, second] = extraCommas;
    if (comment && !(comma && comma.start < comment.start))
      return { span: comment, message: 'a comment: AWS reads JSON without any, and cannot read the policy' };
    return (
      comma && {
        span: comma,
        message: 'a comma behind the last entry: AWS cannot read the policy',
        fixes: () => [
          {
            title: second ? `Remove these ${extraCommas.length} commas` : 'Remove the comma',
            changes: extraCommas.map((span) => ({ kind: 'raw' as const, uri, span, text: '' })),
          },
        ],
      }
    );
  },
});
