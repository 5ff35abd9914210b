import { strict as assert } from 'node:assert';
import { unitOf } from '../../server/src/graph/build.ts';
import { apiOf, authorizedBy, invokedBy, routeTitle } from '../../server/src/graph/route-target.ts';
import type { Unit } from '../../server/src/graph/unit.ts';
import type { FileFacts, LambdaPermission } from '../../server/src/model/facts.ts';
import { authorizerInvokeGrantMissing } from '../../server/src/rules/integration/authorizer-invoke-grant-missing.ts';
import { missingInvokeGrant } from '../../server/src/rules/integration/missing-invoke-grant.ts';
import { sourceArnMatchesNoRoute } from '../../server/src/rules/integration/source-arn-matches-no-route.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Rule } from '../../server/src/rules/rule.ts';
import { runRules } from '../../server/src/rules/run.ts';
import {
  grants,
  plainPermissions,
  plainRoutes,
  type PlainPermission,
  type PlainRoute,
} from '../support/plain-grants.ts';
import { hasTranslations, outputTexts, said, unitOfText } from '../support/sam-translator.ts';

type JsonMap = Record<string, unknown>;
type Resource = { Type: string; Properties: JsonMap };
type Template = { Resources: Record<string, Resource> };

/** One output of SAM's translator: what the rules say of it, and what is plain from its JSON. */
interface Output {
  readonly name: string;
  readonly text: string;
  readonly template: Template;
  readonly unit: Unit;
  readonly routes: readonly PlainRoute[];
  readonly permissions: readonly PlainPermission[];
}

/** Outputs of which the rules say nothing, for they may hold more than is written. */
const incomplete: Readonly<Record<string, string>> = {};

