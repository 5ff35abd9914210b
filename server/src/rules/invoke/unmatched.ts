import { wordOf, type CallPattern } from '../../access/call-pattern.ts';
import { apiOfPolicy, connectionTargets, coversCall, knownCallsOf, stageNamesOf } from '../../access/call-targets.ts';
import { covers } from '../../access/match.ts';
import { resolverOf } from '../../graph/resolve.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api, Route } from '../../model/facts.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { concatTexts, literalOf, madeText, printed, splitText, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { stopsAtApi } from './call-grammar.ts';

/** Why a pattern for an API of the unit matches no call of it. */
export type Unmatched =
  | { readonly kind: 'no-call'; readonly span: Span }
  | { readonly kind: 'stage'; readonly span: Span; readonly stages: readonly string[] }
  | { readonly kind: 'verb'; readonly span: Span; readonly routes: readonly Route[] }
  | { readonly kind: 'path'; readonly span: Span; readonly routes: readonly Route[] }
  /** Without the slash at its end it would match. */
  | { readonly kind: 'slash'; readonly span: Span; readonly call: string }
  /** The statement is about connections of a WebSocket API. */
  | { readonly kind: 'connection'; readonly span: Span };

/** The API of the unit whose calls a pattern names: by its id, or as the one whose resource policy it stands in. */
export function apiNamedIn(pattern: CallPattern, document: PolicyDocument, unit: Unit): Api | undefined {
  return pattern.isShort ? apiOfPolicy(document, unit) : resolverOf(unit).apiNamedBy(pattern.api, document.uri);
}

/** Undefined unless it is sure: every route of the API is known, and what the statement's actions may ask for. */
export function unmatchedIn(pattern: CallPattern, api: Api, statement: Statement, unit: Unit): Unmatched | undefined {
  const { value, segments, resource } = pattern;
  if (stopsAtApi(pattern)) return { kind: 'no-call', span: wordOf(resource, value) };
  const calls = knownCallsOf(api, unit);
  const [stage, verb, ...path] = segments;
  if (!calls || !stage) return undefined;
  const routes = calls.map(({ route }) => route);
  const place = { uri: statement.uri, unit };
  const asksForCalls = mayAsk(statement, 'invoke') || mayAsk(statement, 'invalidatecache');
  const targets = [
    ...(asksForCalls ? calls.map(({ target }) => target) : []),
    ...(api.kind === 'websocket' && mayAsk(statement, 'manageconnections') ? connectionTargets(api, unit) : []),
  ];
  // Statements of ManageConnections alone on another kind of API; AWS's own pages end such an ARN here.
  if (targets.length === 0 || literalOf(segments.at(-1)) === '@connections') return undefined;
  if (targets.every((target) => coversCall(pattern, target, place) === 'no')) {
    const whole = wordOf(pattern.call ?? value, value);
    if (!asksForCalls) return { kind: 'connection', span: whole };
    if (api.kind === 'websocket') return { kind: 'path', span: whole, routes };
    const trimmed = withoutLastSlash(pattern);
    if (trimmed?.call && targets.some((target) => coversCall(trimmed, target, place) !== 'no'))
      return { kind: 'slash', span: whole, call: printed(trimmed.call) };
    const anyVerb = verb && path.length > 0 && literalOf(verb) !== undefined ? withAnyVerb(pattern) : undefined;
    const alike = anyVerb ? calls.filter(({ target }) => coversCall(anyVerb, target, place) !== 'no') : [];
    if (verb && alike.length > 0)
      return { kind: 'verb', span: wordOf(verb, value), routes: alike.map(({ route }) => route) };
    const rest = pattern.call && splitText(pattern.call, '/', 3)[2];
    return { kind: 'path', span: rest && rest.parts.length > 0 ? wordOf(rest, value) : whole, routes };
  }
  const name = literalOf(stage);
  const stages = stageNamesOf(api, unit);
  // SAM makes a stage of that name unasked, and the console tests in one of its own.
  if (name === undefined || !stages || covers(name, 'Stage') || name === 'test-invoke-stage') return undefined;
  return stages.some((one) => covers(name, one)) ? undefined : { kind: 'stage', span: wordOf(stage, value), stages };
}

function mayAsk({ action, notAction }: Statement, name: string): boolean {
  if (!action) return notAction !== undefined;
  if (!action.complete) return true;
  return action.values.some((value) => {
    const text = literalOf(value)?.toLowerCase();
    return text === undefined || covers(text, `execute-api:${name}`);
  });
}

/** The pattern with any word where its verb stands. A star for the stage stands for the stage alone. */
function withAnyVerb(pattern: CallPattern): CallPattern {
  const { segments, text } = pattern;
  const [first, , ...path] = segments;
  if (!first) return pattern;
  const stage = literalOf(first) === '*' ? madeText(text, { kind: 'pseudo', name: 'any stage' }) : first;
  return withSegments(pattern, [stage, madeText(text, { kind: 'pseudo', name: 'the verb of a pattern' }), ...path]);
}

function withoutLastSlash(pattern: CallPattern): CallPattern | undefined {
  const { segments } = pattern;
  if (segments.length < 4 || segments.at(-1)?.parts.length !== 0) return undefined;
  return withSegments(pattern, segments.slice(0, -1));
}

function withSegments(pattern: CallPattern, segments: readonly TextValue[]): CallPattern {
  const { api, text, isShort } = pattern;
  const slash = madeText(text, '/');
  const call = concatTexts(text, ...segments.flatMap((segment, i) => (i === 0 ? [segment] : [slash, segment])));
  if (isShort || !api)
    return { ...pattern, call, segments, text: concatTexts(text, madeText(text, 'execute-api:/'), call) };
  const head = splitText(text, ':', 6)
    .slice(0, 5)
    .flatMap((field) => [field, madeText(text, ':')]);
  return { ...pattern, call, segments, text: concatTexts(text, ...head, api, slash, call) };
}
