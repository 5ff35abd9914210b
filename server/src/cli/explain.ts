import { openKeysOf, type Decision, type Principal } from '../access/decision.ts';
import { foreignPrincipal, isNamed, nameOfPrincipal, principalsOf } from '../access/principals.ts';
import { routeAccess } from '../access/route-access.ts';
import { groundsOf, mayOf, routeView, type GroundView, type May, type RouteView } from '../features/route-view.ts';
import type { Unit } from '../graph/unit.ts';
import type { Route } from '../model/facts.ts';
import { literalOf } from '../model/text-value.ts';
import type { ExplainOptions } from './arguments.ts';
import { tellBroken } from './broken.ts';
import type { Io } from './io.ts';
import { readWorkspace, type ReadWorkspace } from './read-workspace.ts';
import { jsonGrounds, shownPlace } from './routes.ts';

interface Found {
  readonly unit: Unit;
  readonly route: Route;
  readonly view: RouteView;
}

/** Says whether a principal gets through to a route, and because of what: see the help text for the exit code. */
export async function explain(given: ExplainOptions, io: Io): Promise<number> {
  const options = { ...given, path: pathOf(given) };
  const read = await readWorkspace(options, io);
  const refuse = (problem: string): number => {
    io.stderr(`grantlens: ${problem}\n`);
    return 2;
  };
  if (read.unreadable.some(({ named }) => named)) return 2;
  const { workspace } = read;
  const all = workspace
    .units()
    .flatMap((unit) =>
      unit.routes.map((route): Found => ({ unit, route, view: routeView(route, unit, workspace.catalog) })),
    );
  if (all.length === 0) return refuse('there is no route in these files');
  const asked = `${options.method === '-' ? '' : `${options.method} `}${options.path}`;
  const ofApi = all.filter(({ view }) => options.api === undefined || view.api?.name === options.api);
  if (ofApi.length === 0) return refuse(`there is no API "${options.api ?? ''}"; there is ${listed(namesOf(all))}`);
  const taking = closest(ofApi, options);
  // Of routes of the same words those are meant beside which the principal is declared.
  const beside = taking.filter(({ unit }) => principalsNamed(options.principal, unit).length > 0);
  const matching = beside.length > 0 ? beside : taking;
  const [found, second] = matching;
  if (!found) return refuse(`no route takes ${asked}; see grantlens routes`);
  if (second)
    return refuse(
      `${asked} is a route of ${listed(matching.map((one) => placedName(one, read)))}: ${namesOf(matching).length > 1 ? 'choose one with --api, or ' : ''}name fewer files`,
    );
  const principals = principalsNamed(options.principal, found.unit);
  const principal = principals[0] ?? foreignPrincipal(options.principal);
  if (!principal) {
    // Declared beside other routes, none of which takes the request.
    const home = all.find(({ unit }) => principalsNamed(options.principal, unit).length > 0);
    if (home)
      return refuse(
        `no route beside "${options.principal}" takes ${asked}, which is one of ${placedName(found, read)}; see grantlens routes`,
      );
    const known = principalsOf(found.unit).map(wordsFor);
    const there = known.length > 0 ? `; there is ${listed(known)}` : '; there is no role, user or group';
    return refuse(`"${options.principal}" is nobody beside ${found.view.title}${there}, and anonymous`);
  }
  if (principals.length > 1) return refuse(`"${options.principal}" names ${listed(principals.map(wordsFor))}`);

  const { route, unit, view } = found;
  const path = literalOf(route.path);
  const decision = routeAccess(principal, route, unit, {
    context: options.context,
    ...(options.stage === undefined ? {} : { stage: options.stage }),
    ...(options.method === '-' ? {} : { method: options.method }),
    ...(path === undefined || path === options.path ? {} : { path: options.path }),
  });
  const answer: Answer = {
    asked,
    principal: principal.kind === 'anonymous' ? 'anyone, unsigned,' : wordsFor(principal),
    view,
    decision,
    may: mayOf(decision),
    grounds: groundsOf(decision, unit),
    settledBy: decision.passes === 'maybe' ? openKeysOf(decision) : [],
  };
  tellBroken(read, io);
  io.stdout(options.format === 'json' ? printJson(answer, read) : printText(answer, read));
  return decision.outcome === 'allowed' ? 0 : 1;
}

