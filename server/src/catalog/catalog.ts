import { accessLevelCodes, arnPrefix, formatVersion, keyTypeCodes, type IndexFile } from './format.ts';
import { arnFormat, type ArnFormat } from './arn-format.ts';
import { globalKeys, type GlobalKey } from './global-keys.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

export type AccessLevel = (typeof accessLevelCodes)[keyof typeof accessLevelCodes];

type KeyType = 'String' | 'ARN' | 'Bool' | 'Numeric' | 'Date' | 'IPAddress';

export interface Service {
  /** What stands before the colon of an action: `lambda`. */
  readonly prefix: string;
  readonly name: string;
}

export interface ConditionKey {
  /** As documented, with `${TagKey}` or `<key>` where the author puts a word of their own. */
  readonly name: string;
  /** The main type first; more than one where AWS accepts operators of several types. */
  readonly types: readonly KeyType[];
  /** A request carries a set of values: only ForAllValues and ForAnyValue compare it safely. */
  readonly multivalued: boolean;
}

export interface ResourceType {
  /** Service whose action acts on it; the ARN may name another service. */
  readonly service: string;
  readonly name: string;
  /** One or more, such as `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}`. */
  readonly arns: readonly string[];
  /** Names of condition keys that a request carries when it acts on this type. */
  readonly conditionKeys: readonly string[];
}

interface ActionResource {
  readonly type: ResourceType;
  /** AWS marks it with a star: a statement that names resources at all must name one of these. */
  readonly required: boolean;
  /** Condition keys that the action has with this resource type only. */
  readonly conditionKeys: readonly string[];
}

export interface Action {
  readonly service: string;
  /** Without the service prefix, as documented: IAM compares without case, but messages print this. */
  readonly name: string;
  readonly level: AccessLevel;
  /** Empty when the action takes no resource but `*`. */
  readonly resources: readonly ActionResource[];
  /** Condition keys whatever the resource; `conditionKeysFor` has them all. */
  readonly conditionKeys: readonly string[];
}

export interface Descriptions {
  /** One sentence without full stop, or undefined when AWS gives none. The name is compared without case. */
  action(name: string): string | undefined;
  /** The same for a condition key of the service, by its documented name. */
  conditionKey(name: string): string | undefined;
}

/**
 * Opens the text of `index.json` as the build wrote it. Text that is none of that, is cut short or is of another version gives a
 * problem to tell the user; there is no empty catalog.
 */
export function readCatalog(indexText: string): { catalog: Catalog } | { problem: string } {
  let index: unknown;
  try {
    index = JSON.parse(indexText);
  } catch {
    return { problem: 'the action catalog is not readable as JSON; reinstall Grantlens' };
  }
  if (!isIndexFile(index)) return { problem: 'the action catalog lacks a part of its content; reinstall Grantlens' };
  if (index.format !== formatVersion) {
    return {
      problem: `the action catalog has format ${index.format}, this version reads ${formatVersion}; reinstall Grantlens`,
    };
  }
  let length = 0;
  for (const text of Object.values(index.services)) length += text.length;
  if (length === 0 || length !== index.length) return { problem: 'the action catalog is damaged; reinstall Grantlens' };
  return { catalog: new Catalog(index) };
}

function isIndexFile(value: unknown): value is IndexFile {
  if (typeof value !== 'object' || value === null) return false;
  const { format, source, updated, actions, length, keyOwners, arnOwners, services } = value as Partial<
    Record<keyof IndexFile, unknown>
  >;
  return (
    typeof format === 'number' &&
    typeof source === 'string' &&
    typeof updated === 'string' &&
    typeof actions === 'number' &&
    typeof length === 'number' &&
    isTextMap(keyOwners) &&
    isTextMap(arnOwners) &&
    isTextMap(services)
  );
}

