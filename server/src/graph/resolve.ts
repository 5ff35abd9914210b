import { resourceIdentifiers } from '../catalog/resource-identifiers.ts';
import type { Api, Identity, LambdaFunction, Role } from '../model/facts.ts';
import { concatTexts, literalOf, madeText, splitText, type TextPart, type TextValue } from '../model/text-value.ts';
import { unitMemory } from './per-unit.ts';
import { arnOfResource, nameOfResource, urlOfResource } from './resource-text.ts';
import { stageParametersIn, withStageParameters } from './stage-parameters.ts';
import type { Unit, UnitResource } from './unit.ts';

const resolvers = unitMemory<Resolver>();

/** The resolver of a unit; made once, as units never change. */
export function resolverOf(unit: Unit): Resolver {
  let resolver = resolvers.get(unit);
  if (!resolver) resolvers.set(unit, (resolver = new Resolver(unit)));
  return resolver;
}

/**
 * Follows references inside a unit. A logical id is looked up in the file that mentions it, then in the unit's other files (a
 * definition that a template includes speaks of the template's resources).
 */
export class Resolver {
  readonly #roles = new Map<string, Role>();
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #apis = new Map<string, Api>();
  readonly #identities = new Map<string, Identity>();
  readonly #resources = new Map<string, UnitResource>();
  readonly #stageParameters: ReadonlySet<string>;

