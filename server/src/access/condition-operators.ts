import { literalOf, splitText, type TextValue } from '../model/text-value.ts';
import { coversArn, coversText, equalsText, type Answer } from './match.ts';

/** A condition operator without its set prefix and `IfExists`. */
export interface Operator {
  /** Holds where no value of the policy matches: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
  readonly negated: boolean;
  /** Takes policy variables. */
  readonly variables: boolean;
  readonly matches: (wanted: TextValue, actual: TextValue) => Answer;
}

export interface OperatorUse {
  readonly set: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
  /** `null` for the operator Null, which asks for existence. */
  readonly operator: Operator | null;
}

/** Takes `ForAnyValue:StringLikeIfExists` apart, without regard to case. Undefined for an operator that IAM does not know. */
export function operatorOf(written: string): OperatorUse | undefined {
  const [, prefix, name = '', suffix] =
    /^(forallvalues:|foranyvalue:)?(.*?)(ifexists)?$/i.exec(written.toLowerCase()) ?? [];
  const operator = name === 'null' ? null : operators.get(name);
  if (operator === undefined) return undefined;
  return {
    set: prefix === undefined ? undefined : prefix === 'forallvalues:' ? 'all' : 'any',
    ifExists: suffix !== undefined,
    operator,
  };
}

const operators: ReadonlyMap<string, Operator> = new Map([
  ...pair('stringequals', 'stringnotequals', true, (wanted, actual) => equalsText(wanted, actual)),
  ...pair('stringequalsignorecase', 'stringnotequalsignorecase', true, (wanted, actual) =>
    equalsText(wanted, actual, false),
  ),
  ...pair('stringlike', 'stringnotlike', true, (wanted, actual) => coversText(wanted, actual)),
  ...pair('arnequals', 'arnnotequals', true, arnMatches),
  ...pair('arnlike', 'arnnotlike', true, arnMatches),
  ...pair(
    'numericequals',
    'numericnotequals',
    false,
    ordered(numberOf, (actual, wanted) => actual === wanted),
  ),
  ['numericlessthan', plain(ordered(numberOf, (actual, wanted) => actual < wanted))],
  ['numericlessthanequals', plain(ordered(numberOf, (actual, wanted) => actual <= wanted))],
  ['numericgreaterthan', plain(ordered(numberOf, (actual, wanted) => actual > wanted))],
  ['numericgreaterthanequals', plain(ordered(numberOf, (actual, wanted) => actual >= wanted))],
  ...pair(
    'dateequals',
    'datenotequals',
    false,
    ordered(timeOf, (actual, wanted) => actual === wanted),
  ),
  ['datelessthan', plain(ordered(timeOf, (actual, wanted) => actual < wanted))],
  ['datelessthanequals', plain(ordered(timeOf, (actual, wanted) => actual <= wanted))],
  ['dategreaterthan', plain(ordered(timeOf, (actual, wanted) => actual > wanted))],
  ['dategreaterthanequals', plain(ordered(timeOf, (actual, wanted) => actual >= wanted))],
  ['bool', plain(booleanMatches)],
  ['binaryequals', plain((wanted, actual) => equalsText(wanted, actual))],
  ...pair('ipaddress', 'notipaddress', false, addressMatches),
]);

function plain(matches: Operator['matches']): Operator {
  return { negated: false, variables: false, matches };
}

function pair(
  name: string,
  opposite: string,
  variables: boolean,
  matches: Operator['matches'],
): readonly (readonly [string, Operator])[] {
  return [
    [name, { negated: false, variables, matches }],
    [opposite, { negated: true, variables, matches }],
  ];
}

/** Field by field; a pattern of fewer fields than an ARN has is none that AWS accepts. */
function arnMatches(wanted: TextValue, actual: TextValue): Answer {
  if (literalOf(wanted) !== '*' && splitText(wanted, ':', 6).length < 6 && literalOf(wanted) !== undefined)
    return 'maybe';
  return coversArn(wanted, actual);
}

function ordered(
  read: (text: string) => number | undefined,
  holds: (actual: number, wanted: number) => boolean,
): Operator['matches'] {
  return (wanted, actual) => {
    const [left, right] = [literalOf(wanted), literalOf(actual)];
    if (left === undefined || right === undefined) return 'maybe';
    const [w, a] = [read(left), read(right)];
    // What AWS makes of a text that is no number or date is not published.
    return w === undefined || a === undefined ? 'maybe' : holds(a, w) ? 'yes' : 'no';
  };
}

function numberOf(text: string): number | undefined {
  return /^[-+]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Milliseconds of a W3C date or of the seconds since 1970. */
function timeOf(text: string): number | undefined {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:\d\d))?)?)?$/i.test(text))
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function booleanMatches(wanted: TextValue, actual: TextValue): Answer {
  const [w, a] = [literalOf(wanted)?.toLowerCase(), literalOf(actual)?.toLowerCase()];
  const isBoolean = (text: string | undefined): boolean => text === 'true' || text === 'false';
  return isBoolean(w) && isBoolean(a) ? (w === a ? 'yes' : 'no') : 'maybe';
}

function addressMatches(wanted: TextValue, actual: TextValue): Answer {
  const [left, right] = [literalOf(wanted), literalOf(actual)];
  if (left === undefined || right === undefined) return 'maybe';
  const [range, length] = left.split('/');
  const network = addressOf(range ?? '');
  const address = addressOf(right);
  if (!network || !address) return 'maybe';
  if (network.bits !== address.bits) return 'no';
  const prefix = length === undefined ? network.bits : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > network.bits) return 'maybe';
  const shift = BigInt(network.bits - prefix);
  return network.value >> shift === address.value >> shift ? 'yes' : 'no';
}

function addressOf(text: string): { readonly bits: 32 | 128; readonly value: bigint } | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const bytes = text.split('.').map(Number);
    if (bytes.some((byte) => byte > 255)) return undefined;
    return { bits: 32, value: bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) };
  }
  if (!/^[0-9a-f:]+$/i.test(text) || !text.includes(':')) return undefined;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}
