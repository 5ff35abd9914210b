import { coveredStatements } from './covering.ts';
import { nameOfStatement, wordOfStatement } from './elements.ts';
import { policyRule } from './policy-rule.ts';

export const unreachableAllow = policyRule({
  meta: {
    id: 'policy/unreachable-allow',
    level: 'warning',
    summary: 'An Allow that a Deny of the same policy always overrides',
    why: 'A Deny wins over every Allow, in whichever order they stand. An Allow whose requests a Deny beside it covers, under no condition that the Allow has not, lets nobody do anything.',
  },
  policy(policy) {
    const { uri } = policy.document;
    return coveredStatements(policy, 'Allow', 'Deny').map(([allow, deny]) => ({
      span: wordOfStatement(allow.statement),
      message: `${nameOfStatement(deny.statement) ?? 'another statement'} denies all of this: nothing is allowed here`,
      related: [{ uri, span: wordOfStatement(deny.statement), message: 'the Deny that covers it' }],
    }));
  },
});
