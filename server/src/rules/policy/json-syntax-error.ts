import { policyRule } from './policy-rule.ts';

export const jsonSyntaxError = policyRule({
  meta: {
    id: 'policy/json-syntax-error',
    level: 'error',
    summary: 'A policy is not JSON',
    why: 'IAM reads a policy as strict JSON: no comments, no comma after the last entry, every text in double quotes. It refuses anything else: `MalformedPolicyDocument: This policy contains invalid Json`.',
    accessAnalyzer: 'JSON_SYNTAX_ERROR',
  },
  policy({ document }) {
    // What comes after the first mistake is read by guess.
    const [first] = document.problems;
    return first && { span: first.span, message: `${first.message}: AWS cannot read the policy` };
  },
});
