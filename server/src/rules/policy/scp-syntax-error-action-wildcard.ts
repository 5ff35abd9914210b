import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { policyRule } from './policy-rule.ts';
import type { ActionReading } from './reading.ts';

export const scpSyntaxErrorActionWildcard = policyRule({
  meta: {
    id: 'policy/scp-syntax-error-action-wildcard',
    level: 'error',
    isOff: true,
    summary: 'An action of a service control policy has a wildcard before its end',
    why:
      "AWS's validator took a wildcard in an action of a service control policy at its end only: `iam:Get*`, not `iam:*Role`. AWS Organizations takes it anywhere since September 2025, when it came to read the whole language of IAM policies " +
      '(https://aws.amazon.com/blogs/security/unlock-new-possibilities-aws-organizations-service-control-policy-now-supports-full-iam-language). So the rule is off; give it a level where a partition or a tool of yours still refuses such wildcards.',
    fixes: ['the actions it covers, where they are few'],
    accessAnalyzer: 'SCP_SYNTAX_ERROR_ACTION_WILDCARD',
  },
  action(action) {
    if (action.at.policy.kind !== 'scp' || !/[*?]+[^*?]/.test(action.name)) return undefined;
    return {
      span: action.value.span,
      message: `"${action.text}" has a wildcard before its end, which AWS's validator refuses in a service control policy`,
      fixes: () => listed(action),
    };
  },
});

const mostListed = 12;

/** The actions that the wildcard covers; others would come to be covered later, so that this is the author's choice. */
function listed({ covered: actions, element, value, at }: ActionReading): readonly Fix[] {
  const covered = actions.map(({ service, name }) => `${service}:${name}`);
  const [first, ...rest] = covered;
  if (first === undefined || covered.length > mostListed || element.conditional) return [];
  const { uri } = at.statement;
  const changes: readonly Change[] = element.isList
    ? [
        { kind: 'set', uri, at: value.at, value: first },
        ...rest.map((name): Change => ({ kind: 'add-item', uri, list: element.at, value: name })),
      ]
    : [{ kind: 'set', uri, at: element.at, value: rest.length === 0 ? first : covered }];
  return [{ title: `List the ${covered.length} actions that it covers`, choice: true, changes }];
}
