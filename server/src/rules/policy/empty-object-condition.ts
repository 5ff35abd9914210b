import { policyRule, type Issue } from './policy-rule.ts';

export const emptyObjectCondition = policyRule({
  meta: {
    id: 'policy/empty-object-condition',
    level: 'hint',
    summary: 'A Condition, or an operator of it, is empty',
    why: 'A condition without a key always holds: it narrows nothing.',
    fixes: ['remove it'],
    accessAnalyzer: 'EMPTY_OBJECT_CONDITION',
  },
  statement({ statement }) {
    const { condition, uri } = statement;
    if (!condition?.complete) return undefined;
    const issue = (at: Issue['span'], key: Issue['span'], name: string): Issue => ({
      span: at,
      word: key,
      message: `an empty ${name} always holds, and narrows nothing`,
      fixes: () => [{ title: `Remove the empty ${name}`, changes: [{ kind: 'remove', uri, at: key }] }],
    });
    if (condition.operators.length === 0) return issue(condition.at, condition.keySpan, 'Condition');
    const empty = condition.operators.filter(({ isEmpty }) => isEmpty);
    return empty.map(({ at, span, name }) =>
      empty.length === condition.operators.length
        ? { ...issue(at, span, name), ...removeAll(condition.keySpan, uri) }
        : issue(at, span, name),
    );
  },
});

/** Where no operator holds anything, the Condition goes as a whole. */
function removeAll(key: Issue['span'], uri: string): Pick<Issue, 'fixes'> {
  return { fixes: () => [{ title: 'Remove the empty Condition', changes: [{ kind: 'remove', uri, at: key }] }] };
}
