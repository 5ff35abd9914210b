import { trustOf } from '../access/backend-access.ts';
import { policiesOf, principalOfRole } from '../access/principals.ts';
import type { Unit } from '../graph/unit.ts';
import type { Role } from '../model/facts.ts';
import { literalOf } from '../model/text-value.ts';
import { bullets, capital, code, counted, listed, page } from './markdown.ts';
import { areHeldBack, nameOfPolicy, type CallerView, type RouteView } from './route-view.ts';
import { titles } from './say-covered.ts';
import { functionsOfRole, routesOfRole } from './uses.ts';

/** Who may call a route and why, then what stands behind it and by which grant. */
export function sayRouteView(view: RouteView): string {
  const { callers, authorization } = view;
  const named = callers.filter(({ kind }) => kind !== 'anyone');
  const speaking = authorization.kinds.includes('AWS_IAM')
    ? named
    : callers.filter(({ grounds, heldBack }) => heldBack || grounds.some(({ effect }) => effect !== undefined));
  return page(
    headOf(view),
    speaking.length > 0 ? bullets(shortened(speaking.map(sayCaller))) : undefined,
    sayUnasked(view),
    sayBehind(view),
    ...notesOn(view),
  );
}

function headOf({ title, authorization: { kinds, authorizers }, callers }: RouteView): string {
  const name = code(title);
  if (areHeldBack(callers)) {
    const who = kinds.includes('AWS_IAM') ? 'Nobody in sight' : 'Nobody';
    return `**${who} may call ${name}**: the VPC endpoint that calls come through refuses those who are let in`;
  }
  if (kinds.includes('AWS_IAM')) {
    const calling = callers.filter(({ may, kind }) => kind !== 'anyone' && (may === 'yes' || may === 'part'));
    const possible = callers.filter(({ may, kind }) => kind !== 'anyone' && may === 'maybe');
    const who = (list: readonly CallerView[]): string => listed(list.map(nameOf), 5);
    if (calling.length > 0) return `**${capital(who(calling))} may call ${name}** (\`AWS_IAM\`)`;
    if (possible.length > 0) return `**${capital(who(possible))} may perhaps call ${name}** (\`AWS_IAM\`)`;
    return `**Nobody in sight may call ${name}** (\`AWS_IAM\`): no policy of the workspace allows \`execute-api:Invoke\` on it`;
  }
  const anyone = callers.find(({ kind }) => kind === 'anyone');
  if (kinds.includes('NONE')) {
    if (!anyone || anyone.may === 'no') return `**Nobody may call ${name}**: the resource policy lets nobody in`;
    if (anyone.may === 'yes') return `**Anyone may call ${name}**: it asks for no authorization`;
    return anyone.grounds.every(({ effect }) => effect === undefined)
      ? `**Anyone may call ${name}**, unless a resource policy that is out of sight says no: it asks for no authorization`
      : `**Those may call ${name} whom the resource policy lets in**: it asks for no authorization`;
  }
  const by = authorizers.length > 0 ? ` ${listed(authorizers.map((one) => code(one.name)))}` : '';
  if (kinds.includes('CUSTOM')) return `**The Lambda authorizer${by} decides who may call ${name}**`;
  if (kinds.includes('COGNITO_USER_POOLS')) return `**Users of the Cognito user pool${by} may call ${name}**`;
  if (kinds.includes('JWT')) return `**Bearers of a token that the JWT authorizer${by} accepts may call ${name}**`;
  return `**Who may call ${name} is not known**: its authorization cannot be read here`;
}

/** `role Keeper`, with the name as code; an ARN as code. */
function nameOf({ name }: CallerView): string {
  if (name.startsWith('arn:')) return code(name);
  const [kind = '', ...rest] = name.split(' ');
  return rest.length === 1 ? `${kind} ${code(rest[0] ?? '')}` : name;
}

function sayCaller(caller: CallerView): string {
  const words = { yes: 'may', part: 'may, for some stages or paths', maybe: 'may perhaps', no: 'may not' }[caller.may];
  const grounds = caller.grounds.map(({ text }) => text);
  return `${nameOf(caller)} ${words}${grounds.length > 0 ? `: ${listed(grounds, 4)}` : ''}`;
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length > 8 ? [...lines.slice(0, 7), `and ${lines.length - 7} more`] : lines;
}

