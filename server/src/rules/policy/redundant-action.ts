import { policyRule } from './policy-rule.ts';
import { redundantEntries } from './redundancy.ts';

export const redundantAction = policyRule({
  meta: {
    id: 'policy/redundant-action',
    level: 'hint',
    summary: 'An action is covered by another one of the same list',
    why: 'An action that a wildcard beside it covers changes nothing, and neither does one that stands twice. Either may go; which one depends on whether the wildcard was meant.',
    fixes: ['remove what adds nothing'],
    accessAnalyzer: 'REDUNDANT_ACTION',
  },
  statement({ statement }) {
    return [statement.action, statement.notAction].flatMap(
      (element) => redundantEntries(element, (text) => text.toLowerCase(), statement.uri) ?? [],
    );
  },
});
