import type { Decision, StatementGround } from '../../access/decision.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';

/** The Allow in an identity policy by which a principal gets through. */
export function grantOf(decision: Decision): StatementGround | undefined {
  return decision.because.find(
    (ground): ground is StatementGround =>
      ground.kind === 'statement' && ground.effect === 'Allow' && ground.role === 'identity',
  );
}

/** The action of a statement that speaks of that service: `execute-api:Invoke`, or a star. */
export function invokeWordIn(statement: Statement, service = 'execute-api'): Span {
  const actions = statement.action?.values ?? [];
  const own = actions.find((action) => literalOf(action)?.toLowerCase().startsWith(`${service}:`));
  return (own ?? actions[0])?.span ?? statement.action?.keySpan ?? statement.notAction?.keySpan ?? statement.span;
}
