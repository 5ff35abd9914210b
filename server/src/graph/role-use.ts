import type { Authorizer, Role, Route } from '../model/facts.ts';
import type { PolicyDocument, SlotUse } from '../model/policy.ts';
import { alternativesOf } from '../model/text-value.ts';
import { resolverOf } from './resolve.ts';
import type { PlacedPolicy, Unit } from './unit.ts';

/** A role's trust policy, where one is written. */
export function trustPolicyOf(role: Role, unit: Unit): PolicyDocument | undefined {
  if (role.trust === undefined) return undefined;
  return unit.files.find((file) => file.uri === role.uri)?.policies[role.trust];
}

/** The role whose trust policy the document is. */
export function roleWithTrust(document: PolicyDocument, unit: Unit): Role | undefined {
  return unit.roles.find((role) => trustPolicyOf(role, unit) === document);
}

/** The routes whose integration names the role as its credentials. */
export function routesWithCredentials(role: Role, unit: Unit): readonly Route[] {
  const resolver = resolverOf(unit);
  return unit.routes.filter((route) => {
    const credentials = route.integration?.credentials;
    return (
      credentials !== undefined &&
      alternativesOf(credentials).some((one) => one && resolver.roleNamedBy(one, route.uri)?.role === role)
    );
  });
}

/** The Lambda authorizers that are asked as the role. */
export function authorizersWithCredentials(role: Role, unit: Unit): readonly Authorizer[] {
  const resolver = resolverOf(unit);
  return unit.authorizers.filter(
    ({ credentials, uri }) =>
      credentials !== undefined &&
      alternativesOf(credentials).some((one) => one && resolver.roleNamedBy(one, uri)?.role === role),
  );
}

/** The service principals of those who use the role in this unit. */
export function servicesUsing(role: Role, unit: Unit): readonly string[] {
  const resolver = resolverOf(unit);
  const services: string[] = [];
  if (routesWithCredentials(role, unit).length + authorizersWithCredentials(role, unit).length > 0)
    services.push('apigateway.amazonaws.com');
  if (unit.functions.some((one) => one.role && resolver.roleNamedBy(one.role, one.uri)?.role === role))
    services.push('lambda.amazonaws.com');
  return services;
}

/** The unit's roles to which a policy is attached, or which carry it. */
export function rolesCarrying(policy: PlacedPolicy, unit: Unit): readonly Role[] {
  const use = policy.use;
  if (!use) return [];
  const resolver = resolverOf(unit);
  const roles = new Set<Role>();
  for (const text of use.attachedTo) {
    const role = resolver.roleNamedBy(text, use.uri)?.role ?? roleNamed(text, use, unit);
    if (role) roles.add(role);
  }
  const carrier = use.carrierId === undefined ? undefined : resolver.role(use.carrierId, use.uri);
  if (carrier) roles.add(carrier);
  for (const role of unit.roles) {
    const attaches = role.managedPolicies.some((arn) => {
      const [part, second] = resolver.acrossStacks(arn, role.uri).parts;
      return (
        part?.kind === 'reference' &&
        part.to.kind === 'logical' &&
        !second &&
        part.to.id === use.carrierId &&
        (part.to.uri ?? role.uri) === use.uri
      );
    });
    if (attaches) roles.add(role);
  }
  return [...roles];
}

function roleNamed(text: SlotUse['attachedTo'][number], use: SlotUse, unit: Unit): Role | undefined {
  const [part, second] = text.parts;
  if (second || part?.kind !== 'literal') return undefined;
  return unit.roles.find((role) => {
    const [own, more] = role.name?.parts ?? [];
    return role.uri === use.uri && !more && own?.kind === 'literal' && own.source.text === part.source.text;
  });
}
