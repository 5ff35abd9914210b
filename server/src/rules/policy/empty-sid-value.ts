import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule } from './policy-rule.ts';

export const emptySidValue = policyRule({
  meta: {
    id: 'policy/empty-sid-value',
    level: 'hint',
    summary: 'A Sid is empty',
    why: 'Sid is a name for the statement, and may be left out. An empty one names nothing.',
    fixes: ['remove it'],
    accessAnalyzer: 'EMPTY_SID_VALUE',
  },
  statement({ statement }) {
    const { sid, keys, uri } = statement;
    const key = keys.find(({ name }) => name === 'Sid');
    if (!sid || !key || literalSourceOf(sid)?.text !== '') return undefined;
    return {
      span: sid.at,
      message: 'an empty Sid names nothing',
      fixes: () => [{ title: 'Remove the Sid', changes: [{ kind: 'remove', uri, at: key.span }] }],
    };
  },
});
