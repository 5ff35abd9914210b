import type { PolicyDocument, Statement } from '../model/policy.ts';
import { literalOf } from '../model/text-value.ts';
import { anyOf, covers, type Answer } from './match.ts';

/** Does the trust policy let that service assume the role? Conditions may still refuse: then maybe. */
export function trusts(trust: PolicyDocument, service: string): Answer {
  const answer = anyOf(trust.statements.map((statement) => statementTrusts(statement, service)));
  return answer === 'no' && !trust.complete ? 'maybe' : answer;
}

function statementTrusts(statement: Statement, service: string): Answer {
  const effect = literalOf(statement.effect);
  if (effect === 'Deny') return 'no';
  const action = coversAssumeRole(statement);
  const who = names(statement, service);
  if (action === 'no' || who === 'no') return 'no';
  return action === 'yes' && who === 'yes' && effect === 'Allow' && !statement.condition && !statement.conditional
    ? 'yes'
    : 'maybe';
}

function coversAssumeRole(statement: Statement): Answer {
  if (statement.notAction) return 'maybe';
  const element = statement.action;
  if (!element) return statement.complete ? 'no' : 'maybe';
  const answer = anyOf(
    element.values.map((value): Answer => {
      const text = literalOf(value);
      return text === undefined ? 'maybe' : covers(text.toLowerCase(), 'sts:assumerole') ? 'yes' : 'no';
    }),
  );
  return answer === 'no' && !element.complete ? 'maybe' : answer;
}

function names(statement: Statement, service: string): Answer {
  if (statement.notPrincipal) return 'maybe';
  const principal = statement.principal;
  if (!principal) return statement.complete ? 'no' : 'maybe';
  const bare = literalOf(principal.bare);
  if (bare === '*') return 'yes';
  if (principal.bare && bare === undefined) return 'maybe';
  const answers = principal.entries.flatMap((entry) => [
    ...entry.values.map((value): Answer => {
      const text = literalOf(value);
      if (entry.type === 'AWS') return text === '*' ? 'yes' : 'no';
      if (entry.type !== 'Service') return 'no';
      return text === undefined ? 'maybe' : text.toLowerCase() === service ? 'yes' : 'no';
    }),
    ...(entry.complete ? [] : ['maybe' as const]),
  ]);
  const answer = anyOf(answers);
  return answer === 'no' && !principal.complete ? 'maybe' : answer;
}