describe("a permission taken out of or bent in the outputs of SAM's own translator", function () {
  this.timeout(120_000);
  let outputs: readonly Output[] = [];

  before(function () {
    if (!hasTranslations) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    outputs = outputTexts().map(({ name, text }) => {
      const template = JSON.parse(text) as Template;
      const unit = unitOfText(`file:///sam/${name}`, text);
      const [routes, permissions] = [plainRoutes(template), plainPermissions(template)];
      return { name, text, template, unit, routes, permissions };
    });
  });

  it('the outputs themselves: no grant is missed where there is one, and none is invented', () => {
    const wrong: string[] = [];
    const silent: string[] = [];
    for (const { name, unit, routes, permissions } of outputs) {
      const ungranted = routes.filter((route) => !permissions.some((one) => grants(one, route))).map(titleOf);
      if (!unit.complete) {
        if (permissions.length > 0) silent.push(name);
        continue;
      }
      const told = toldBy(unit).filter(({ rule }) => missing.has(rule));
      const [got, wanted] = [new Set(told.map((one) => one.route ?? '')), new Set(ungranted)];
      for (const one of got) if (!wanted.has(one)) wrong.push(`${name}: told, but granted: ${one}`);
      for (const one of wanted) if (!got.has(one)) wrong.push(`${name}: not granted, and not told: ${one}`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(silent, Object.keys(incomplete));
  });

  it('is told on exactly the routes that lose their grant, and nothing else changes', function () {
    const wrong: string[] = [];
    let count = 0;
    for (const output of outputs) {
      if (!output.unit.complete) continue;
      let before: readonly Told[] = [];
      for (const [i, permission] of output.permissions.entries()) {
        if (permission.principal !== 'apigateway.amazonaws.com') continue;
        const asked = i === 0 ? rules : rulesOfWires;
        if (i < 2) before = toldBy(output.unit, asked);
        for (const { what, bent } of bends(output, permission)) {
          count++;
          const after = toldBy(mutated(output, permission.id, bent), asked);
          for (const problem of problems(output, permission, bent, before, after))
            wrong.push(`${output.name} ${permission.id} ${what}: ${problem}`);
        }
      }
    }
    console.log(`      ${count} mutations`);
    if (wrong.length > 0) assert.fail(`${wrong.length} wrong:\n${wrong.slice(0, 60).join('\n')}`);
    assert.ok(count > 1000);
  });
});

interface Told {
  readonly rule: string;
  /** `Api GET /pets` or `Api authorizers/Mine`, where a grant is missing. */
  readonly route: string | undefined;
  /** source-arn-matches-no-route, on the bent permission. */
  readonly isBent: boolean;
  readonly text: string;
}

const missing: ReadonlySet<string> = new Set([missingInvokeGrant.meta.id, authorizerInvokeGrantMissing.meta.id]);

/** Rules that look from one thing to another; those about what one statement says cannot hear of a permission. */
const rulesOfWires = rules.filter(({ meta }) => /^(?:integration|invoke)\//.test(meta.id));

/** What the rules say of a unit that ask no catalog. */
function toldBy(unit: Unit, asked: readonly Rule[] = rules): readonly Told[] {
  const places = new Map<number, string>();
  for (const route of unit.routes)
    for (const invoked of invokedBy(route, unit))
      places.set(invoked.text.span.start, `${apiOf(route, unit)?.id ?? ''} ${routeTitle(route)}`);
  for (const authorizer of unit.authorizers)
    for (const invoked of authorizedBy(authorizer, unit))
      places.set(invoked.text.span.start, `${said(authorizer.api).slice(2, -1)} authorizers/${authorizer.id}`);
  return runRules(asked, { unit, catalog: undefined, levels: {}, textOf: () => '' }).map(
    ({ rule, uri, span, message, related }) => ({
      rule,
      route: missing.has(rule) ? (places.get(span.start) ?? '') : undefined,
      isBent: rule === sourceArnMatchesNoRoute.meta.id && uri === bentUri,
      text: `${rule}: ${message}${(related ?? []).map((one) => ` (${one.message})`).join('')}`,
    }),
  );
}

function titleOf({ api, method, path }: PlainRoute): string {
  const key = path === '/$default' ? '$default' : path;
  return key === '$default' || method === '' ? `${api} ${key}` : `${api} ${method} ${key}`;
}

interface Bend {
  readonly what: string;
  /** Undefined where it is gone. */
  readonly bent: Resource | undefined;
}

/** The permission in each of the ways in which people get it wrong. */
function bends(output: Output, permission: PlainPermission): readonly Bend[] {
  const whole = output.template.Resources[permission.id];
  const api = /:\$\{(\w+)\}\//.exec(permission.source)?.[1];
  const tail = permission.source.slice(permission.source.indexOf('/'));
  const out: Bend[] = [{ what: 'deleted', bent: undefined }];
  if (!whole) return out;
  const bend = (what: string, properties: JsonMap): void => {
    out.push({ what, bent: { ...whole, Properties: { ...whole.Properties, ...properties } } });
  };
  bend('for another principal', { Principal: 's3.amazonaws.com' });
  bend('on another function', { FunctionName: { Ref: 'AnotherFunction' } });
  if (api === undefined || !permission.source.includes(':execute-api:')) return out;
  const arn = (id: string, rest: string): JsonMap => ({
    SourceArn: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${' + id + '}' + rest },
  });
  bend('of another API', arn('AnotherApi', tail));
  bend('on another path', arn(api, `${tail}/nowhere`));
  const verb = /^\/[^/]+\/([A-Z]+|\*)\//.exec(tail)?.[1];
  if (verb !== undefined)
    bend('for another verb', arn(api, tail.replace(/^(\/[^/]+\/)[^/]+/, verb === 'PATCH' ? '$1PUT' : '$1PATCH')));
  return out;
}

/** The unit with that permission bent or gone; all that did not change is as it was read. */
function mutated({ unit, name }: Output, id: string, bent: Resource | undefined): Unit {
  const [facts] = unit.files;
  if (!facts) throw new Error('a unit has a file');
  const changed = bent && readPermission(id, bent);
  const others: FileFacts = {
    ...facts,
    permissions: facts.permissions.flatMap((one) => (one.id === id ? (changed ? [changed] : []) : [one])),
    resources: facts.resources.filter((one) => bent !== undefined || one.id !== id),
    functions: [...facts.functions, anotherFunction(facts.uri)],
  };
  assert.ok(others.permissions.length >= facts.permissions.length - 1, name);
  return unitOf([{ facts: others, links: [], isNested: false }], undefined);
}

/** Where bent permissions stand. */
const bentUri = 'file:///sam/bent.json';

function readPermission(id: string, resource: Resource): LambdaPermission {
  const [permission] = unitOfText(bentUri, JSON.stringify({ Resources: { [id]: resource } })).permissions;
  if (!permission) throw new Error('a bent permission is one');
  return permission;
}

function anotherFunction(uri: string): FileFacts['functions'][number] {
  const key = { start: 0, end: 1 };
  return { id: 'AnotherFunction', uri, key, type: 'function', of: undefined, name: undefined, role: undefined };
}

function problems(
  output: Output,
  permission: PlainPermission,
  bent: Resource | undefined,
  before: readonly Told[],
  after: readonly Told[],
): readonly string[] {
  const [now] = bent ? plainPermissions({ Resources: { [permission.id]: bent } }) : [];
  const others = output.permissions.filter((one) => one !== permission);
  const hadGrant = (route: PlainRoute): boolean => output.permissions.some((one) => grants(one, route));
  const hasGrant = (route: PlainRoute): boolean => [...others, ...(now ? [now] : [])].some((one) => grants(one, route));
  const lost = output.routes.filter((route) => hadGrant(route) && !hasGrant(route));
  const known = new Set(before.map(({ text }) => text));
  const remaining = new Set(after.map(({ text }) => text));
  const fresh = after.filter(({ text }) => !known.has(text));
  const out: string[] = [];
  const useless = fresh.some((one) => one.isBent);
  for (const route of lost) {
    const isTold = fresh.some((one) => one.route === titleOf(route));
    if (!isTold && !(useless && now?.on === route.invokes))
      out.push(`${titleOf(route)} lost its grant, and is not told`);
  }
  for (const one of fresh) {
    if (one.route !== undefined && !lost.some((route) => titleOf(route) === one.route))
      out.push(`told anew: ${one.text}`);
    const isRight = one.isBent && !output.routes.some((route) => now && grants(now, route));
    if (one.route === undefined && !isRight) out.push(`told anew: ${one.text}`);
  }
  for (const { text } of before) if (!remaining.has(text)) out.push(`not told any more: ${text}`);
  return out;
}
