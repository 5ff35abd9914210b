import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { apiOf, executeTargetOf } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, Route, Stage } from '../model/facts.ts';
import {
  alternativesOf,
  concatTexts,
  literalOf,
  madeText,
  splitText,
  unknownText,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { anyValue, contextOf, textOf, type Context } from './context.ts';
import type { Principal } from './decision.ts';
import { keysOfPrincipal, unitAccount } from './principals.ts';

/** What somebody who asks about a route states beside it. */
export interface Asked {
  /** Values of condition keys; none for a key that the request lacks. */
  readonly context?: ReadonlyMap<string, readonly string[]>;
  readonly stage?: string;
  /** A verb, for a route that takes any. */
  readonly method?: string;
  /** The path of one request (`/pets/17`), for a route whose path has parameters. */
  readonly path?: string;
  /** The id of the VPC endpoint that the call comes through. */
  readonly through?: TextValue;
}

/**
 * The ARNs of the requests that a route takes, one for each stage that the unit names for its API, or one for any stage where it names
 * none. Where API, verb or path are not known, a text that may be anything.
 */
export function targetsOf(route: Route, unit: Unit, asked: Asked = {}): readonly TextValue[] {
  if (asked.stage === undefined && asked.method === undefined && asked.path === undefined)
    return plainTargetsOf(route, unit);
  return madeTargets(route, unit, asked);
}

const plainTargetsOf = perUnit((route: Route, unit: Unit) => madeTargets(route, unit, {}));

function madeTargets(route: Route, unit: Unit, asked: Asked): readonly TextValue[] {
  const target = executeTargetOf(route, unit);
  const place = { span: route.key, at: route.key };
  if (!target) return [unknownText(place)];
  const [head, stage, ...rest] = splitText(target, '/', 4);
  if (!head || !stage) return [target];
  const stages = asked.stage === undefined ? stageNamesOf(route, unit) : [textOf(asked.stage)];
  const [verb, path] = rest;
  const isAnyVerb = literalOf(route.method)?.toUpperCase() === 'ANY';
  const isDefault = literalOf(route.path) === '$default';
  const end =
    verb && path
      ? [
          asked.method !== undefined && (isAnyVerb || isDefault) ? textOf(asked.method.toUpperCase()) : verb,
          asked.path === undefined ? path : textOf(asked.path.replace(/^\//, '')),
        ]
      : rest;
  const slash = madeText(place, '/');
  return (stages.length > 0 ? stages : [stage]).map((name) =>
    concatTexts(place, head, slash, name, ...end.flatMap((one) => [slash, one])),
  );
}

/** The names of the API's stages; none when the unit declares no stage of it, or one whose name cannot be told. */
function stageNamesOf(route: Route, unit: Unit): readonly TextValue[] {
  const api = apiOf(route, unit);
  const stages = (api && stagesByApi(unit).get(api)) ?? [];
  const names = stages.flatMap(({ name, uri }) =>
    (name ? alternativesOf(name) : [undefined]).map((one) => one && nameOfStage(resolverOf(unit).standsFor(one, uri))),
  );
  return names.every((name) => name !== undefined) ? names : [];
}

/** What cannot be read of a stage's name holds no slash either. */
function nameOfStage(name: TextValue): TextValue {
  if (!name.parts.some((part) => part.kind === 'unknown')) return name;
  const parts = name.parts.map((part): TextPart =>
    part.kind === 'unknown'
      ? { kind: 'reference', span: part.span, to: { kind: 'pseudo', name: 'what a stage is called' } }
      : part,
  );
  return { ...name, parts };
}

const byApi = unitMemory<ReadonlyMap<Api, readonly Stage[]>>();

function stagesByApi(unit: Unit): ReadonlyMap<Api, readonly Stage[]> {
  let known = byApi.get(unit);
  if (!known) {
    const map = new Map<Api, Stage[]>();
    for (const stage of unit.stages) {
      const api = resolverOf(unit).apiNamedBy(stage.api, stage.uri);
      if (!api) continue;
      const list = map.get(api);
      if (list) list.push(stage);
      else map.set(api, [stage]);
    }
    byApi.set(unit, (known = map));
  }
  return known;
}

/** Whether an API is reached through VPC endpoints only; undefined when that cannot be told. */
export function isPrivate(api: Api | undefined): boolean | undefined {
  if (!api) return undefined;
  if (api.kind !== 'rest') return false;
  const types = api.endpointTypes.map((type) => literalOf(type)?.toUpperCase());
  if (types.length > 0 && types.every((type) => type === 'PRIVATE')) return true;
  // Of a definition that nobody takes, whoever imports it decides; of several types a condition does.
  if (types.includes('PRIVATE') || types.includes(undefined) || (api.id === '' && types.length === 0)) return undefined;
  return types.length > 0 || !api.endpointKey ? false : undefined;
}

/**
 * The condition keys that are certain for a request to a route.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 *
 * @param signed False for a request whose signature API Gateway does not look at: nothing is known of its principal.
 */
export function contextOfRoute(
  principal: Principal,
  route: Route,
  unit: Unit,
  asked: Asked = {},
  signed = true,
): Context {
  const who = signed ? principal : nobody;
  const hidden = isPrivate(apiOf(route, unit));
  const { through } = asked;
  if (asked.context ?? through) {
    const keys = knownKeys(who, hidden, unit);
    return contextOf(through ? [...keys, ['aws:SourceVpce', [through]]] : keys, asked.context);
  }
  const contexts = contextsOf(who, unit);
  let known = contexts.get(hidden);
  if (!known) contexts.set(hidden, (known = contextOf(knownKeys(who, hidden, unit))));
  return known;
}

/** The same for a call that may be signed or not, by anybody. */
export function contextOfAnybody(route: Route, unit: Unit, asked: Asked): Context {
  const context = new Map(contextOfRoute(nobody, route, unit, asked));
  for (const [key] of keysOfPrincipal(nobody, unit)) context.delete(key.toLowerCase());
  return context;
}

const nobody: Principal = { kind: 'anonymous' };

/** By whether the API is private: the same for all its routes. */
const contextsOf = perUnit((_principal: Principal, _unit: Unit) => new Map<boolean | undefined, Context>());

type Keys = readonly (readonly [string, readonly TextValue[]])[];

function knownKeys(principal: Principal, hidden: boolean | undefined, unit: Unit): Keys {
  const publicOnly: Keys = [
    ['aws:SourceIp', [anyValue]],
    ['aws:SourceVpc', []],
    ['aws:SourceVpce', []],
    ['aws:VpcSourceIp', []],
  ];
  return [
    ...keysOfPrincipal(principal, unit),
    ['aws:SecureTransport', [textOf('true')]],
    ['aws:CurrentTime', [anyValue]],
    ['aws:EpochTime', [anyValue]],
    ['aws:ResourceAccount', [unitAccount]],
    ...(hidden === false ? publicOnly : []),
  ];
}
