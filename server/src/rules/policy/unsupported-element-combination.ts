import { policyRule, type Issue } from './policy-rule.ts';

const pairs = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Principal', 'NotPrincipal'],
] as const;

export const unsupportedElementCombination = policyRule({
  meta: {
    id: 'policy/unsupported-element-combination',
    level: 'error',
    summary: 'A statement has an element and its opposite',
    why: 'Action and NotAction, Resource and NotResource, Principal and NotPrincipal exclude each other: AWS refuses a statement with both of a pair.',
    fixes: ['remove the one or the other'],
    accessAnalyzer: 'UNSUPPORTED_ELEMENT_COMBINATION',
  },
  statement({ statement }) {
    const { keys, uri } = statement;
    const issues: Issue[] = [];
    for (const [name, opposite] of pairs) {
      const not = keys.find((key) => key.name === opposite);
      const plain = not && keys.find((key) => key.name === name);
      if (!plain) continue;
      const [first, second] = plain.span.start < not.span.start ? [plain, not] : [not, plain];
      issues.push({
        span: second.span,
        message: `${first.name} and ${second.name} in one statement: AWS refuses it`,
        related: [{ uri, span: first.span, message: `the ${first.name}` }],
        fixes: () =>
          [not, plain].map((one) => ({
            title: `Remove the ${one.name}`,
            choice: true as const,
            changes: [{ kind: 'remove' as const, uri, at: one.span }],
          })),
      });
    }
    return issues;
  },
});
