import { literalOf, splitText, withOpenPlaceholders, type TextPart, type TextValue } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';

/** More than any path of a call has, which ends at 8,192 bytes: what follows stays in the last segment. */
const mostSegments = 1000;

/**
 * A Resource of execute-api, taken apart. The last field is `{api}/{stage}/{VERB}/{path}`, for a WebSocket API
 * `{api}/{stage}/{route key}` or `{api}/{stage}/{VERB}/@connections/{id}`:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html. In the policy of an API itself everything
 * up to the API's id may be written as `execute-api:`, which API Gateway completes.
 */
export interface CallPattern {
  /** As the author wrote it. */
  readonly value: TextValue;
  /** With policy variables as unknown text. */
  readonly text: TextValue;
  /** `execute-api:/...` */
  readonly isShort: boolean;
  readonly region: TextValue | undefined;
  readonly account: TextValue | undefined;
  /** The last field as a whole; of the short form what follows the colon. */
  readonly resource: TextValue;
  readonly api: TextValue | undefined;
  /** What stands behind the API's id and its slash. Undefined when no slash is there. */
  readonly call: TextValue | undefined;
  /** `call` cut at its slashes: stage, verb, and what the path is made of. */
  readonly segments: readonly TextValue[];
}

/** Undefined for what is no execute-api resource, or not surely one. Policy variables count as unknown text. */
export function callPatternOf(written: TextValue): CallPattern | undefined {
  const value = withOpenPlaceholders(written);
  const fields = splitText(value, ':', 6);
  const [head, resource] = splitText(value, ':', 2);
  if (literalOf(head) === 'execute-api' && resource) {
    const [before, call] = splitText(resource, '/', 2);
    const segments = call && before?.parts.length === 0 ? splitText(call, '/', mostSegments) : [];
    return {
      value: written,
      text: value,
      isShort: true,
      region: undefined,
      account: undefined,
      resource,
      api: undefined,
      call,
      segments,
    };
  }
  const [arn, , service, region, account, last] = fields;
  if (literalOf(arn) !== 'arn' || literalOf(service) !== 'execute-api' || !region || !account || !last)
    return undefined;
  const [api, call] = splitText(last, '/', 2);
  return {
    value: written,
    text: value,
    isShort: false,
    region,
    account,
    resource: last,
    api,
    call,
    segments: call ? splitText(call, '/', mostSegments) : [],
  };
}

/**
 * May the text hold a slash, so that what is written behind it stands further back than it seems? Parameters are taken for what
 * their place says: a stage's name holds none.
 */
export function mayHoldSlash(text: TextValue): boolean {
  return text.parts.some(partMayHoldSlash);
}

function partMayHoldSlash(part: TextPart): boolean {
  switch (part.kind) {
    case 'literal':
      return part.source.text.includes('*') || part.source.text.includes('/');
    case 'reference':
      // The names that CloudFormation makes, ids of APIs among them, hold none.
      return part.to.kind === 'logical' && part.to.attribute !== undefined && !/ApiId$/.test(part.to.attribute);
    case 'choice':
    case 'unknown':
      return true;
  }
}

/** What to underline of a piece of a text: the piece where it stands together, else the text that it is of. */
export function wordOf(piece: TextValue, whole: TextValue): Span {
  const spans = piece.parts.map((part) => (part.kind === 'literal' ? part.source.span : part.span));
  const [first, second] = spans;
  return first && !second && first.start < first.end ? first : whole.span;
}

/**
 * A word that the author has yet to put in, as documentation writes it: `account-id`, `<region>`, `{stage}`, `YOUR_API_ID`. Words that
 * may be names as well (`api`, `stage`) are none.
 */
export function isPlaceholder(word: string): boolean {
  // `{proxy+}` is a path template: nobody writes a plus behind a placeholder.
  if (/\+\}/.test(word)) return false;
  return (
    /[<>{}[\]()]|\.{3}|^\$[A-Z]|^%|xxx|XXX/.test(word) ||
    /^(?:(?:your|my|the|aws|rest)[-_ ]?)*(?:region|account|(?:account|acct|api|region|stage)[-_ ]?(?:id|name|number|code|identifier)|(?:http[-_ ]?)?(?:method|verb)(?:[-_ ]?http[-_ ]?verb)?|resource[-_ ]?path(?:[-_ ]?specifier)?)$/i.test(
      word,
    )
  );
}
