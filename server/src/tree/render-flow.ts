import type { QuoteStyle } from './render-scalar.ts';
import { isPlainDate, jsonScalar, yamlScalar } from './render-scalar.ts';
import { shortForm } from './short-form.ts';
import type { Written, WrittenEntry, WrittenItem, WrittenScalar } from './written.ts';
import { hasRemarks, isEmpty } from './written.ts';

/** How brackets and braces are written, in JSON and in YAML. */
export interface FlowStyle {
  readonly syntax: 'json' | 'yaml';
  readonly unit: string;
  /** One entry a line, or all in one line. */
  readonly layout: 'lines' | 'line';
  /** Lists of scalars stay in one line where other things are spread over lines. */
  readonly scalarListsInLine: boolean;
  readonly afterColon: string;
  readonly afterComma: string;
  readonly insideBraces: string;
  readonly insideBrackets: string;
  readonly trailingComma: boolean;
  /** The mark of a comment, where the file may hold any. */
  readonly commentMark?: '//' | '#';
  readonly keys: QuoteStyle;
  readonly strings: QuoteStyle;
  /** Strings with `${...}`, which many quote where they quote no other. */
  readonly templates: QuoteStyle;
  readonly quote: 'single' | 'double';
  readonly shortTags: boolean;
  /** Dates, as the versions of policies are, stand without quotes. */
  readonly plainDates: boolean;
}

/** The lines of a value in brackets and braces, the first without indentation; undefined for what the syntax cannot say. */
export function renderFlow(written: Written, style: FlowStyle, insideTag = false): readonly string[] | undefined {
  if (written.kind === 'scalar') {
    const text = flowScalar(written, wishFor(written, style), style);
    return text === undefined ? undefined : [text];
  }
  const short = style.syntax === 'yaml' && !insideTag ? shortForm(written, style.shortTags) : undefined;
  if (short) {
    const lines = renderFlow(short.argument, style, true);
    return lines && [`${short.tag} ${lines[0] ?? ''}`, ...lines.slice(1)];
  }
  const [open, close, gap] =
    written.kind === 'list' ? ['[', ']', style.insideBrackets] : ['{', '}', style.insideBraces];
  const remarks = style.commentMark !== undefined && hasRemarks(written);
  if (isEmpty(written) && !remarks) return [open + close];
  const parts: (readonly string[])[] = [];
  const members: readonly (WrittenItem | WrittenEntry)[] = written.kind === 'list' ? written.items : written.entries;
  for (const member of members) {
    const value = renderFlow(style.syntax === 'json' ? inJson(member) : member.value, style);
    if (!value) return undefined;
    if (!('key' in member)) {
      parts.push(value);
      continue;
    }
    const key = flowScalar(keyOf(member.key, style), style.keys, style);
    if (key === undefined) return undefined;
    const colon = style.syntax === 'yaml' && !/["']$/.test(key) ? ': ' : `:${style.afterColon}`;
    parts.push([`${key}${colon}${value[0] ?? ''}`, ...value.slice(1)]);
  }
  const ofScalars = written.kind === 'list' && written.items.every((item) => item.value.kind === 'scalar');
  const inLine = style.layout === 'line' || (ofScalars && style.scalarListsInLine);
  if (inLine && !remarks) {
    const inner = parts.map((lines) => lines.join(' ')).join(`,${style.afterComma}`);
    return [`${open}${gap}${inner}${gap}${close}`];
  }
  const lines = [open];
  parts.forEach((part, index) => {
    const member = members[index];
    if (!member) return;
    const comma = index < parts.length - 1 || style.trailingComma ? ',' : '';
    const shown: Partial<WrittenEntry> = remarks ? member : {};
    if (member.blank && index > 0) lines.push('');
    for (const comment of [...(shown.before ?? []), ...(shown.head === undefined ? [] : [shown.head])]) {
      lines.push(`${style.unit}${style.commentMark}${comment}`);
    }
    part.forEach((line, at) => {
      const end =
        at === part.length - 1 ? comma + (shown.after === undefined ? '' : ` ${style.commentMark}${shown.after}`) : '';
      lines.push(line === '' ? line : style.unit + line + end);
    });
  });
  for (const comment of remarks ? (written.tail ?? []) : []) lines.push(`${style.unit}${style.commentMark}${comment}`);
  lines.push(close);
  return lines;
}

/** JSON knows the argument of Fn::GetAtt as a list only. */
function inJson(member: WrittenItem | WrittenEntry): Written {
  const { value } = member;
  if (!('key' in member) || member.key.value !== 'Fn::GetAtt' || value.kind !== 'scalar') return value;
  const dot = typeof value.value === 'string' ? value.value.indexOf('.') : -1;
  if (typeof value.value !== 'string' || dot < 0) return value;
  const parts = [value.value.slice(0, dot), value.value.slice(dot + 1)];
  return { kind: 'list', items: parts.map((part) => ({ value: { kind: 'scalar', value: part } })) };
}

/** The text of a date in a file that writes them without quotes. */
export function plainDate(scalar: WrittenScalar, style: FlowStyle): string | undefined {
  const { value } = scalar;
  return style.plainDates && scalar.style === undefined && typeof value === 'string' && isPlainDate(value)
    ? value
    : undefined;
}

/** How a value of the file is quoted, where nothing forces quotes. */
export function wishFor({ value }: WrittenScalar, { strings, templates }: FlowStyle): QuoteStyle {
  return typeof value === 'string' && value.includes('${') ? templates : strings;
}

/** A key of JSON is a string, whatever it was elsewhere. */
function keyOf(key: WrittenScalar, style: FlowStyle): WrittenScalar {
  if (style.syntax === 'yaml' || key.syntax === 'json' || typeof key.value === 'string') return key;
  return { kind: 'scalar', value: key.raw ?? String(key.value) };
}

function flowScalar(scalar: WrittenScalar, wish: QuoteStyle, style: FlowStyle): string | undefined {
  if (style.syntax === 'json') return jsonScalar(scalar);
  return plainDate(scalar, style) ?? yamlScalar(scalar, wish, style.quote, true);
}
