import { strict as assert } from 'node:assert';
import type { Unit } from '../../server/src/graph/unit.ts';
import {
  hasTranslations,
  said,
  saidAuthorizer,
  saidPermission,
  saidResourcePolicy,
  saidRole,
  saidRoute,
  translations,
  type Translation,
} from '../support/sam-translator.ts';

/** Where we differ from the translator on purpose, by the input's name. */
const permissionsThatDiffer: Readonly<Record<string, string>> = {};
const rolesThatDiffer: Readonly<Record<string, string>> = {};
const routesThatDiffer: Readonly<Record<string, string>> = {};
const guardsThatDiffer: Readonly<Record<string, string>> = {};

describe("SAM's own translator", function () {
  let all: readonly Translation[] = [];

  before(function () {
    if (!hasTranslations) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    all = translations();
  });

  it('makes the Lambda permissions that the reader foretells', () => {
    compare(all, permissionsThatDiffer, permissionsOf);
  });

  it('makes the roles that the reader foretells', () => {
    compare(all, rolesThatDiffer, rolesOf);
  });

  it('makes the routes, integrations, credentials and demands that the reader foretells', () => {
    compare(all, routesThatDiffer, (unit) => unit.routes.map((route) => saidRoute(route, unit)));
  });

  it('makes the resource policies and authorizers that the reader foretells', () => {
    compare(all, guardsThatDiffer, (unit) => [
      ...unit.apis.flatMap((api) => saidResourcePolicy(api, unit)),
      ...unit.authorizers.map(saidAuthorizer),
    ]);
  });
});

/** Permissions for API Gateway, and those that connectors make for others. */
function permissionsOf(unit: Unit): readonly string[] {
  return unit.permissions
    .filter(
      (one) =>
        said(one.principal) === 'apigateway.amazonaws.com' ||
        !one.written ||
        /LambdaPermission(?:Destination\d+)?$/.test(one.id),
    )
    .map((one) => saidPermission(one, unit));
}

/** Roles of functions and state machines, and of their API events; those of schedules, deployments and data sources are not the reader's. */
function rolesOf(unit: Unit): readonly string[] {
  return unit.roles.flatMap((role) => {
    const lines = saidRole(role, unit);
    const isOther = lines.some((line) =>
      /^trust:.* (?:codedeploy|events|scheduler|appsync)\.amazonaws\.com$/.test(line),
    );
    return isOther ? [] : lines.map((line) => `${role.id} ${line}`);
  });
}

function compare(
  all: readonly Translation[],
  known: Readonly<Record<string, string>>,
  tell: (unit: Unit) => readonly string[],
): void {
  assert.ok(all.length > 100, 'the corpus is there');
  const wrong: string[] = [];
  for (const { name, input, output } of all) {
    const [foretold, made] = [new Set(tell(input)), new Set(tell(output))];
    const differences = [
      ...[...made].filter((one) => !foretold.has(one)).map((one) => `  made, not foretold: ${one}`),
      ...[...foretold].filter((one) => !made.has(one)).map((one) => `  foretold, not made: ${one}`),
    ];
    if (differences.length > 0 !== (known[name] !== undefined)) wrong.push([name, ...differences].join('\n'));
  }
  assert.deepEqual(wrong.join('\n'), '');
}