/** An authorizer that cannot be asked lets nobody in. */
function sayUnasked({ authorization: { authorizers, may } }: RouteView): string | undefined {
  const [first] = may === 'no' ? authorizers : [];
  if (!first) return undefined;
  const because = first.grounds.map(({ text }) => text);
  return `**${capital(first.asked)}**: ${listed(because, 3)}; every call answers 500.`;
}

function sayBehind({ backend }: RouteView): string {
  if (backend.model === 'none') return `Behind it: ${code(backend.title)}, for which IAM asks no grant.`;
  const because = backend.grounds.map(({ text }) => text);
  const more = because.length > 0 && backend.model !== 'unknown' ? `: ${listed(because, 3)}` : '';
  const mark = backend.may === 'no' ? '**' : '';
  return `Behind it: ${mark}${backend.words}${mark}${more}.`;
}

/** What people meet who call such a route, by the text that they get. */
function notesOn({ authorization: { kinds }, route }: RouteView): readonly string[] {
  const notes: string[] = [];
  if (kinds.includes('AWS_IAM')) {
    notes.push(missingToken);
    if (route.apiKind === 'rest') notes.push(otherAccounts);
  }
  if (kinds.includes('CUSTOM')) notes.push(cachedPolicy);
  return notes;
}

export const missingToken =
  'A call without signature, or to a wrong path, verb or stage, gets 403 `Missing Authentication Token`.';
const otherAccounts =
  'A caller of another account needs both: an Allow in its own policies and one in the resource policy of the API.';
export const cachedPolicy =
  'The policy that the authorizer returns is cached for the token: one for just the `methodArn` refuses the next route with 403 `User is not authorized to access this resource`; one on `api-id/stage/*/*`, or a TTL of 0, does not.';

/** Which routes a role serves as credentials, whether API Gateway may assume it, and which policies say what it may do. Undefined for a role that nothing of the unit uses. */
export function sayRole(role: Role, unit: Unit): string | undefined {
  const routes = routesOfRole(role, unit);
  const functions = functionsOfRole(role, unit);
  if (routes.length + functions.length === 0) return undefined;
  const runs =
    functions.length > 0
      ? `Role of ${listed(
          functions.map(({ id }) => code(id)),
          4,
        )}`
      : '';
  const head =
    routes.length > 0
      ? `**API Gateway calls the back end of ${counted(routes.length, 'route')} as \`${role.id}\`**: ${titles(routes)}`
      : `**${runs}**`;
  const { identity } = policiesOf(principalOfRole(role, unit), unit);
  const names = [...new Set(identity.policies.map(({ policy }) => nameOfPolicy(policy)))];
  return page(
    head,
    routes.length > 0 ? sayTrust(role, unit) : undefined,
    routes.length > 0 && runs !== '' ? `${runs} as well.` : undefined,
    names.length > 0
      ? `What it may do stands in ${listed(names, 5)}${actionsOf(role, unit)}.`
      : 'No policy in sight says that it may do anything.',
    identity.unseen.length > 0
      ? `Out of sight: ${listed(
          identity.unseen.map(({ text }) => text),
          3,
        )}.`
      : undefined,
  );
}

function sayTrust(role: Role, unit: Unit): string {
  const { passes, because } = trustOf(role, unit);
  if (passes === 'yes') return 'API Gateway may assume it.';
  const [first] = because.flatMap((ground) => (ground.kind === 'fact' ? [ground.text] : []));
  return passes === 'no' ? `**API Gateway may not assume it**: ${first ?? 'its trust policy says no'}.` : '';
}

/** `: sqs:SendMessage, sns:Publish` */
function actionsOf(role: Role, unit: Unit): string {
  const { identity } = policiesOf(principalOfRole(role, unit), unit);
  const actions = identity.policies.flatMap(({ policy }) =>
    policy.document.statements.flatMap((statement) =>
      literalOf(statement.effect) === 'Allow'
        ? (statement.action?.values ?? []).flatMap((value) => literalOf(value) ?? [])
        : [],
    ),
  );
  const distinct = [...new Set(actions)];
  return distinct.length === 0 ? '' : `: ${listed(distinct.map(code), 6)}`;
}
