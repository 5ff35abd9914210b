import { resourceIdentifiers } from '../catalog/resource-identifiers.ts';
import type { Api, Identity, LambdaFunction, Role } from '../model/facts.ts';
import {
  concatTexts,
  literalOf,
  madeText,
  splitText,
  type LogicalReference,
  type Reference,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { unitMemory } from './per-unit.ts';
import { arnOfResource, nameOfResource, urlOfResource } from './resource-text.ts';
import { handedInto, outputOf } from './stacks.ts';
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
 * Follows references inside a unit. A logical id is looked up in the file that mentions it, then in the files that share its names (a
 * definition that a template includes speaks of the template's resources).
 */
export class Resolver {
  readonly #unit: Unit;
  readonly #roles = new Map<string, Role>();
  readonly #functions = new Map<string, LambdaFunction>();
  readonly #apis = new Map<string, Api>();
  readonly #identities = new Map<string, Identity>();
  readonly #resources = new Map<string, UnitResource>();
  readonly #stageParameters: ReadonlySet<string>;

  constructor(unit: Unit) {
    this.#unit = unit;
    this.#index(this.#roles, unit.roles);
    this.#index(this.#functions, unit.functions);
    this.#index(this.#functions, unit.functions.flatMap(underMadeId));
    this.#index(this.#apis, unit.apis);
    this.#index(this.#identities, unit.identities);
    this.#index(this.#resources, unit.resources);
    this.#stageParameters = stageParametersIn([
      ...unit.stages,
      // What a stack hands in as the name of a stage names one there too.
      ...unit.stages.map(({ name, uri }) => ({ name: name && this.acrossStacks(name, uri), uri })),
    ]);
  }

  role(id: string, uri: string): Role | undefined {
    return this.#find(this.#roles, id, uri);
  }

  function(id: string, uri: string): LambdaFunction | undefined {
    return this.#find(this.#functions, id, uri);
  }

  api(id: string, uri: string): Api | undefined {
    return this.#find(this.#apis, id, uri);
  }

  identity(id: string, uri: string): Identity | undefined {
    return this.#find(this.#identities, id, uri);
  }

  resource(id: string, uri: string): UnitResource | undefined {
    return this.#find(this.#resources, id, uri);
  }

  #index<T extends { readonly id: string; readonly uri: string }>(map: Map<string, T>, things: readonly T[]): void {
    for (const thing of things) {
      map.set(`${thing.uri} ${thing.id}`, thing);
      const shared = this.#sharedName(thing.id, thing.uri);
      if (!map.has(shared)) map.set(shared, thing);
    }
  }

  #find<T>(map: ReadonlyMap<string, T>, id: string, uri: string): T | undefined {
    return map.get(`${uri} ${id}`) ?? map.get(this.#sharedName(id, uri));
  }

  #sharedName(id: string, uri: string): string {
    return `shared ${this.#unit.stacks?.namesOf.get(uri) ?? ''} ${id}`;
  }

  /**
   * The text as it is seen from everywhere in the unit: what a stack is handed in by its parameters, or tells by its outputs, in place
   * of the reference, and every name that is left with the template whose it is. The same text in a unit of one stack.
   */
  acrossStacks(value: TextValue, uri: string, depth = 0): TextValue {
    if (!this.#unit.stacks || value.parts.every((part) => part.kind === 'literal' || part.kind === 'unknown'))
      return value;
    return { ...value, parts: value.parts.flatMap((part) => this.#partAcross(part, value, uri, depth)) };
  }

  #partAcross(part: TextPart, value: TextValue, uri: string, depth: number): readonly TextPart[] {
    if (part.kind === 'choice')
      return [{ ...part, options: part.options.map((one) => one && this.acrossStacks(one, uri, depth)) }];
    if (part.kind !== 'reference' || part.to.uri !== undefined) return [part];
    const handed = depth > 8 ? undefined : this.#handed(part.to, uri);
    if (handed?.value) {
      const known = this.acrossStacks(handed.value, handed.uri, depth + 1);
      return known.parts.map((one) => placedAt(one, { span: part.span, at: value.at }));
    }
    return [{ ...part, to: this.#asSeenFrom(part.to, uri) }];
  }

  /** What another stack says that a reference stands for. */
  #handed(to: Reference, uri: string): { readonly value: TextValue | undefined; readonly uri: string } | undefined {
    const { stacks, files } = this.#unit;
    if (to.kind === 'logical') return outputOf(stacks, uri, to.id, to.attribute);
    if (to.kind !== 'parameter') return undefined;
    const isText = files.find((file) => file.uri === uri)?.textParameters.includes(to.name);
    return isText ? handedInto(stacks, uri, to.name) : undefined;
  }

  #asSeenFrom(to: Reference, uri: string): Reference {
    if (to.kind === 'logical') return { ...to, uri: this.#declaredIn(to.id, uri) };
    // Region and account are those of all stacks; a stack's own name and parameters are not.
    return to.kind === 'parameter' || to.name.startsWith('AWS::Stack') ? { ...to, uri } : to;
  }

  #declaredIn(id: string, uri: string): string {
    const found = this.resource(id, uri) ?? this.role(id, uri) ?? this.api(id, uri);
    return found?.uri ?? uri;
  }

  /** A reference to a thing of the unit, as `acrossStacks` and `standsFor` write it. */
  referenceTo({ id, uri }: { readonly id: string; readonly uri: string }): LogicalReference {
    return { kind: 'logical', id, ...(this.#unit.stacks && { uri }) };
  }

  /**
   * The text with references replaced by what they stand for: an ARN, a URL, a name that is written. What is only known after
   * deployment stays a reference.
   */
  standsFor(value: TextValue, uri: string, depth = 0): TextValue {
    const known = this.withStageParameters(this.acrossStacks(this.withStageParameters(value, uri), uri), uri);
    if (depth > 8 || !known.parts.some((part) => part.kind === 'reference' && part.to.kind === 'logical')) return known;
    return { ...known, parts: known.parts.flatMap((part) => this.#partStandsFor(part, known, uri, depth)) };
  }

  /** The text with the parameters that name a stage known to hold no slash. */
  withStageParameters(value: TextValue, uri: string): TextValue {
    return withStageParameters(value, uri, this.#stageParameters);
  }

  #partStandsFor(part: TextPart, value: TextValue, from: string, depth: number): readonly TextPart[] {
    if (part.kind !== 'reference' || part.to.kind !== 'logical' || part.to.made) return [part];
    const { id, attribute, uri = from } = part.to;
    const place = { span: part.span, at: value.at };
    const owner: Role | Identity | undefined = this.role(id, uri) ?? this.identity(id, uri);
    if (owner && attribute === 'Arn') return this.#arnOfPrincipal(owner, place).parts;
    if (owner && attribute === undefined) return (this.nameOf(owner) ?? { parts: [part] }).parts;
    const invoked = this.function(attribute === 'Alias' ? `${id}.Alias` : id, uri);
    if (invoked && isArnOf(invoked, attribute)) {
      const arn = this.arnOfFunction(invoked, place, depth + 1);
      if (arn) return arn.parts;
    }
    if (invoked?.type === 'function' && attribute === undefined)
      return (this.nameOf(invoked) ?? { parts: [part] }).parts;
    const api = attribute === 'RestApiId' || attribute === 'ApiId' ? this.api(id, uri) : undefined;
    if (api) return madeText(place, this.referenceTo(api)).parts;
    const resource = invoked ? undefined : this.resource(id, uri);
    return resource ? this.#resourceStandsFor(resource, part, place, depth) : [part];
  }

  /** The name that a thing is given, as it is seen from everywhere in the unit. */
  nameOf({ name, uri }: { readonly name: TextValue | undefined; readonly uri: string }): TextValue | undefined {
    return name && this.acrossStacks(name, uri);
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
    const own = name ?? nameOfResource(this.referenceTo(resource), known, place);
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
      const name = this.nameOf(invoked) ?? madeText(place, this.referenceTo(invoked));
      return concatTexts(place, madeText(place, ...arnHead('lambda'), ':function:'), name);
    }
    const owner = invoked.of && this.functionNamedBy(invoked.of, invoked.uri);
    const arn = owner && depth < 8 ? this.arnOfFunction(owner, place, depth + 1) : undefined;
    return arn && concatTexts(place, arn, madeText(place, ':'), this.#qualifierOf(invoked, place));
  }

  /** What an alias or a version is called behind its function's name. */
  #qualifierOf(invoked: LambdaFunction, place: Pick<TextValue, 'span' | 'at'>): TextValue {
    const name = invoked.type === 'alias' ? this.nameOf(invoked) : undefined;
    return name ?? madeText(place, { ...this.referenceTo(invoked), attribute: 'Version' });
  }

  /** The unit's function that a FunctionName or an ARN speaks of: by reference, or by a name that is written in both places. */
  functionNamedBy(value: TextValue, uri: string, depth = 0): LambdaFunction | undefined {
    return this.functionsNamedBy(value, uri, depth)?.function;
  }

  /**
   * Reads a function's name, partial ARN or ARN. `qualifier` is the alias or version that it names, a text or the resource itself.
   */
  functionsNamedBy(
    written: TextValue,
    from: string,
    depth = 0,
  ): { readonly function: LambdaFunction; readonly qualifier: TextValue | undefined } | undefined {
    const value = this.acrossStacks(written, from);
    const [first] = value.parts;
    if (first?.kind === 'reference' && first.to.kind === 'logical') {
      const { id, attribute, uri = from } = first.to;
      const named = this.function(attribute === 'Alias' ? `${id}.Alias` : id, uri);
      const rest: TextValue = { ...value, parts: value.parts.slice(1) };
      if (!named || !(attribute === undefined || isArnOf(named, attribute))) return undefined;
      if (named.type !== 'function') {
        // An alias may name another, or half-typed itself.
        const owner = named.of && depth < 8 ? this.functionNamedBy(named.of, named.uri, depth + 1) : undefined;
        return owner && rest.parts.length === 0
          ? { function: owner, qualifier: this.#qualifierOf(named, value) }
          : undefined;
      }
      if (rest.parts.length === 0) return { function: named, qualifier: undefined };
      const [nothing, qualifier] = splitText(rest, ':', 2);
      return nothing?.parts.length === 0 && qualifier ? { function: named, qualifier } : undefined;
    }
    const full = this.standsFor(value, from);
    const fields = splitText(full, ':');
    const isArn = literalOf(fields[0]) === 'arn';
    const name = isArn ? fields[6] : fields.length <= 2 ? fields[0] : undefined;
    const qualifier = isArn ? fields[7] : fields.length === 2 ? fields[1] : undefined;
    if (!name) return undefined;
    const found = [...this.#functions.values()].find((one) => one.type === 'function' && this.#isName(name, one));
    return found && { function: found, qualifier };
  }

  #isName(name: TextValue, one: LambdaFunction): boolean {
    const text = literalOf(name);
    const [part, second] = name.parts;
    if (text !== undefined) return literalOf(this.nameOf(one)) === text;
    if (part?.kind !== 'reference' || second) return false;
    const { to } = part;
    if (to.kind === 'logical')
      return to.id === one.id && to.attribute === undefined && (to.uri === undefined || to.uri === one.uri);
    const [own, more] = this.nameOf(one)?.parts ?? [];
    return (
      to.kind === 'parameter' &&
      !more &&
      own?.kind === 'reference' &&
      own.to.kind === 'parameter' &&
      own.to.name === to.name &&
      own.to.uri === to.uri
    );
  }

  /** The unit's role whose ARN (or, with `name`, whose name) the text is; `by` says which of the two it is. */
  roleNamedBy(written: TextValue, from: string): { readonly role: Role; readonly by: 'arn' | 'name' } | undefined {
    const value = this.acrossStacks(written, from);
    const [only, second] = value.parts;
    if (only?.kind === 'reference' && only.to.kind === 'logical' && !second) {
      const { id, attribute, uri = from } = only.to;
      const role = this.role(id, uri);
      if (!role || (attribute !== undefined && attribute !== 'Arn')) return undefined;
      return { role, by: attribute === 'Arn' ? 'arn' : 'name' };
    }
    // `arn:aws:iam::123456789012:role/` and a reference to the role's name, or the name itself.
    const fields = splitText(value, ':', 6);
    const resource = fields[5];
    if (literalOf(fields[0]) !== 'arn' || !resource) return undefined;
    const name = splitText(resource, '/').at(-1);
    const [part, more] = name?.parts ?? [];
    if (!name || more) return undefined;
    if (part?.kind === 'reference' && part.to.kind === 'logical' && part.to.attribute === undefined) {
      const role = this.role(part.to.id, part.to.uri ?? from);
      return role && { role, by: 'arn' };
    }
    const text = literalOf(name);
    const role =
      text === undefined ? undefined : [...this.#roles.values()].find((one) => literalOf(this.nameOf(one)) === text);
    return role && { role, by: 'arn' };
  }

  /** The API that an OpenAPI file defines, unless a template says which one that is. */
  definedIn(uri: string): Api | undefined {
    return this.#apis.get(`${uri} `);
  }

  apiNamedBy(written: TextValue | undefined, from: string): Api | undefined {
    const value = written && this.acrossStacks(written, from);
    const [only, second] = value?.parts ?? [];
    if (only?.kind !== 'reference' || second || only.to.kind !== 'logical') return undefined;
    const { id, attribute, uri = from } = only.to;
    if (attribute !== undefined && attribute !== 'RestApiId' && attribute !== 'ApiId') return undefined;
    return this.api(id, uri);
  }

  #arnOfPrincipal(owner: Role | Identity, place: Pick<TextValue, 'span' | 'at'>): TextValue {
    const name = this.nameOf(owner) ?? madeText(place, this.referenceTo(owner));
    const kind = 'kind' in owner ? owner.kind : 'role';
    const head = madeText(
      place,
      'arn:',
      { kind: 'pseudo', name: 'AWS::Partition' },
      ':iam::',
      { kind: 'pseudo', name: 'AWS::AccountId' },
      `:${kind}`,
    );
    const path = owner.path && this.acrossStacks(owner.path, owner.uri);
    return concatTexts(place, head, path ?? madeText(place, '/'), name);
  }
}

/** SAM's alias under the logical id that SAM makes for it, by which templates name it as well: `PetsAliaslive`. */
function underMadeId(alias: LambdaFunction): readonly LambdaFunction[] {
  const name = literalOf(alias.name);
  const owner = /^(.*)\.Alias$/.exec(alias.id)?.[1];
  return owner === undefined || name === undefined ? [] : [{ ...alias, id: `${owner}Alias${name}` }];
}

/** What is written in another file stands, in this one, where the reference to it does. */
function placedAt(part: TextPart, place: Pick<TextValue, 'span' | 'at'>): TextPart {
  if (part.kind === 'literal') return madeText(place, part.source.text).parts[0] ?? part;
  if (part.kind !== 'choice') return { ...part, span: place.span };
  const options = part.options.map(
    (one) => one && { ...place, parts: one.parts.map((inner) => placedAt(inner, place)) },
  );
  return { ...part, span: place.span, options };
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
