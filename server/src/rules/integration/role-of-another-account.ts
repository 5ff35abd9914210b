import { callPatternOf } from '../../access/call-pattern.ts';
import { apiOfPolicy } from '../../access/call-targets.ts';
import { resourcePoliciesOf } from '../../graph/api-policies.ts';
import { resolverOf } from '../../graph/resolve.ts';
import type { Unit } from '../../graph/unit.ts';
import type { Api } from '../../model/facts.ts';
import { literalOf, literalSourceOf, splitText, type TextValue } from '../../model/text-value.ts';
import { contains, type Place } from '../../text/span.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { subTextOf } from '../template-value.ts';
import { credentialsIn } from './credentials.ts';

export const roleOfAnotherAccount: Rule = {
  meta: {
    id: 'integration/role-of-another-account',
    level: 'warning',
    summary: 'API Gateway is given a role of another account than the one the API is in',
    why:
      'Whoever deploys an API hands its roles over to API Gateway (`iam:PassRole`), which AWS allows for roles of the own account alone: the deployment ends with `Cross-account pass role is not allowed`. ' +
      'A stack stands in one account, so roles of two accounts, or a role and an ARN of the API that name different ones, cannot both be right. ' +
      'What is to be called in another account is named by a role of the own one, which assumes another or is let in there.',
    fixes: ['the role of that name in the account of the deployment'],
  },
  *check({ unit }) {
    const passed = passedRolesIn(unit);
    if (passed.length === 0) return;
    const apis = apiArnsIn(unit);
    for (const [stack, roles] of byStack(passed)) {
      const own = accountOf(apis.filter((one) => one.stack === stack)) ?? mostNamed(roles);
      if (!own) continue;
      for (const role of roles) if (role.account !== own.account) yield* findingOf(role, own, unit);
    }
  },
};

/** A place of a stack that names an account in letters. */
interface Named extends Place {
  /** The template that becomes the stack, or a definition that no template takes. */
  readonly stack: string;
  readonly account: string;
  readonly text: TextValue;
  /** What is in that account, for messages. */
  readonly what: string;
  /** A role that API Gateway is given. */
  readonly isForApiGateway: boolean;
}

function findingOf({ uri, text, account, what, isForApiGateway }: Named, own: Named, unit: Unit): readonly Finding[] {
  const field = splitText(text, ':', 6)[4];
  if (!field || !isForApiGateway) return [];
  return [
    {
      uri,
      span: field.span,
      message: `${what} is in account ${account} and ${own.what} in ${own.account}: the deployment ends with (Cross-account pass role is not allowed)`,
      related: [{ uri: own.uri, span: own.span, message: `${own.what} in account ${own.account}` }],
      fixes: () => fixesOf(uri, text, unit),
    },
  ];
}

/** The account of those that all name the same one. */
function accountOf(all: readonly Named[]): Named | undefined {
  const [first] = all;
  return all.every(({ account }) => account === first?.account) ? first : undefined;
}

/** One of those whose account is named most often; where two are, the one that came first. */
function mostNamed(all: readonly Named[]): Named | undefined {
  const counted = (one: Named): number => all.filter(({ account }) => account === one.account).length;
  const most = Math.max(...all.map(counted));
  return all.find((one) => counted(one) === most);
}

function byStack(all: readonly Named[]): ReadonlyMap<string, readonly Named[]> {
  const stacks = new Map<string, Named[]>();
  for (const one of all) {
    const list = stacks.get(one.stack);
    if (list) list.push(one);
    else stacks.set(one.stack, [one]);
  }
  return stacks;
}

/** The roles that a deployment passes on and that are written as ARNs: to API Gateway, and to Lambda. */
function passedRolesIn(unit: Unit): readonly Named[] {
  const credentials = credentialsIn(unit).flatMap(({ uri, text, of, api, isChosen }) =>
    isChosen ? [] : passedRole({ uri, text, stack: api?.uri ?? uri, what: `the role for ${of}` }, unit),
  );
  const logs = unit.logRoles.flatMap(({ uri, role: text }) =>
    passedRole({ uri, text, stack: uri, what: 'the role for the logs' }, unit),
  );
  const functions = unit.functions.flatMap(({ id, uri, role: text }) =>
    text ? passedRole({ uri, text, stack: uri, what: `the role of function ${id}` }, unit) : [],
  );
  return [...functions, ...[...credentials, ...logs].map((one) => ({ ...one, isForApiGateway: true }))];
}

function passedRole(place: Pick<Named, 'uri' | 'text' | 'stack' | 'what'>, unit: Unit): readonly Named[] {
  const { uri, text } = place;
  const account = /^arn:[\w-]+:iam::(\d{12}):role\/./.exec(literalOf(text) ?? '')?.[1];
  if (account === undefined || !isAlways(uri, text, unit)) return [];
  return [{ ...place, span: text.span, account, isForApiGateway: false }];
}

/** The accounts that ARNs of the unit's own APIs name: where a policy of the API speaks of its calls, and where somebody refers to it. */
function apiArnsIn(unit: Unit): readonly Named[] {
  const permissions = unit.permissions.flatMap(({ uri, sourceArn }) => apiArn(uri, sourceArn, undefined, unit));
  const policies = unit.policies.flatMap(({ document, use }) => {
    const own = use?.slot === 'resource' ? apiOfPolicy(document, unit) : undefined;
    // Of alternatives, each may be for an account of its own.
    if (own && resourcePoliciesOf(own, unit).length > 1) return [];
    return document.statements.flatMap((statement) =>
      (statement.conditional ? [] : (statement.resource?.values ?? [])).flatMap((value) =>
        apiArn(statement.uri, value, own, unit),
      ),
    );
  });
  return [...permissions, ...policies];
}

/** @param own The API whose resource policy holds the ARN: there an id in letters is its own. */
function apiArn(uri: string, text: TextValue | undefined, own: Api | undefined, unit: Unit): readonly Named[] {
  const pattern = text && callPatternOf(text);
  const account = literalOf(pattern?.account);
  if (!text || account === undefined || !/^\d{12}$/.test(account) || !isAlways(uri, text, unit)) return [];
  const named = resolverOf(unit).apiNamedBy(pattern?.api, uri) ?? (literalOf(pattern?.api) ? own : undefined);
  if (!named) return [];
  const span = pattern?.account?.span ?? text.span;
  return [{ uri, span, text, stack: named.uri, account, what: 'the API', isForApiGateway: false }];
}

/** What a condition leaves out may be for a stack in another account. */
function isAlways(uri: string, { span, parts }: TextValue, unit: Unit): boolean {
  if (parts.some((part) => part.kind === 'choice')) return false;
  const holder = unit.resources.find((one) => one.uri === uri && contains(one.at, span));
  return holder?.conditional !== true;
}

/** Functions are worked out in templates alone. */
function fixesOf(uri: string, text: TextValue, unit: Unit): readonly Fix[] {
  const fields = splitText(text, ':', 6).map((field, i) => (i === 4 ? '${AWS::AccountId}' : subTextOf(field, uri)));
  const isTemplate = unit.files.some((file) => file.uri === uri && file.dialect === 'cloudformation');
  if (!isTemplate || fields.includes(undefined) || !literalSourceOf(text)) return [];
  const value = { 'Fn::Sub': fields.join(':') };
  return [
    {
      title: 'Name the role of that name in the account of the deployment',
      choice: true,
      changes: [{ kind: 'set', uri, at: text.at, value }],
    },
  ];
}
