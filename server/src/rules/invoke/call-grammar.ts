import { mayHoldSlash, wordOf, type CallPattern } from '../../access/call-pattern.ts';
import { covers } from '../../access/match.ts';
import { partitionOfRegion } from '../../catalog/partitions.ts';
import { connectionVerbs, requestVerbs } from '../../catalog/request-verbs.ts';
import { literalOf, literalSourceOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import type { Level } from '../rule.ts';

/** Why a pattern matches no call, whatever APIs there are. */
export interface GrammarProblem {
  readonly span: Span;
  readonly message: string;
  readonly level: Level;
  /** What another text in place of a part of the pattern would make of it. */
  readonly mend?: { readonly title: string; readonly span: Span; readonly text: string };
  readonly accessAnalyzer?: string;
}

/**
 * The first thing in the ARN's own text that keeps it from matching any call of any API. `apiKind` is that of the API, where it is one of the
 * unit. Nothing is said where a hole or a star might put a word in another place than it seems to have.
 */
export function grammarProblemOf(
  pattern: CallPattern,
  apiKind?: 'rest' | 'http' | 'websocket',
): GrammarProblem | undefined {
  return headProblem(pattern) ?? apiProblem(pattern) ?? callProblem(pattern, apiKind);
}

export function headProblem({ region, account, value }: CallPattern): GrammarProblem | undefined {
  const place = literalOf(region);
  const owner = literalOf(account);
  if (region && place !== undefined && !/[*?]/.test(place) && !partitionOfRegion(place)) {
    const problem = { span: wordOf(region, value), level: 'error' } as const;
    if (place === '')
      return {
        ...problem,
        message: `"${written(value)}" names no region, so it matches no call`,
        accessAnalyzer: 'MISSING_ARN_REGION',
      };
    return {
      ...problem,
      message: `"${place}" is no region, so the ARN matches no call`,
      accessAnalyzer: 'INVALID_ARN_REGION',
    };
  }
  if (account && owner !== undefined && !/[*?]/.test(owner) && !/^\d{12}$/.test(owner)) {
    const problem = { span: wordOf(account, value), level: 'error' } as const;
    if (owner === '')
      return {
        ...problem,
        message: `"${written(value)}" names no account, so it matches no call`,
        accessAnalyzer: 'MISSING_ARN_ACCOUNT',
      };
    return {
      ...problem,
      message: `"${owner}" is no account id of 12 digits, so the ARN matches no call`,
      accessAnalyzer: 'INVALID_ARN_ACCOUNT',
    };
  }
  return undefined;
}

/** A short text as it is; of a long one its end. */
function written(value: TextValue): string {
  const text = printed(value);
  return text.length > 60 ? `...${text.slice(-57)}` : text;
}

/** Behind the account stands the id of an API, or a private custom domain name. */
export function apiProblem({ isShort, api, call, segments, resource, value }: CallPattern): GrammarProblem | undefined {
  if (isShort || !api || api.parts.length > 0) return undefined;
  const [first, second] = segments;
  if (!call || !first)
    return { span: value.span, level: 'error', message: 'the ARN names no API, so it matches no call' };
  const word = literalOf(first);
  if (word === undefined || word === 'domainnames') return undefined;
  const source = resource.parts[0]?.kind === 'literal' ? resource.parts[0].source : undefined;
  const span = wordOf(resource, value);
  if (covers(word, 'domainnames'))
    return {
      span,
      level: 'warning',
      message: `"/${word}" matches no call of an API: an API id comes first, without a slash`,
    };
  const next = literalOf(second);
  const isId = /^[a-z0-9]{10}$/.test(word) && next !== undefined && !requestVerbs.includes(next);
  return {
    span,
    level: 'error',
    message: `"/${word}" begins with a slash, so the ARN matches no call: an API id comes first`,
    ...(isId &&
      source && {
        mend: { title: 'Remove the slash', span: { start: source.span.start, end: source.span.start + 1 }, text: '' },
      }),
  };
}

const webSocketKeys = new Set(['$connect', '$disconnect', '@connections']);

function callProblem(
  pattern: CallPattern,
  apiKind: 'rest' | 'http' | 'websocket' | undefined,
): GrammarProblem | undefined {
  const { value, api, segments } = pattern;
  if (api && mayHoldSlash(api)) return undefined;
  const [stage, verb, ...path] = segments;
  const stageWord = literalOf(stage);
  if (stage && stageWord !== undefined) {
    if (requestVerbs.includes(stageWord) || stageWord === 'ANY' || webSocketKeys.has(stageWord)) {
      const source = literalSourceOf(stage);
      return {
        span: wordOf(stage, value),
        level: 'error',
        message: `"${stageWord}" stands where the stage belongs, so the ARN matches no call`,
        ...(source && { mend: { title: 'Let any stage come first: *', span: source.span, text: `*/${stageWord}` } }),
      };
    }
  }
  const word = literalOf(verb);
  // Without a path it may be the route key of a WebSocket API.
  if (!stage || !verb || word === undefined || path.length === 0 || word.toUpperCase() === 'ANY') return undefined;
  const isForConnections = literalOf(path[0]) === '@connections';
  const verbs = isForConnections ? connectionVerbs : requestVerbs;
  if (verbs.some((one) => covers(word, one)) || (apiKind === 'websocket' && !isForConnections)) return undefined;
  const span = wordOf(verb, value);
  const upper = word.toUpperCase();
  if (verbs.includes(upper)) {
    const source = literalSourceOf(verb);
    const isSure = !mayHoldSlash(stage);
    if (!isSure && literalOf(stage) === undefined) return undefined;
    return {
      span,
      level: isSure ? 'error' : 'warning',
      message: isSure
        ? `"${word}" is no verb of a request: they come in capital letters, so the ARN matches no call`
        : `"${word}" is read as a part of the path: verbs come in capital letters`,
      ...(source && { mend: { title: `Write ${upper}`, span: source.span, text: upper } }),
    };
  }
  if (mayHoldSlash(stage)) return undefined;
  if (word === '') {
    return {
      span: wordOf(pattern.call ?? value, value),
      level: 'error',
      message: `"${printed(stage)}//" has nothing where the verb belongs, so the ARN matches no call`,
    };
  }
  return {
    span,
    level: 'error',
    message: isForConnections
      ? `"${word}" stands where one of POST, GET and DELETE belongs, so the ARN matches no connection`
      : `"${word}" stands where the verb belongs, so the ARN matches no call`,
  };
}

/** An ARN that stops at the API's id, or at the slash behind it, which matches none of its calls. */
export function stopsAtApi({ isShort, api, call, resource }: CallPattern): boolean {
  if (call && call.parts.length > 0) return false;
  if (isShort) return call !== undefined && literalOf(resource) === '/';
  const last = api?.parts.at(-1);
  if (!api || !last) return false;
  // A parameter may hold more than an id.
  const isKnown = api.parts.every(
    (part) =>
      part.kind === 'literal' ||
      (part.kind === 'reference' && part.to.kind === 'logical' && !mayHoldSlash({ ...api, parts: [part] })),
  );
  return isKnown && !(last.kind === 'literal' && last.source.text.endsWith('*'));
}
