import type { IntegrationParameter } from '../model/facts.ts';
import { printed, unquoted, type TextPart, type TextValue } from '../model/text-value.ts';
import { sliceOf } from '../text/source-text.ts';

interface Named {
  readonly name: string;
  /** Undefined where a call decides. */
  readonly value: TextValue | undefined;
}

/** Under these names services are told which of their resources to act on. */
const names = 'TopicArn|TableName|StreamName|StreamARN|DeliveryStreamName|EventBusName|stateMachineArn|IndexName';

/** `integration.request.querystring.TopicArn: "'arn:aws:sns:...'"`: static values stand in quotes, any other is taken from the request. */
export function namedInParameter({ name, value }: IntegrationParameter): readonly Named[] {
  const known = new RegExp(`^integration\\.request\\.querystring\\.(${names})$`).exec(name)?.[1];
  return known === undefined ? [] : [{ name: known, value: value && unquoted(value) }];
}

/**
 * `"TableName": "${Table}"` of a JSON body, `TopicArn=$util.urlEncode('${Topic}')` of a query one. What the template language makes
 * (`$input.path('$.table')`) is known to nobody before the call.
 */
export function namedInTemplate(template: TextValue): readonly Named[] {
  const found: Named[] = [];
  for (const [i, part] of template.parts.entries()) {
    if (part.kind !== 'literal') continue;
    const before = new RegExp(
      `"(?<json>${names})"\\s*:\\s*"|(?<![^&?\\s"'])(?<query>${names})=(?<call>\\$util\\.urlEncode\\((?<quote>["']))?`,
      'g',
    );
    for (const match of part.source.text.matchAll(before)) {
      const { json, query, quote } = match.groups ?? {};
      const end = json === undefined ? (quote === undefined ? /[&\s"']/ : new RegExp(quote)) : /"/;
      const value = upTo(end, template, i, match.index + match[0].length);
      found.push({ name: json ?? query ?? '', value: value && isStatic(value) ? value : undefined });
    }
  }
  return found;
}

/** The text from a place in one of the parts up to where it ends. */
function upTo(end: RegExp, { parts, span, at }: TextValue, index: number, from: number): TextValue | undefined {
  const out: TextPart[] = [];
  for (const [i, part] of parts.entries()) {
    if (i < index) continue;
    if (part.kind !== 'literal') {
      out.push(part);
      continue;
    }
    const start = i === index ? from : 0;
    const length = part.source.text.slice(start).search(end);
    const to = length < 0 ? part.source.text.length : start + length;
    if (to > start) out.push({ kind: 'literal', source: sliceOf(part.source, start, to) });
    if (length >= 0) break;
  }
  return out.length > 0 ? { span, at, parts: out } : undefined;
}

/** No call of the template language, no stage variable. */
function isStatic(value: TextValue): boolean {
  return (
    value.parts.every((part) => part.kind !== 'literal' || !/[$#{]/.test(part.source.text)) && printed(value) !== ''
  );
}