function isTextMap(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

/** A key with a hole, and the lower-case pattern of what may stand for it. */
interface TemplateKey<Key extends ConditionKey> {
  readonly pattern: string;
  readonly key: Key;
}

const globalKeysByName = new Map(globalKeys.map((key) => [key.name.toLowerCase(), key]));
const globalTemplateKeys = templateKeysOf(globalKeys);

/**
 * What AWS says of services, actions, resource types and condition keys. Everything is looked up without regard to case and given back
 * as documented. A service is decoded when it is first asked for.
 */
export class Catalog {
  /** Package and version of the data. */
  readonly source: string;
  /** The day AWS's reference was read, yyyy-mm-dd: an action unknown here may be newer. */
  readonly updated: string;
  readonly actionCount: number;
  readonly #encoded: Readonly<Record<string, string>>;
  readonly #keyOwners: readonly { readonly pattern: string; readonly services: readonly string[] }[];
  readonly #arnOwners: ReadonlyMap<string, readonly string[]>;
  readonly #arnFormats = new Map<string, readonly ArnFormat[]>();
  readonly #conditionKeys = new Map<string, ConditionKey | null>();
  readonly #opened = new Map<string, EncodedService>();
  #allActions: readonly Action[] | undefined;

  constructor(index: IndexFile) {
    this.source = index.source;
    this.updated = index.updated;
    this.actionCount = index.actions;
    this.#encoded = index.services;
    this.#keyOwners = Object.entries(index.keyOwners).map(([owner, services]) => ({
      pattern: holesAsWildcards(owner),
      services: services.split(' '),
    }));
    this.#arnOwners = new Map(Object.entries(index.arnOwners).map(([owner, services]) => [owner, services.split(' ')]));
  }

  /** Every service prefix, in order. */
  services(): readonly string[] {
    return Object.keys(this.#encoded);
  }

  service(prefix: string): Service | undefined {
    const lower = prefix.toLowerCase();
    const opened = this.#open(lower);
    return opened && { prefix: lower, name: opened.name };
  }

  action(service: string, name: string): Action | undefined {
    return this.#open(service.toLowerCase())?.named(name.toLowerCase())[0];
  }

  /** The actions of a service in order of name; undefined when there is no such service. */
  actionsOf(service: string): readonly Action[] | undefined {
    return this.#open(service.toLowerCase())?.actions;
  }

  /**
   * The actions that an entry of Action or NotAction covers: `s3:GetObject`, `s3:Get*`, `lambda:*`, `*`. Empty when it covers none or
   * is no such entry. IAM takes no wildcard inside the service prefix, only `*` in its place. Entries of the same words get the same
   * list, as long as they are not too many.
   */
  actionsMatching(pattern: string): readonly Action[] {
    if (pattern === '*' || pattern === '*:*') return this.#all();
    const colon = pattern.indexOf(':');
    if (colon < 0) return [];
    const service = pattern.slice(0, colon);
    const name = pattern.slice(colon + 1).toLowerCase();
    if (service === '*') return this.#all().filter((action) => matchesWildcard(name, action.name.toLowerCase()));
    const opened = this.#open(service.toLowerCase());
    if (!opened) return [];
    if (name === '*') return opened.actions;
    return hasWildcard(name) ? opened.matching(name) : opened.named(name);
  }

  /** The resource types that the actions of a service act on; undefined when there is no such service. */
  resourceTypesOf(service: string): readonly ResourceType[] | undefined {
    return this.#open(service.toLowerCase())?.types;
  }

  /**
   * The forms of all ARNs whose third field is this service, whichever service's actions act on them. Empty for a service that has no
   * resources; undefined when nothing bears such ARNs and no service is called so.
   */
  arnFormatsOf(service: string): readonly ArnFormat[] | undefined {
    const known = this.#arnFormats.get(service);
    if (known) return known;
    const owners = this.#arnOwners.get(service);
    const own = this.#open(service);
    if (!owners && !own) return undefined;
    const types = [own, ...(owners ?? []).map((owner) => this.#open(owner))].flatMap((opened) => opened?.types ?? []);
    const formats = types.flatMap((type) =>
      type.arns.map((arn) => arnFormat(arn, type)).filter((format) => format.service === service),
    );
    this.#arnFormats.set(service, formats);
    return formats;
  }

  /** The condition keys that AWS lists for a service, tag keys of `aws:` included; undefined when there is no such service. */
  conditionKeysOf(service: string): readonly ConditionKey[] | undefined {
    return this.#open(service.toLowerCase())?.keys;
  }

  /**
   * A condition key, global or of a service: `aws:SourceIp`, `s3:prefix`, `aws:RequestTag/Team` (found as `aws:RequestTag/${TagKey}`).
   * Claims of an identity provider that AWS does not list (any OpenID Connect host) are not found; `isIdentityProviderKey` tells them.
   */
  conditionKey(name: string): ConditionKey | undefined {
    const lower = name.toLowerCase();
    const known = this.#conditionKeys.get(lower);
    if (known !== undefined) return known ?? undefined;
    const found = this.#findConditionKey(lower);
    // What users write is kept within bounds.
    if (this.#conditionKeys.size > 2000) this.#conditionKeys.clear();
    this.#conditionKeys.set(lower, found ?? null);
    return found;
  }

  #findConditionKey(lower: string): ConditionKey | undefined {
    const global = globalKey(lower);
    if (global) return global;
    const colon = lower.indexOf(':');
    if (colon < 0) return undefined;
    for (const service of this.#servicesWithKeysOf(lower.slice(0, colon))) {
      const opened = this.#open(service);
      const key = opened?.key(lower);
      if (key) return key;
    }
    return undefined;
  }

  /** Whether any condition key begins with this prefix, as service prefixes, `aws` and `saml` do. */
  hasConditionKeyPrefix(prefix: string): boolean {
    const lower = prefix.toLowerCase();
    return lower === 'aws' || this.#servicesWithKeysOf(lower).some((service) => this.#open(service) !== undefined);
  }

  /** Every global condition key. */
  globalKeys(): readonly GlobalKey[] {
    return globalKeys;
  }

  /** Opens the text of `descriptions/<service>.json` as the build wrote it beside this index. */
  readDescriptions(service: string, text: string): { descriptions: Descriptions } | { problem: string } {
    const opened = this.#open(service.toLowerCase());
    if (!opened) return { problem: `the action catalog knows no service "${service}"` };
    let lines: unknown;
    try {
      lines = JSON.parse(text);
    } catch {
      lines = undefined;
    }
    const { actions, keys } = (lines ?? {}) as { actions?: unknown; keys?: unknown };
    if (!isTextList(actions, opened.actions.length) || !isTextList(keys, opened.keys.length)) {
      return { problem: `the descriptions of "${service}" do not belong to this action catalog; reinstall Grantlens` };
    }
    const ofActions = new Map(opened.actions.map(({ name }, at) => [name.toLowerCase(), actions[at]]));
    const ofKeys = new Map(opened.keys.map(({ name }, at) => [name.toLowerCase(), keys[at]]));
    return {
      descriptions: {
        action: (name) => ofActions.get(name.toLowerCase()) || undefined,
        conditionKey: (name) => ofKeys.get(name.toLowerCase()) || undefined,
      },
    };
  }

  #servicesWithKeysOf(prefix: string): readonly string[] {
    const services = [prefix];
    for (const owner of this.#keyOwners) if (matchesWildcard(owner.pattern, prefix)) services.push(...owner.services);
    return services;
  }

  #all(): readonly Action[] {
    return (this.#allActions ??= this.services().flatMap((service) => this.actionsOf(service) ?? []));
  }

  #open(prefix: string): EncodedService | undefined {
    const known = this.#opened.get(prefix);
    if (known) return known;
    // Not a plain read: "constructor" is a word that somebody may write before a colon.
    if (!Object.hasOwn(this.#encoded, prefix)) return undefined;
    const opened = new EncodedService(prefix, this.#encoded[prefix] ?? '');
    this.#opened.set(prefix, opened);
    return opened;
  }
}

/** False when the action can be used with Resource `*` only, so that a statement cannot narrow it. */
export function takesResource(action: Action): boolean {
  return action.resources.length > 0;
}

/** The names of all condition keys that a request for this action can carry, but for the global ones. */
export function conditionKeysFor({ conditionKeys, resources }: Action): readonly string[] {
  // Many actions have these lists in common.
  let known = allKeys.get(resources);
  if (!known) {
    const names = new Set(conditionKeys);
    for (const resource of resources) {
      for (const name of resource.conditionKeys) names.add(name);
      for (const name of resource.type.conditionKeys) names.add(name);
    }
    allKeys.set(resources, (known = [...names]));
  }
  return known;
}

const allKeys = new WeakMap<Action['resources'], readonly string[]>();

/** A key such as `aws:SourceIp`, or with a word of the author's `aws:RequestTag/Team`, without regard to case. */
export function globalKey(name: string): GlobalKey | undefined {
  const lower = name.toLowerCase();
  return globalKeysByName.get(lower) ?? findTemplateKey(globalTemplateKeys, lower);
}

/**
 * Whether a condition key is a claim of an identity provider: what stands before the colon is a host, as in
 * `token.actions.githubusercontent.com:sub`. Any OpenID Connect provider can be such a host.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function isIdentityProviderKey(name: string): boolean {
  const colon = name.indexOf(':');
  return colon > 0 && name.slice(0, colon).includes('.');
}

function isTextList(value: unknown, length: number): value is readonly string[] {
  return Array.isArray(value) && value.length === length && value.every((text) => typeof text === 'string');
}

function holesAsWildcards(text: string): string {
  return text.toLowerCase().replace(/\$\{[^}]*\}|<[^>]*>|(?<=\/)tag-key$/g, '?*');
}

function templateKeysOf<Key extends ConditionKey>(keys: readonly Key[]): readonly TemplateKey<Key>[] {
  return keys
    .map((key) => ({ pattern: holesAsWildcards(key.name), key }))
    .filter(({ pattern }) => hasWildcard(pattern));
}

function findTemplateKey<Key extends ConditionKey>(
  templates: readonly TemplateKey<Key>[],
  lower: string,
): Key | undefined {
  return templates.find(({ pattern }) => matchesWildcard(pattern, lower))?.key;
}

const none: readonly Action[] = [];

/** Wildcards of one service whose actions are kept. */
const mostPatterns = 200;

/** One service, taken apart as far as somebody asked: most ask for the names and levels of its actions only. */
class EncodedService {
  readonly prefix: string;
  readonly name: string;
  readonly #keyText: string;
  readonly #typeText: string;
  readonly #shapeText: string;
  readonly #actionText: string;
  #keys: readonly ConditionKey[] | undefined;
  #keysByName: ReadonlyMap<string, ConditionKey> | undefined;
  #templateKeys: readonly TemplateKey<ConditionKey>[] | undefined;
  #types: readonly ResourceType[] | undefined;
  #actions: readonly Action[] | undefined;
  /** Each in a list of its own; by the name in lower case, in the order of `actions`. */
  #named: ReadonlyMap<string, readonly Action[]> | undefined;
  readonly #matching = new Map<string, readonly Action[]>();

  constructor(prefix: string, text: string) {
    const [name = '', keys = '', types = '', shapes = '', actions = ''] = text.split('|');
    this.prefix = prefix;
    this.name = name;
    this.#keyText = keys;
    this.#typeText = types;
    this.#shapeText = shapes;
    this.#actionText = actions;
  }

  get actions(): readonly Action[] {
    if (this.#actions) return this.#actions;
    const shapes = listOf(this.#shapeText, ';').map((text) => new Shape(this, text));
    const actions: Action[] = [];
    for (const entry of listOf(this.#actionText, ';')) {
      const equals = entry.indexOf('=');
      const shape = shapes[Number.parseInt(entry.slice(equals + 1), 36)];
      if (shape) actions.push(new EncodedAction(this.prefix, entry.slice(0, equals), shape));
    }
    return (this.#actions = actions);
  }

  named(lowerName: string): readonly Action[] {
    return this.#byName().get(lowerName) ?? none;
  }

  /** The actions that a wildcard in lower case covers. */
  matching(pattern: string): readonly Action[] {
    let matching = this.#matching.get(pattern);
    if (!matching) {
      matching = [...this.#byName()].flatMap(([name, action]) => (matchesWildcard(pattern, name) ? action : []));
      // Policies repeat a few patterns; what somebody types passes by.
      if (this.#matching.size >= mostPatterns) this.#matching.clear();
      this.#matching.set(pattern, matching);
    }
    return matching;
  }

  #byName(): ReadonlyMap<string, readonly Action[]> {
    return (this.#named ??= new Map(this.actions.map((action) => [action.name.toLowerCase(), [action]])));
  }

  get types(): readonly ResourceType[] {
    return (this.#types ??= listOf(this.#typeText, ';').map((entry) => {
      const [name = '', arns = '', keyRefs = ''] = entry.split('=');
      return {
        service: this.prefix,
        name,
        arns: arns.split(',').map((arn) => arnPrefix + arn),
        conditionKeys: this.keyNames(keyRefs),
      };
    }));
  }

  get keys(): readonly ConditionKey[] {
    return (this.#keys ??= listOf(this.#keyText, ';').map((entry) => decodeKey(this.prefix, entry)));
  }

  key(lowerName: string): ConditionKey | undefined {
    this.#keysByName ??= new Map(this.keys.map((key) => [key.name.toLowerCase(), key]));
    this.#templateKeys ??= templateKeysOf(this.keys);
    return this.#keysByName.get(lowerName) ?? findTemplateKey(this.#templateKeys, lowerName);
  }

  keyNames(references: string): readonly string[] {
    return listOf(references, ' ').map((reference) => this.keys[Number.parseInt(reference, 36)]?.name ?? '');
  }
}

/** What many actions of a service have in common. */
class Shape {
  readonly level: AccessLevel;
  readonly #service: EncodedService;
  readonly #text: string;
  #conditionKeys: readonly string[] | undefined;
  #resources: readonly ActionResource[] | undefined;

  constructor(service: EncodedService, text: string) {
    this.level = accessLevelCodes[text[0] as keyof typeof accessLevelCodes] ?? 'Write';
    this.#service = service;
    this.#text = text;
  }

  get conditionKeys(): readonly string[] {
    return (this.#conditionKeys ??= this.#service.keyNames(this.#text.slice(1, this.#text.indexOf('/'))));
  }

  get resources(): readonly ActionResource[] {
    if (this.#resources) return this.#resources;
    const resources: ActionResource[] = [];
    for (const entry of listOf(this.#text.slice(this.#text.indexOf('/') + 1), ',')) {
      const [reference = '', keyRefs = ''] = entry.split('=');
      const required = reference.endsWith('!');
      const type = this.#service.types[Number.parseInt(reference, 36)];
      if (type) resources.push({ type, required, conditionKeys: this.#service.keyNames(keyRefs) });
    }
    return (this.#resources = resources);
  }
}

// Level and the like are getters: a spread or a JSON form of an action has its names only.
class EncodedAction implements Action {
  readonly service: string;
  readonly name: string;
  readonly #shape: Shape;

  constructor(service: string, name: string, shape: Shape) {
    this.service = service;
    this.name = name;
    this.#shape = shape;
  }

  get level(): AccessLevel {
    return this.#shape.level;
  }

  get conditionKeys(): readonly string[] {
    return this.#shape.conditionKeys;
  }

  get resources(): readonly ActionResource[] {
    return this.#shape.resources;
  }
}

function decodeKey(prefix: string, entry: string): ConditionKey {
  const documented = keyTypeCodes[entry[0] as keyof typeof keyTypeCodes] ?? 'String';
  const written = entry.slice(1);
  return {
    name: written.startsWith(':') ? prefix + written : written,
    types: [documented.replace('ArrayOf', '') as KeyType],
    multivalued: documented.startsWith('ArrayOf'),
  };
}

function listOf(text: string, separator: string): readonly string[] {
  return text === '' ? [] : text.split(separator);
}