  constructor(unit: Unit) {
    this.#stageParameters = stageParametersIn(unit.stages);
    index(this.#roles, unit.roles);
    index(this.#functions, unit.functions);
    index(this.#functions, unit.functions.flatMap(underMadeId));
    index(this.#apis, unit.apis);
    index(this.#identities, unit.identities);
    index(this.#resources, unit.resources);
  }

  role(id: string, uri: string): Role | undefined {
    return this.#roles.get(`${uri} ${id}`) ?? this.#roles.get(id);
  }

  function(id: string, uri: string): LambdaFunction | undefined {
    return this.#functions.get(`${uri} ${id}`) ?? this.#functions.get(id);
  }

  api(id: string, uri: string): Api | undefined {
    return this.#apis.get(`${uri} ${id}`) ?? this.#apis.get(id);
  }

  identity(id: string, uri: string): Identity | undefined {
    return this.#identities.get(`${uri} ${id}`) ?? this.#identities.get(id);
  }

  resource(id: string, uri: string): UnitResource | undefined {
    return this.#resources.get(`${uri} ${id}`) ?? this.#resources.get(id);
  }

  /**
   * The text with references replaced by what they stand for: an ARN, a URL, a name that is written. What is only known after
   * deployment stays a reference.
   */
  standsFor(value: TextValue, uri: string, depth = 0): TextValue {
    const known = this.withStageParameters(value, uri);
    if (depth > 8 || !known.parts.some((part) => part.kind === 'reference' && part.to.kind === 'logical')) return known;
    return { ...known, parts: known.parts.flatMap((part) => this.#partStandsFor(part, known, uri, depth)) };
  }

  /** The text with the parameters that name a stage known to hold no slash. */
  withStageParameters(value: TextValue, uri: string): TextValue {
    return withStageParameters(value, uri, this.#stageParameters);
  }

  #partStandsFor(part: TextPart, value: TextValue, uri: string, depth: number): readonly TextPart[] {
    if (part.kind !== 'reference' || part.to.kind !== 'logical' || part.to.made) return [part];
    const { id, attribute } = part.to;
    const place = { span: part.span, at: value.at };
    const owner: Role | Identity | undefined = this.role(id, uri) ?? this.identity(id, uri);
    if (owner && attribute === 'Arn') return arnOfPrincipal(owner, place).parts;
    if (owner && attribute === undefined) return (owner.name ?? { parts: [part] }).parts;
    const invoked = this.function(attribute === 'Alias' ? `${id}.Alias` : id, uri);
    if (invoked && isArnOf(invoked, attribute)) {
      const arn = this.arnOfFunction(invoked, place, depth + 1);
      if (arn) return arn.parts;
    }
    if (invoked?.type === 'function' && attribute === undefined) return (invoked.name ?? { parts: [part] }).parts;
    const api = attribute === 'RestApiId' || attribute === 'ApiId' ? this.api(id, uri) : undefined;
    if (api) return madeText(place, { kind: 'logical', id: api.id }).parts;
    const resource = invoked ? undefined : this.resource(id, uri);
    return resource ? this.#resourceStandsFor(resource, part, place, depth) : [part];
  }

  #resourceStandsFor(
    resource: UnitResource,
    part: Extract<TextPart, { kind: 'reference' }>,
    place: Pick<TextValue, 'span' | 'at'>,
    depth: number,
  ): readonly TextPart[] {
    const known = resourceIdentifiers.get(resource.type);
    if (!known || part.to.kind !== 'logical') return [part];
    const { attribute } = part.to;
    const written = resource.name && this.standsFor(resource.name, resource.uri, depth + 1);
    // Names that are made of names may grow without end.
    const name = written && written.parts.length > 64 ? undefined : written;
    const own = name ?? nameOfResource(resource, known, place);
    const isName = attribute === undefined ? known.ref === 'name' : attribute === known.nameAttribute;
    if (isName) return own.parts;
    const isArn = attribute === undefined ? known.ref === 'arn' : known.arnAttributes.includes(attribute);
    const text = isArn
      ? arnOfResource(known, own, place)
      : attribute === undefined
        ? urlOfResource(known, own, place)
        : undefined;
    return text?.parts ?? [part];
  }

  /** The ARN of a function, version or alias; undefined when it belongs to a function out of sight. */
  arnOfFunction(invoked: LambdaFunction, place: Pick<TextValue, 'span' | 'at'>, depth = 0): TextValue | undefined {
    if (invoked.type === 'function') {
      const name = invoked.name ?? madeText(place, { kind: 'logical', id: invoked.id });
      return concatTexts(place, madeText(place, ...arnHead('lambda'), ':function:'), name);
    }
    const owner = invoked.of && this.functionNamedBy(invoked.of, invoked.uri);
    const arn = owner && depth < 8 ? this.arnOfFunction(owner, place, depth + 1) : undefined;
    if (!arn) return undefined;
    const qualifier =
      invoked.type === 'alias' && invoked.name
        ? invoked.name
        : madeText(place, { kind: 'logical', id: invoked.id, attribute: 'Version' });
    return concatTexts(place, arn, madeText(place, ':'), qualifier);
  }

  /** The unit's function that a FunctionName or an ARN speaks of: by reference, or by a name that is written in both places. */
  functionNamedBy(value: TextValue, uri: string, depth = 0): LambdaFunction | undefined {
    return this.functionsNamedBy(value, uri, depth)?.function;
  }

  /**
   * Reads a function's name, partial ARN or ARN. `qualifier` is the alias or version that it names, a text or the resource itself.
   */
  functionsNamedBy(
    value: TextValue,
    uri: string,
    depth = 0,
  ): { readonly function: LambdaFunction; readonly qualifier: TextValue | undefined } | undefined {
    const [first] = value.parts;
    if (first?.kind === 'reference' && first.to.kind === 'logical') {
      const { id, attribute } = first.to;
      const named = this.function(attribute === 'Alias' ? `${id}.Alias` : id, uri);
      const rest: TextValue = { ...value, parts: value.parts.slice(1) };
      if (!named || !(attribute === undefined || isArnOf(named, attribute))) return undefined;
      if (named.type !== 'function') {
        // An alias may name another, or half-typed itself.
        const owner = named.of && depth < 8 ? this.functionNamedBy(named.of, named.uri, depth + 1) : undefined;
        const qualifier =
          named.type === 'alias' && named.name
            ? named.name
            : madeText(value, { kind: 'logical', id: named.id, attribute: 'Version' });
        return owner && rest.parts.length === 0 ? { function: owner, qualifier } : undefined;
      }
      if (rest.parts.length === 0) return { function: named, qualifier: undefined };
      const [nothing, qualifier] = splitText(rest, ':', 2);
      return nothing?.parts.length === 0 && qualifier ? { function: named, qualifier } : undefined;
    }
    const full = this.standsFor(value, uri);
    const fields = splitText(full, ':');
    const isArn = literalOf(fields[0]) === 'arn';
    const name = isArn ? fields[6] : fields.length <= 2 ? fields[0] : undefined;
    const qualifier = isArn ? fields[7] : fields.length === 2 ? fields[1] : undefined;
    if (!name) return undefined;
    const found = [...this.#functions.values()].find((one) => one.type === 'function' && sameName(name, one));
    return found && { function: found, qualifier };
  }

  /** The unit's role whose ARN (or, with `name`, whose name) the text is; `by` says which of the two it is. */
  roleNamedBy(value: TextValue, uri: string): { readonly role: Role; readonly by: 'arn' | 'name' } | undefined {
    const [only, second] = value.parts;
    if (only?.kind === 'reference' && only.to.kind === 'logical' && !second) {
      const role = this.role(only.to.id, uri);
      if (!role || (only.to.attribute !== undefined && only.to.attribute !== 'Arn')) return undefined;
      return { role, by: only.to.attribute === 'Arn' ? 'arn' : 'name' };
    }
    // `arn:aws:iam::123456789012:role/` and a reference to the role's name, or the name itself.
    const fields = splitText(value, ':', 6);
    const resource = fields[5];
    if (literalOf(fields[0]) !== 'arn' || !resource) return undefined;
    const name = splitText(resource, '/').at(-1);
    const [part, more] = name?.parts ?? [];
    if (!name || more) return undefined;
    if (part?.kind === 'reference' && part.to.kind === 'logical' && part.to.attribute === undefined) {
      const role = this.role(part.to.id, uri);
      return role && { role, by: 'arn' };
    }
    const text = literalOf(name);
    const role = text === undefined ? undefined : [...this.#roles.values()].find((one) => literalOf(one.name) === text);
    return role && { role, by: 'arn' };
  }

  /** The API that an OpenAPI file defines, unless a template says which one that is. */
  definedIn(uri: string): Api | undefined {
    return this.#apis.get(`${uri} `);
  }

  apiNamedBy(value: TextValue | undefined, uri: string): Api | undefined {
    const [only, second] = value?.parts ?? [];
    if (only?.kind !== 'reference' || second || only.to.kind !== 'logical') return undefined;
    if (only.to.attribute !== undefined && only.to.attribute !== 'RestApiId' && only.to.attribute !== 'ApiId')
      return undefined;
    return this.api(only.to.id, uri);
  }
}

/** SAM's alias under the logical id that SAM makes for it, by which templates name it as well: `PetsAliaslive`. */
function underMadeId(alias: LambdaFunction): readonly LambdaFunction[] {
  const name = literalOf(alias.name);
  const owner = /^(.*)\.Alias$/.exec(alias.id)?.[1];
  return owner === undefined || name === undefined ? [] : [{ ...alias, id: `${owner}Alias${name}` }];
}

function index<T extends { readonly id: string; readonly uri: string }>(
  map: Map<string, T>,
  things: readonly T[],
): void {
  for (const thing of things) {
    map.set(`${thing.uri} ${thing.id}`, thing);
    if (!map.has(thing.id)) map.set(thing.id, thing);
  }
}

function sameName(name: TextValue, one: LambdaFunction): boolean {
  const text = literalOf(name);
  const [part, second] = name.parts;
  if (text !== undefined) return literalOf(one.name) === text;
  if (part?.kind !== 'reference' || second) return false;
  if (part.to.kind === 'logical') return part.to.id === one.id && part.to.attribute === undefined;
  const [own, more] = one.name?.parts ?? [];
  return (
    part.to.kind === 'parameter' &&
    !more &&
    own?.kind === 'reference' &&
    own.to.kind === 'parameter' &&
    own.to.name === part.to.name
  );
}

function arnHead(service: string): readonly Parameters<typeof madeText>[1][] {
  return [
    'arn:',
    { kind: 'pseudo', name: 'AWS::Partition' },
    `:${service}:`,
    { kind: 'pseudo', name: 'AWS::Region' },
    ':',
    { kind: 'pseudo', name: 'AWS::AccountId' },
  ];
}

/** The attributes that give a function's, a version's or an alias's ARN; `Ref` of the latter two does so too. */
function isArnOf({ type }: LambdaFunction, attribute: string | undefined): boolean {
  if (type === 'function') return attribute === 'Arn';
  return attribute === undefined || ['Arn', 'Alias', 'AliasArn', 'FunctionArn'].includes(attribute);
}

function arnOfPrincipal(owner: Role | Identity, place: Pick<TextValue, 'span' | 'at'>): TextValue {
  const name = owner.name ?? madeText(place, { kind: 'logical', id: owner.id });
  const kind = 'kind' in owner ? owner.kind : 'role';
  const head = madeText(
    place,
    'arn:',
    { kind: 'pseudo', name: 'AWS::Partition' },
    ':iam::',
    { kind: 'pseudo', name: 'AWS::AccountId' },
    `:${kind}`,
  );
  return concatTexts(place, head, owner.path ?? madeText(place, '/'), name);
}
