import { policyRule } from './policy-rule.ts';

export const missingStatement = policyRule({
  meta: {
    id: 'policy/missing-statement',
    level: 'error',
    summary: 'A policy has no Statement',
    why: 'The statements are the policy: AWS refuses a document without one (`MalformedPolicyDocument: Syntax errors in policy`).',
    accessAnalyzer: 'MISSING_STATEMENT',
  },
  policy({ document }) {
    const { keys, statements, statementKey, statementAt, statementIsList, complete } = document;
    if (statementKey) {
      if (!complete || !statementAt || !statementIsList || statements.length > 0) return undefined;
      return { span: statementKey, message: 'Statement is empty: AWS refuses a policy without a statement' };
    }
    const [first] = keys;
    if (!first || document.problems.length > 0) return undefined;
    if (keys.some(({ name }) => name.startsWith('Fn::') || /^statements?$/i.test(name))) return undefined;
    return { span: first.span, message: 'the policy has no Statement: AWS refuses it' };
  },
});
