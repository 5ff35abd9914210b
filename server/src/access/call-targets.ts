import { resourcePoliciesOf } from '../graph/api-policies.ts';
import { nameInUnit } from '../graph/out-of-sight.ts';
import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import { apiOf, callsIn, executeTargetOf } from '../graph/route-target.ts';
import type { Unit } from '../graph/unit.ts';
import type { Api, Route, Stage } from '../model/facts.ts';
import type { PolicyDocument } from '../model/policy.ts';
import {
  executeApiArnHead,
  literalOf,
  madeText,
  splitText,
  type TextPart,
  type TextValue,
} from '../model/text-value.ts';
import { connectionVerbs } from '../catalog/request-verbs.ts';
import type { CallPattern } from './call-pattern.ts';
import { coversArn, coversText, type Answer } from './match.ts';

/** The unit's routes by API, in the order of the files. */
const routesByApi = unitMemory<ReadonlyMap<Api, readonly Route[]>>();

export function routesOfApi(api: Api, unit: Unit): readonly Route[] {
  let groups = routesByApi.get(unit);
  if (!groups) {
    const made = new Map<Api, Route[]>();
    for (const route of unit.routes) {
      const owner = apiOf(route, unit);
      if (!owner) continue;
      const group = made.get(owner);
      if (group) group.push(route);
      else made.set(owner, [route]);
    }
    routesByApi.set(unit, (groups = made));
  }
  return groups.get(api) ?? [];
}

/** Every route that the API has, with what a call of it is held against. Undefined when one may be out of sight, or none is in sight. */
export const knownCallsOf = perUnit(
  (api: Api, unit): readonly { readonly route: Route; readonly target: TextValue }[] | undefined => {
    if (!api.complete || !unit.complete || callsIn(unit).hasStrays || isHandedOut(api, unit)) return undefined;
    const routes = routesOfApi(api, unit);
    if (routes.length === 0) return undefined;
    const calls = routes.flatMap((route) => {
      const target = executeTargetOf(route, unit);
      return target ? [{ route, target }] : [];
    });
    return calls.length === routes.length ? calls : undefined;
  },
);

/** Other stacks may add routes to an API that they are told of. */
function isHandedOut({ id, uri }: Api, unit: Unit): boolean {
  return unit.handedOut.has(nameInUnit(id, uri));
}

/** Does the pattern cover calls of the route? Maybe where it covers some of them: one path of a parameter, one stage. */
export function coversCall(pattern: CallPattern, target: TextValue, { uri, unit }: PatternPlace): Answer {
  const across = (text: TextValue): TextValue => resolverOf(unit).acrossStacks(text, uri);
  return pattern.isShort
    ? pattern.call
      ? coversText(across(pattern.call), callOf(target))
      : 'no'
    : coversArn(across(pattern.text), target);
}

/** Where a pattern is written. */
interface PatternPlace {
  readonly uri: string;
  readonly unit: Unit;
}

/** `stage/VERB/path` of an ARN. */
function callOf(target: TextValue): TextValue {
  const resource = splitText(target, ':', 6)[5] ?? target;
  return splitText(resource, '/', 2)[1] ?? resource;
}

const word = (name: string): TextPart => ({ kind: 'reference', span: nowhere, to: { kind: 'pseudo', name } });
const nowhere = { start: 0, end: 0 };

/** What managing the connections of a WebSocket API is held against, a text for each verb: send, status, disconnect. */
export function connectionTargets(api: Api, unit: Unit): readonly TextValue[] {
  const place = { span: api.key, at: api.key };
  const head = madeText(place, ...executeApiArnHead, resolverOf(unit).referenceTo(api), '/');
  return connectionVerbs.map((verb) => ({
    ...place,
    parts: [
      ...head.parts,
      word('any stage'),
      ...madeText(place, `/${verb}/@connections/`).parts,
      word('any connection'),
    ],
  }));
}

/** The names of an API's stages. Undefined when one may be out of sight, or cannot be told. */
export const stageNamesOf = perUnit((api: Api, unit): readonly string[] | undefined => {
  if (!unit.complete || hasStageElsewhere(api, unit)) return undefined;
  const names: string[] = [];
  for (const stage of unit.stages) {
    const owner = resolverOf(unit).apiNamedBy(stage.api, stage.uri);
    if (owner && owner !== api) continue;
    const name = nameOfStage(stage);
    if (!owner || name === undefined) return undefined;
    names.push(name);
  }
  return names.length > 0 ? names : undefined;
});

/** A deployment that no stage of the template shows is one for a stage that somebody makes beside it. */
function hasStageElsewhere({ id, uri }: Api, unit: Unit): boolean {
  const own = unit.resources.filter((one) => one.uri === uri);
  if (own.find((one) => one.id === id)?.type.startsWith('AWS::Serverless::')) return false;
  const stages = own.filter(({ type }) => /^AWS::ApiGateway(?:V2)?::Stage$/.test(type));
  const deployments = own.filter(
    ({ type, mentions }) => /^AWS::ApiGateway(?:V2)?::Deployment$/.test(type) && mentions.includes(id),
  );
  return deployments.some(
    (one) =>
      !stages.some(({ mentions }) => mentions.includes(one.id)) &&
      !unit.stages.some((stage) => stage.uri === uri && stage.id === one.id),
  );
}

function nameOfStage(stage: Stage): string | undefined {
  return stage.complete ? literalOf(stage.name) : undefined;
}

/** The API whose resource policy a document is. */
export function apiOfPolicy(document: PolicyDocument, unit: Unit): Api | undefined {
  return unit.apis.find((api) => resourcePoliciesOf(api, unit).includes(document));
}
