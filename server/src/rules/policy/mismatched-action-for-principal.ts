import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { identityProvider } from './identity-providers.ts';
import { policyRule, type Issue } from './policy-rule.ts';
import type { ActionReading, StatementReading } from './reading.ts';

export const mismatchedActionForPrincipal = policyRule({
  meta: {
    id: 'policy/mismatched-action-for-principal',
    level: 'error',
    summary: 'The principals of a trust policy cannot assume the role by this action',
    why: 'Users of a SAML provider assume a role by `sts:AssumeRoleWithSAML`, those of an OpenID Connect provider by `sts:AssumeRoleWithWebIdentity`, everybody else by `sts:AssumeRole`. An action for others lets none of them in.',
    fixes: ['the action of these principals'],
    accessAnalyzer: 'MISMATCHED_ACTION_FOR_PRINCIPAL',
  },
  statement(at) {
    const callers = callersOf(at);
    if (!callers) return undefined;
    return at.actions.flatMap((action): readonly Issue[] => {
      const wanted = Object.hasOwn(callerOf, action.text.toLowerCase())
        ? callerOf[action.text.toLowerCase()]
        : undefined;
      if (action.isNot || wanted === undefined || callers.has(wanted)) return [];
      const [only, second] = callers;
      return [
        {
          span: action.value.span,
          message: `"${action.text}" is for ${said[wanted]}, and the statement names none`,
          related: at.principals.map(({ value }) => ({
            uri: at.statement.uri,
            span: value.span,
            message: 'who may not call it',
          })),
          fixes: () => (only !== undefined && second === undefined ? instead(action, actionOf[only]) : []),
        },
      ];
    });
  },
});

type Caller = 'saml' | 'oidc' | 'other';

const callerOf: Readonly<Record<string, Caller>> = {
  'sts:assumerole': 'other',
  'sts:assumerolewithsaml': 'saml',
  'sts:assumerolewithwebidentity': 'oidc',
};

const actionOf: Readonly<Record<Caller, string>> = {
  saml: 'sts:AssumeRoleWithSAML',
  oidc: 'sts:AssumeRoleWithWebIdentity',
  other: 'sts:AssumeRole',
};

const said: Readonly<Record<Caller, string>> = {
  saml: 'users of a SAML provider',
  oidc: 'users of an OpenID Connect provider',
  other: 'AWS principals',
};

/** Undefined where one of the principals cannot be read. */
function callersOf({ policy, statement, principals }: StatementReading): ReadonlySet<Caller> | undefined {
  const { principal } = statement;
  if (policy.kind !== 'trust' || !principal?.complete || principal.conditional || principal.bare) return undefined;
  const written = principal.entries.reduce((sum, { values }) => sum + values.length, 0);
  if (written === 0 || principals.length !== written || principal.entries.some(({ complete }) => !complete))
    return undefined;
  const callers = new Set<Caller>();
  for (const { type, text } of principals) {
    const provider = type === 'Federated' ? identityProvider(text) : undefined;
    // What is wrong with such a provider is told by a rule of its own.
    if (type === 'Federated' && !provider) return undefined;
    callers.add(provider?.kind ?? 'other');
  }
  return callers;
}

function instead({ at, element, value }: ActionReading, name: string): readonly Fix[] {
  const { uri } = at.statement;
  const isThere = at.actions.some(({ text }) => text.toLowerCase() === name.toLowerCase());
  if (isThere && !element.isList) return [];
  const change: Change = isThere
    ? { kind: 'remove', uri, at: value.at }
    : { kind: 'set', uri, at: value.at, value: name };
  return [{ title: isThere ? 'Remove it' : `Write ${name}`, changes: [change] }];
}
