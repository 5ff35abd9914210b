import type { Written } from './written.ts';

/** CloudFormation's functions that have a tag; `Condition` is left out since a policy's key has the same name. */
const functions: ReadonlySet<string> = new Set([
  'Base64',
  'Cidr',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'If',
  'ImportValue',
  'Join',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Length',
  'And',
  'Equals',
  'Not',
  'Or',
  'Transform',
]);

/** The tag of a function's long name (`Fn::Sub` gives `!Sub`). */
export function tagOf(name: string): string | undefined {
  if (name === 'Ref') return '!Ref';
  const short = name.startsWith('Fn::') ? name.slice(4) : '';
  return functions.has(short) ? `!${short}` : undefined;
}

/**
 * The tag and argument of a function that is to be written short.
 * A tag cannot stand directly behind another one: a function of a function is written long, and the inner one short.
 */
export function shortForm(
  written: Written,
  byHabit: boolean,
): { readonly tag: string; readonly argument: Written } | undefined {
  if (written.kind !== 'mapping' || written.entries.length !== 1) return undefined;
  if (written.form === undefined ? !byHabit : written.form === 'long') return undefined;
  const entry = written.entries[0];
  const name = entry?.key.value;
  const tag = typeof name === 'string' ? tagOf(name) : undefined;
  if (!entry || tag === undefined || isFunction(entry.value)) return undefined;
  return { tag, argument: name === 'Fn::GetAtt' ? dotted(entry.value) : entry.value };
}

function isFunction(written: Written): boolean {
  if (written.kind !== 'mapping' || written.entries.length !== 1) return false;
  const name = written.entries[0]?.key.value;
  return typeof name === 'string' && tagOf(name) !== undefined;
}

function dotted(argument: Written): Written {
  if (argument.kind !== 'list' || argument.items.length !== 2) return argument;
  const [name, attribute] = argument.items.map((item) => (item.value.kind === 'scalar' ? item.value.value : undefined));
  if (typeof name !== 'string' || typeof attribute !== 'string' || name.includes('.')) return argument;
  return { kind: 'scalar', value: `${name}.${attribute}` };
}
