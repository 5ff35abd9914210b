/**
 * The written form of the catalog's index, shared by the script that writes it and the code that reads it.
 *
 * The index is one JSON object with one string for each service, so that opening it costs one `JSON.parse` of a few long
 * strings, and a service is taken apart when it is first asked for. A service is five sections parted by `|`:
 *
 *     name | condition keys | resource types | shapes | actions
 *
 * - condition keys, parted by `;`: a letter for the type (keyTypeCodes), then the key; a key that begins with `:` is the service's own
 * - resource types, parted by `;`: `name=pattern,pattern=keys`; patterns lack `arn:${Partition}:`
 * - shapes, parted by `;`: `Lkeys/type!=keys,type=keys`: a letter for the access level (accessLevelCodes), condition keys of the
 *   action, its resource types (`!` where AWS marks one as required), each with the keys that go with that type only
 * - actions, parted by `;`: `Name=shape`. Most actions of a service share few shapes.
 *
 * References to keys (parted by blanks), types and shapes are positions in their section, in base 36.
 */
export interface IndexFile {
  readonly format: number;
  /** Package and version of the data. */
  readonly source: string;
  /** The day AWS's reference was read, yyyy-mm-dd. */
  readonly updated: string;
  readonly actions: number;
  /** Sum of the lengths of all services' texts: a cut or damaged index is told by it without decoding. */
  readonly length: number;
  /** Prefixes of condition keys that are no service's own, or are also listed by other services: prefix to those services, parted by blanks. */
  readonly keyOwners: Readonly<Record<string, string>>;
  /** Services in ARNs that are no service's own, or that other services' resources bear too: to those services, parted by blanks. */
  readonly arnOwners: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, string>>;
}

export const formatVersion = 2;

export const arnPrefix = 'arn:${Partition}:';

/** Characters that part things in the index; a name that holds one cannot be written. */
export const forbiddenInIndex = /[|;=,\\"]/;

export const accessLevelCodes = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
} as const;

export const keyTypeCodes = {
  s: 'String',
  S: 'ArrayOfString',
  a: 'ARN',
  A: 'ArrayOfARN',
  b: 'Bool',
  B: 'ArrayOfBool',
  n: 'Numeric',
  d: 'Date',
  i: 'IPAddress',
} as const;
