import { callPatternOf, type CallPattern } from '../../access/call-pattern.ts';
import { connectionTargets, coversCall } from '../../access/call-targets.ts';
import { covers } from '../../access/match.ts';
import { connectionVerbs } from '../../catalog/request-verbs.ts';
import { policiesOf, principalOfRole } from '../../access/principals.ts';
import { resolverOf } from '../../graph/resolve.ts';
import type { Unit } from '../../graph/unit.ts';
import type { LambdaFunction } from '../../model/facts.ts';
import { surelyAllows, type PolicyDocument, type Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
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
    const told = new Set<Statement>();
    for (const pattern of callPatternsIn(context.unit)) {
      const { statement } = pattern;
      if (told.has(statement) || !isOnConnections(pattern) || !lacksManaging(pattern)) continue;
      const invoke = statement.action?.values.find(isInvoke);
      if (!invoke) continue;
      told.add(statement);
      const word = connectionsWord(pattern);
      yield {
        uri: statement.uri,
        span: invoke.span,
        message: `"${literalOf(invoke)}" reaches no connection: "@connections" asks for execute-api:ManageConnections`,
        related: [{ uri: statement.uri, span: word.span, message: 'the connections of a WebSocket API' }],
        fixes: () => fixesOf(invoke, statement, context),
      };
    }
    yield* functionsThatPost(told, context);
  },
};

/** A function that may invoke all of a WebSocket API, as no client of it does, and may not manage its connections by any of its policies. */
function* functionsThatPost(told: Set<Statement>, context: RuleContext): Iterable<Finding> {
  const { unit } = context;
  const holders = holdersIn(unit);
  if (holders.size === 0) return;
  for (const pattern of callPatternsIn(unit)) {
    const { statement, policy, element } = pattern;
    const api = resolverOf(unit).apiNamedBy(pattern.api, statement.uri);
    const holder = holders.get(policy.document);
    const invoke = statement.action?.values.find(isInvoke);
    if (!holder || !invoke || api?.kind !== 'websocket' || told.has(statement)) continue;
    if (!surelyAllows(statement) || element !== statement.resource) continue;
    // Who names a route is a client.
    if (literalOf(pattern.segments.at(-1)) !== '*') continue;
    if (
      connectionTargets(api, unit).some((target) => coversCall(pattern, target, { uri: statement.uri, unit }) === 'no')
    )
      continue;
    told.add(statement);
    yield {
      uri: statement.uri,
      span: invoke.span,
      message: `"${literalOf(invoke)}" lets ${holder.id} connect to ${api.id}, not post to its clients, which asks for execute-api:ManageConnections`,
      related: [
        { uri: holder.uri, span: holder.key, message: 'the function' },
        { uri: api.uri, span: api.key, message: 'the WebSocket API' },
      ],
      fixes: () => fixesOf(invoke, statement, context),
    };
  }
}

/** Functions whose policies are all known and manage no connections, by each of these policies. */
function holdersIn(unit: Unit): ReadonlyMap<PolicyDocument, LambdaFunction> {
  const out = new Map<PolicyDocument, LambdaFunction>();
  if (!unit.apis.some((api) => api.kind === 'websocket')) return out;
  for (const one of unit.functions) {
    const role = one.role && resolverOf(unit).roleNamedBy(one.role, one.uri)?.role;
    if (!role) continue;
    const { identity } = policiesOf(principalOfRole(role, unit), unit);
    const documents = identity.policies.map(({ policy }) => policy.document);
    if (identity.unseen.length > 0 || documents.some((document) => mayManageIn(document))) continue;
    for (const document of documents) out.set(document, one);
  }
  return out;
}

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

/** The statement allows without the action, and no other of the document has it for the same verb of connections. */
function lacksManaging(pattern: PlacedPattern): boolean {
  const { statement, policy } = pattern;
  const { document } = policy;
  if (!surelyAllows(statement) || !statement.complete || !document.complete) return false;
  return !mayManageIn(document, verbOf(pattern));
}

/** @param verb The verb of `@connections` that is asked for; any, without it. */
function mayManageIn({ statements, complete }: PolicyDocument, verb?: string): boolean {
  return !complete || statements.some((one) => mayManage(one) && (verb === undefined || mayManageBy(verb, one)));
}

/** `POST` of `.../prod/POST/@connections/*` */
function verbOf({ segments }: CallPattern): string | undefined {
  const [, verb, word] = segments;
  const name = literalOf(verb);
  return literalOf(word) === '@connections' && connectionVerbs.includes(name ?? '') ? name : undefined;
}

/** Not when every resource is for another verb of connections. */
function mayManageBy(verb: string, { resource }: Statement): boolean {
  if (!resource?.complete) return true;
  return resource.values.some((value) => {
    const pattern = callPatternOf(value);
    const other = pattern && verbOf(pattern);
    return other === undefined || other === verb;
  });
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
