import { resolverOf } from '../graph/resolve.ts';
import { rolesCarrying, routesWithCredentials } from '../graph/role-use.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import type { Role, Route } from '../model/facts.ts';
import type { Slot, SlotUse } from '../model/policy.ts';
import { printed } from '../model/text-value.ts';
import { code, listed, page } from './markdown.ts';

/** The kinds of policies in AWS's words. */
export const slotNames: Readonly<Record<Slot, string>> = {
  trust: 'trust policy',
  identity: 'permissions policy (identity-based)',
  resource: 'resource policy (resource-based)',
  endpoint: 'VPC endpoint policy (resource-based)',
  boundary: 'permissions boundary',
  scp: 'service control policy',
  rcp: 'resource control policy',
};

/** What the slot of a policy is for, and who carries the policy there. */
export function saySlot({ document, use }: PlacedPolicy & { readonly use: SlotUse }, unit: Unit | undefined): string {
  switch (use.slot) {
    case 'trust': {
      const role = use.carrierId === undefined ? undefined : unit && resolverOf(unit).role(use.carrierId, use.uri);
      return page(
        `**Trust policy**${ofCarrier(use)}: who may assume the role`,
        'Each statement names a `Principal` and an STS action such as `sts:AssumeRole`, and no `Resource`: the role itself is meant. What the role may do then stands in its permissions policies.',
        role && unit ? usedByApiGateway(role, unit) : undefined,
      );
    }
    case 'identity': {
      const roles = unit ? rolesCarrying({ document, use }, unit).map(({ id }) => id) : [];
      const others = use.attachedTo.map(printed);
      const carriers = roles.length > 0 ? roles : others;
      return page(
        `**Permissions policy** (identity-based): what ${carriers.length > 0 ? listed(carriers.map(code)) : 'its carrier'} may do`,
        'Each statement names actions and resources, and no `Principal`: whoever the policy is attached to is meant. Who may assume a role stands in its trust policy (`AssumeRolePolicyDocument`).',
        use.command ? `${code(use.name)} makes it a policy of this kind.` : undefined,
      );
    }
    case 'resource':
      return sayResourceSlot(use);
    case 'endpoint':
      return page(
        '**VPC endpoint policy** (resource-based): what may pass through the endpoint',
        "It grants nothing by itself: the caller's identity policy or the API's resource policy must allow the call too. Each statement names a `Principal` and resources.",
      );
    case 'boundary':
      return page(
        '**Permissions boundary**: the most that the user or role may ever do',
        'It grants nothing by itself: an action must be allowed here and in a permissions policy.',
      );
    case 'scp':
      return page(
        '**Service control policy**: the most that the accounts of an organization may do',
        'It grants nothing by itself, and does not hold for the management account or service-linked roles.',
      );
    case 'rcp':
      return page(
        '**Resource control policy**: the most that anybody may do with the resources of an organization',
        'It grants nothing by itself.',
      );
  }
}

function sayResourceSlot(use: SlotUse): string {
  if (use.service === 'execute-api')
    return page(
      `**Resource policy of the API${use.carrierId === undefined ? '' : ` ${code(use.carrierId)}`}** (resource-based): who may call which of its routes, and from where`,
      'Each statement names a `Principal`, `execute-api:Invoke` and routes; `execute-api:/stage/VERB/path` stands for the API itself.',
      'With `AWS_IAM`, a caller of the same account needs an Allow here or in an identity policy, a caller of another account needs both. Routes with `NONE` or Cognito need an Allow here once there is a resource policy. A change counts when the API is deployed again. REST APIs only.',
    );
  return page(
    `**Resource policy**${ofCarrier(use)} (resource-based): who may do what with it`,
    'Each statement names a `Principal` as well as actions and resources.',
  );
}

function ofCarrier(use: SlotUse): string {
  if (use.carrierId !== undefined) return ` of ${code(use.carrierId)}`;
  return use.attachedTo.length > 0 ? ` of ${listed(use.attachedTo.map((text) => code(printed(text))))}` : '';
}

function usedByApiGateway(role: Role, unit: Unit): string | undefined {
  const routes = routesWithCredentials(role, unit);
  if (routes.length === 0) return undefined;
  return `API Gateway calls the back end of ${listed(
    routes.map((route) => code(nameOfRoute(route))),
    5,
  )} with this role, so \`apigateway.amazonaws.com\` must be among the principals.`;
}

/** `GET /pets`, `$default` */
export function nameOfRoute({ method, path }: Route): string {
  const words = [method, path].flatMap((text) => (text ? [printed(text)] : []));
  return words.length > 0 ? words.join(' ') : 'a route';
}
