import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { sourceArnOf } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { LambdaFunction, LambdaPermission, Route } from '../model/facts.ts';
import type { TextValue } from '../model/text-value.ts';
import { permissionsOn, sourcePatternOf } from './invoke-grant.ts';
import { resourceOfWholeArn } from './match.ts';
import { patternTokens, textTokens, type Token, type Tokens } from './text-tokens.ts';

/**
 * The permissions on a function that may cover a route, in their order: all but those whose SourceArn ends in other words than the
 * calls of the route. One function may have hundreds of both, of which each permission is for one route.
 */
export function permissionsFor(route: Route, invoked: LambdaFunction, unit: Unit): readonly LambdaPermission[] {
  const target = sourceArnOf(route, unit);
  return target ? indexOf(invoked, unit).mayCover(target) : permissionsOn(invoked, unit);
}

const indexOf = perUnit(
  (invoked: LambdaFunction, unit: Unit) =>
    new PermissionsByTail(permissionsOn(invoked, unit), (one) => sourcePatternOf(one, unit)),
);

/** Those of the routes that a permission of the function may cover. */
export function routesWithin(
  permission: LambdaPermission,
  invoked: LambdaFunction,
  routes: readonly Route[],
  unit: Unit,
): readonly Route[] {
  let known = within.get(unit);
  if (!known) within.set(unit, (known = new Map<readonly Route[], Map<LambdaPermission, Route[]>>()));
  let found = known.get(routes);
  if (!found) {
    known.set(routes, (found = new Map<LambdaPermission, Route[]>()));
    for (const route of routes)
      for (const one of permissionsFor(route, invoked, unit)) {
        const list = found.get(one);
        if (list) list.push(route);
        else found.set(one, [route]);
      }
  }
  return found.get(permission) ?? [];
}

const within = unitMemory<Map<readonly Route[], Map<LambdaPermission, Route[]>>>();

interface Placed {
  readonly at: number;
  readonly permission: LambdaPermission;
  /** The last pieces of the pattern that are letters alone. */
  readonly tail: readonly string[];
}

/**
 * Permissions by the pieces, from slash to slash, that their SourceArn ends in. Whatever a wildcard before them stands for, they are held
 * against the last pieces of the target.
 */
export class PermissionsByTail {
  readonly #all: readonly LambdaPermission[];
  /** Those that may cover whatever the target ends in. */
  readonly #anywhere: Placed[] = [];
  readonly #byLength = new Map<number, Placed[]>();
  /** For one length, by the pieces that a target of some form is sure of. */
  readonly #byWords = new Map<string, ReadonlyMap<string, readonly Placed[]>>();

  constructor(
    permissions: readonly LambdaPermission[],
    patternOf: (permission: LambdaPermission) => TextValue | undefined,
  ) {
    this.#all = permissions;
    for (const [at, permission] of permissions.entries()) {
      const pattern = patternOf(permission);
      const tail = (pattern && tailOf(pattern)) ?? [];
      const one = { at, permission, tail };
      const list = this.#byLength.get(tail.length);
      if (tail.length === 0) this.#anywhere.push(one);
      else if (list) list.push(one);
      else this.#byLength.set(tail.length, [one]);
    }
  }

  mayCover(target: TextValue): readonly LambdaPermission[] {
    const resource = resourceOfWholeArn(target);
    const pieces = resource && piecesOf(textTokens(resource));
    if (!pieces) return this.#all;
    const words = pieces.map(lettersOf);
    const found = [...this.#anywhere];
    for (const length of this.#byLength.keys())
      if (length <= words.length) found.push(...this.#ending(words.slice(-length)));
    return found.sort((a, b) => a.at - b.at).map(({ permission }) => permission);
  }

  #ending(words: readonly (string | undefined)[]): readonly Placed[] {
    const form = words.map((word) => (word === undefined ? '*' : '/')).join('');
    let known = this.#byWords.get(form);
    if (!known) {
      const groups = new Map<string, Placed[]>();
      for (const one of this.#byLength.get(words.length) ?? []) {
        const key = one.tail.filter((_word, i) => words[i] !== undefined).join('/');
        const group = groups.get(key);
        if (group) group.push(one);
        else groups.set(key, [one]);
      }
      this.#byWords.set(form, (known = groups));
    }
    return known.get(words.filter((word) => word !== undefined).join('/')) ?? [];
  }
}

function tailOf(pattern: TextValue): readonly string[] {
  const resource = resourceOfWholeArn(pattern);
  const words = (resource && piecesOf(patternTokens(resource)))?.map(lettersOf) ?? [];
  return words.slice(words.lastIndexOf(undefined) + 1).filter((word) => word !== undefined);
}

/** Undefined for a text too long to be compared letter by letter, or where a hole may hold slashes. */
function piecesOf({ all, pieces }: Tokens): Tokens['pieces'] {
  return all.length <= 2000 ? pieces : undefined;
}

/** Undefined for a piece with a wildcard or a hole. */
function lettersOf(piece: readonly Token[]): string | undefined {
  const letters = piece.filter((token) => typeof token === 'number' && token >= 0) as number[];
  return letters.length === piece.length ? String.fromCharCode(...letters) : undefined;
}
