import { callPatternOf } from '../../access/call-pattern.ts';
import type { PlacedPolicy, Unit } from '../../graph/unit.ts';
import type { Api } from '../../model/facts.ts';
import type { Statement } from '../../model/policy.ts';
import { executeApiArnHead, madeText, type TextPart, type TextValue } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { tooManyRoutesIn } from '../breadth/any-route.ts';
import { everyApiIn } from '../breadth/grants.ts';
import { grammarProblemOf, stopsAtApi } from './call-grammar.ts';
import { templatesIn } from './path-templates.ts';
import { apiNamedIn, unmatchedIn } from './unmatched.ts';

interface Place {
  readonly statement: Statement;
  readonly policy: PlacedPolicy;
}

/** Would no rule speak of the ARN, were it written in place of what is there? What a fix writes must call up no other finding. */
export function isSound(arn: TextValue, { statement, policy }: Place, unit: Unit): boolean {
  const pattern = callPatternOf(arn);
  if (!pattern) return false;
  const api = apiNamedIn(pattern, policy.document, unit);
  return (
    !grammarProblemOf(pattern, api?.kind) &&
    !stopsAtApi(pattern) &&
    templatesIn(pattern).length === 0 &&
    !everyApiIn(arn) &&
    !tooManyRoutesIn(arn, statement.uri, unit) &&
    !(api && unmatchedIn(pattern, api, statement, unit))
  );
}

/** The ARN of calls of an API of the unit; `tail` is what stands behind the API's id. */
export function callArnOf(api: Api, tail: string, place: Pick<TextValue, 'span' | 'at'>): TextValue {
  return madeText(place, ...executeApiArnHead, { kind: 'logical', id: api.id }, tail);
}

/** The text with other letters at some places; a place is a part of one literal. */
export function withReplaced(value: TextValue, places: readonly Span[], text: string): TextValue {
  const parts = value.parts.flatMap((part): readonly TextPart[] => {
    if (part.kind !== 'literal') return [part];
    const { span, text: letters } = part.source;
    const inside = places.filter((place) => place.start >= span.start && place.end <= span.end);
    // Where the letters stand in the file as they are, places can be counted.
    if (inside.length === 0 || span.end - span.start !== letters.length) return [part];
    let out = '';
    let from = 0;
    for (const place of inside) {
      out += letters.slice(from, place.start - span.start) + text;
      from = place.end - span.start;
    }
    return madeText(value, out + letters.slice(from)).parts;
  });
  return { ...value, parts };
}
