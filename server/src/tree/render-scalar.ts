import type { WrittenScalar } from './written.ts';

export type QuoteStyle = 'plain' | 'single' | 'double';

/** A JSON string or literal; undefined for what JSON cannot say (.inf, .nan). */
export function jsonScalar(scalar: WrittenScalar): string | undefined {
  if (scalar.raw !== undefined && scalar.syntax === 'json') return scalar.raw;
  if (typeof scalar.value === 'number' && !Number.isFinite(scalar.value)) return undefined;
  return JSON.stringify(scalar.value);
}

/** `text` as the inside of a JSON string. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * A scalar of YAML on one line, in the wished style where that can hold the text.
 * @param flow The scalar stands inside brackets or braces.
 */
export function yamlScalar(scalar: WrittenScalar, wish: QuoteStyle, quote: 'single' | 'double', flow: boolean): string {
  const { value, raw, style } = scalar;
  if (typeof value !== 'string') {
    if (raw !== undefined && raw !== '' && style === 'plain') return raw;
    if (typeof value === 'number' && !Number.isFinite(value))
      return Number.isNaN(value) ? '.nan' : value < 0 ? '-.inf' : '.inf';
    return value === null ? 'null' : JSON.stringify(value);
  }
  if (scalar.syntax === 'yaml' && raw !== undefined && !/[\r\n]/.test(raw)) {
    if (style === 'single' || style === 'double') return raw;
    if (style === 'plain' && raw === value && (!flow || isPlain(value, true) || isPlainDate(value))) return raw;
  }
  return yamlString(value, wish, quote, flow);
}

/** A string of YAML on one line, in the wished style where that can hold the text, else in the given quotes, else in double ones. */
export function yamlString(text: string, wish: QuoteStyle, quote: 'single' | 'double', flow: boolean): string {
  if (wish === 'plain' && isPlain(text, flow)) return text;
  const style = wish === 'plain' ? quote : wish;
  if (style === 'single' && isSingleQuotable(text)) return `'${text.replaceAll("'", "''")}'`;
  // A text full of quotes and backslashes is easier to read in single quotes.
  if (style === 'double' && wish !== 'double' && /["\\]/.test(text) && isSingleQuotable(text) && !text.includes("'"))
    return `'${text}'`;
  return doubleQuoted(text);
}

function doubleQuoted(text: string): string {
  return `"${escapeYaml(text)}"`;
}

/** `text` as the inside of a YAML string in double quotes. */
export function escapeYaml(text: string): string {
  return escapeJson(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** True when single quotes can hold the text without breaking its line. */
export function isSingleQuotable(text: string): boolean {
  return !hasControls(text);
}

/** Characters that only double quotes can hold (a tab is held by single ones, but is not seen there). */
export function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(
    text,
  );
}

/** True when the text can stand without quotes and every YAML reader, old or new, takes it for this string. */
export function isPlain(text: string, flow: boolean): boolean {
  if (text === '' || hasControls(text) || /^\s|\s$/.test(text)) return false;
  if (/^[,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:](?:\s|$)/.test(text)) return false;
  if (/:(?:\s|$)/.test(text) || /\s#/.test(text) || /^(?:---|\.\.\.)(?:\s|$)/.test(text)) return false;
  if (flow && /[,[\]{}]|^[-?:]$|:["']|^[-?:][,[\]{}]/.test(text)) return false;
  return !isOtherThanString(text);
}

/** `2012-10-17`: AWS reads it as the text it is, and half of the world writes it so. */
export function isPlainDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

// YAML 1.1 (which CloudFormation reads) knows more of them than 1.2: yes, off, 0777, 1_000, 12:30, dates, =, <<.
function isOtherThanString(text: string): boolean {
  return (
    /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|n|N|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|=|<<)$/.test(
      text,
    ) ||
    /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[\da-fA-F_]+|[\d_]+(?::[0-5]?\d)+(?:\.[\d_]*)?|\.(?:inf|Inf|INF))$/.test(text) ||
    /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/.test(text) ||
    /^\.(?:nan|NaN|NAN)$/.test(text) ||
    /^\d{4}-\d\d?-\d\d?(?:$|[Tt]|\s)/.test(text)
  );
}
