import { covers } from '../../access/match.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import { surelyAllows, type Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { callPatternsIn, surelyNames, type PlacedPattern } from './call-patterns.ts';

export const manageConnectionsMissing: Rule = {
  meta: {
    id: 'invoke/manage-connections-missing',
    level: 'warning',
    summary: 'Invoke is granted where posting to the clients of a WebSocket API asks for ManageConnections',
    why:
      'To post to a connected client, ask for its state or disconnect it is `execute-api:ManageConnections` on `.../{stage}/POST|GET|DELETE/@connections/{id}`; `execute-api:Invoke` opens a connection and no more. ' +
      'Without it the call ends in a 403: `not authorized to perform: execute-api:ManageConnections`.',
    fixes: ['execute-api:ManageConnections'],
  },
  *check(context) {
    const seen = new Set<Statement>();
    for (const pattern of callPatternsIn(context.unit)) {
      const { statement, policy } = pattern;
      if (seen.has(statement) || !isOnConnections(pattern) || !lacksManaging(statement, policy)) continue;
      const invoke = statement.action?.values.find(isInvoke);
      if (!invoke) continue;
      seen.add(statement);
      yield {
        uri: statement.uri,
        span: invoke.span,
        message: `"${literalOf(invoke)}" reaches no connection: "@connections" asks for execute-api:ManageConnections`,
        related: [
          { uri: statement.uri, span: connectionsWord(pattern).span, message: 'the connections of a WebSocket API' },
        ],
        fixes: () => fixesOf(invoke, statement, context),
      };
    }
  },
};

/** `.../POST/@connections/*`, in an Allow's Resource. */
function isOnConnections({ segments, element, statement }: PlacedPattern): boolean {
  return element === statement.resource && segments.some((segment) => literalOf(segment) === '@connections');
}

function connectionsWord({ segments, value }: PlacedPattern): TextValue {
  return segments.find((segment) => literalOf(segment) === '@connections') ?? value;
}

function isInvoke(action: TextValue): boolean {
  return literalOf(action)?.toLowerCase() === 'execute-api:invoke';
}

/** The statement allows without the action, and no other of the document has it. */
function lacksManaging(statement: Statement, { document }: PlacedPolicy): boolean {
  if (!surelyAllows(statement) || !statement.complete || !document.complete) return false;
  return document.statements.every((one) => !mayManage(one));
}

function mayManage(statement: Statement): boolean {
  const { action } = statement;
  if (!action) return true;
  if (!surelyAllows(statement)) return false;
  return (
    !action.complete ||
    action.values.some((value) => literalOf(value) === undefined) ||
    surelyNames(statement, 'manageconnections')
  );
}

function fixesOf(invoke: TextValue, statement: Statement, context: RuleContext): readonly Fix[] {
  const { uri, action, resource } = statement;
  if (!action || !resource || !isEditable(statement, context)) return [];
  const isForConnections =
    resource.complete && resource.values.every((value) => covers('*/@connections*', literalOf(value) ?? ''));
  const title = 'Write execute-api:ManageConnections';
  const change: Change = isForConnections
    ? { kind: 'set', uri, at: invoke.at, value: 'execute-api:ManageConnections' }
    : { kind: 'add-item', uri, list: action.at, value: 'execute-api:ManageConnections' };
  return [{ title: isForConnections ? title : 'Add execute-api:ManageConnections', changes: [change] }];
}
