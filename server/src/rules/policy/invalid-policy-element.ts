import type { ElementKey } from '../../model/policy.ts';
import { documentElements, statementElements } from '../../model/policy.ts';
import { elementMeant } from './elements.ts';
import { policyRule, type Issue } from './policy-rule.ts';

export const invalidPolicyElement = policyRule({
  meta: {
    id: 'policy/invalid-policy-element',
    level: 'error',
    summary: 'A policy or a statement has a key that policies do not have',
    why: 'A policy holds Version, Id and Statement; a statement Sid, Effect, Principal, Action, Resource and Condition, or NotPrincipal, NotAction and NotResource. AWS refuses any other key, also one in another case: `MalformedPolicyDocument: Syntax errors in policy`.',
    fixes: ['the element that was meant', 'remove the key'],
    accessAnalyzer: 'INVALID_POLICY_ELEMENT',
  },
  policy({ document }) {
    return issuesOf(document.keys, documentElements, 'policy', document.uri);
  },
  statement({ statement }) {
    return issuesOf(statement.keys, statementElements, 'statement', statement.uri);
  },
});

function issuesOf(
  keys: readonly ElementKey[],
  elements: readonly string[],
  holder: string,
  uri: string,
): readonly Issue[] | undefined {
  if (keys.every(({ name }) => elements.includes(name))) return undefined;
  return keys
    .filter(({ name, isBare }) => !isBare && !elements.includes(name) && !name.startsWith('Fn::'))
    .map(({ name, span }): Issue => {
      const meant = elementMeant(name, elements);
      const isFree = meant !== undefined && !keys.some((key) => key.name === meant);
      return {
        span,
        message: `"${name}" is no element of a ${holder}: AWS refuses the policy`,
        fixes: () => [
          isFree
            ? { title: `Write ${meant}`, changes: [{ kind: 'rename-key', uri, key: span, to: meant }] }
            : { title: `Remove "${name}"`, changes: [{ kind: 'remove', uri, at: span }] },
        ],
      };
    });
}