/** The path of a request as people copy it: without its query, with the slash at its start. */
function pathOf({ method, path }: ExplainOptions): string {
  if (method === '-' || path.startsWith('$')) return path;
  const [bare = ''] = path.split(/[?#]/);
  return bare.startsWith('/') ? bare : `/${bare}`;
}

function principalsNamed(name: string, unit: Unit): readonly Principal[] {
  return [{ kind: 'anonymous' } as const, ...principalsOf(unit)].filter((one: Principal) => isNamed(one, name, unit));
}

function namesOf(found: readonly Found[]): readonly string[] {
  return [...new Set(found.map(({ view }) => view.api?.name ?? 'an API out of sight'))];
}

function wordsFor(principal: Principal): string {
  switch (principal.kind) {
    case 'role':
      return `role ${principal.role.id}`;
    case 'identity':
      return `${principal.identity.kind} ${principal.identity.id}`;
    case 'account':
      return principal.arn ?? `somebody of account ${principal.account}`;
    case 'anonymous':
    case 'service':
      return nameOfPrincipal(principal);
  }
}

function placedName({ view }: Found, read: ReadWorkspace): string {
  return `${view.api?.name ?? 'an API out of sight'} (${shownPlace(view.place, read)})`;
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : (names[0] ?? '');
}

/** The routes that take the request, those of API Gateway's own choice: an exact path before parameters, a verb before ANY. */
function closest(all: readonly Found[], { method, path }: ExplainOptions): readonly Found[] {
  const ranked = all.flatMap((one) => {
    const rank = rankOf(one.route, method.toUpperCase(), path);
    return rank === undefined ? [] : [{ one, rank }];
  });
  const best = Math.min(...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === best).map(({ one }) => one);
}

/** Lower is nearer; undefined for a route that does not take the request, or of which that is not known. */
function rankOf(route: Route, method: string, path: string): number | undefined {
  const own = literalOf(route.path);
  if (own === undefined) return undefined;
  const verb = route.method && literalOf(route.method)?.toUpperCase();
  if (route.method === undefined || own === '$default') {
    if (own === path) return 0;
    // What no other route of an HTTP API takes.
    return own === '$default' && route.apiKind === 'http' && method !== '-' ? Infinity : undefined;
  }
  if (method === '-' || (verb !== method && verb !== 'ANY')) return undefined;
  const byVerb = verb === method ? 0 : 1;
  if (own === path) return byVerb;
  const pattern = own
    .split('/')
    .map((segment) =>
      /^\{.*\+\}$/.test(segment)
        ? '.+'
        : /^\{.*\}$/.test(segment)
          ? '[^/]+'
          : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  if (!new RegExp(`^${pattern.join('/')}$`).test(path)) return undefined;
  const parameters = pattern.filter((segment) => segment === '[^/]+').length;
  return byVerb + 2 * parameters + (pattern.includes('.+') ? 1000 : 0);
}

interface Answer {
  readonly asked: string;
  readonly principal: string;
  readonly view: RouteView;
  readonly decision: Decision;
  readonly may: May;
  readonly grounds: readonly GroundView[];
  /** Condition keys that would decide it. */
  readonly settledBy: readonly string[];
}

const verdicts: Readonly<Record<Decision['outcome'], string>> = {
  allowed: 'is allowed',
  'explicitly-denied': 'is denied explicitly',
  'implicitly-denied': 'is denied: nothing allows it',
  unknown: 'may be allowed or not: that is not known here',
};

function printText(answer: Answer, read: ReadWorkspace): string {
  const { view, decision, grounds, settledBy } = answer;
  const verdict = decision.passes === 'no' && decision.outcome === 'unknown' ? 'is denied' : verdicts[decision.outcome];
  const lines = [
    `${answer.principal} calling ${answer.asked}${view.api ? ` of ${view.api.name}` : ''} ${verdict}`,
    '',
    `  route          ${view.title}  ${shownPlace(view.place, read)}`,
    `  authorization  ${view.authorization.words}  ${shownPlace(view.authorization.place, read)}`,
  ];
  for (const [i, ground] of grounds.entries())
    lines.push(`  ${i === 0 ? 'because' : '       '}        ${shownGround(ground, read)}`);
  for (const key of settledBy) lines.push(`  to settle it   --context ${key}=<value>`);
  lines.push(`  behind it      ${view.backend.words}`);
  for (const ground of view.backend.grounds) lines.push(`                 ${shownGround(ground, read)}`);
  return `${lines.join('\n')}\n`;
}

function shownGround({ text, place }: GroundView, read: ReadWorkspace): string {
  return place ? `${text}  ${shownPlace(place, read)}` : text;
}

function printJson(answer: Answer, read: ReadWorkspace): string {
  const { view, decision, grounds, settledBy } = answer;
  return `${JSON.stringify(
    {
      version: 1,
      principal: answer.principal,
      route: view.title,
      api: view.api?.name ?? null,
      outcome: decision.outcome,
      may: answer.may,
      because: jsonGrounds(grounds, read),
      settledBy,
      backend: { model: view.backend.model, title: view.backend.title, may: view.backend.may },
    },
    null,
    2,
  )}\n`;
}
