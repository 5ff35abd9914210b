import { placedIn } from '../graph/api-policies.ts';
import { opaqueHolderOf } from '../graph/out-of-sight.ts';
import { perUnit, unitMemory } from '../graph/per-unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { Unit } from '../graph/unit.ts';
import type { VpcEndpoint } from '../model/facts.ts';
import type { Statement } from '../model/policy.ts';
import { literalOf, madeText, splitText, type TextValue } from '../model/text-value.ts';
import { allRequests, decided, fact, type Decision } from './decision.ts';
import { guardDecision, type PolicySet } from './evaluate.ts';
import { namesPrincipals } from './principal-matches.ts';
import type { Request } from './request.ts';
import { resolvedStatement } from './resolved-statement.ts';

const nowhere = { span: { start: 0, end: 0 }, at: { start: 0, end: 0 } };

/** The id of any endpoint but those that the unit declares. */
export const anotherEndpoint: TextValue = madeText(nowhere, { kind: 'logical', id: 'another VPC endpoint' });

/** What `aws:SourceVpce` holds for calls through an endpoint. */
export function idOfEndpoint(endpoint: VpcEndpoint, unit: Unit): TextValue {
  return madeText({ span: endpoint.key, at: endpoint.key }, resolverOf(unit).referenceTo(endpoint));
}

const told = unitMemory<boolean>();

/** Whether the unit declares endpoints, and no policy asks for one by what another resource gives, which may be the id of any. */
export function areEndpointsTold(unit: Unit): boolean {
  let known = told.get(unit);
  if (known === undefined) {
    const documents = [...unit.policies, ...unit.madePolicies].map(({ document }) => document);
    known =
      unit.vpcEndpoints.length > 0 &&
      documents.every(({ statements }) => statements.every((statement) => asksForEndpointsOnly(statement, unit)));
    told.set(unit, known);
  }
  return known;
}

function asksForEndpointsOnly(statement: Statement, unit: Unit): boolean {
  const isSourceVpce = (key: string): boolean => key.toLowerCase() === 'aws:sourcevpce';
  if (!statement.condition?.tests.some(({ key }) => isSourceVpce(key))) return true;
  const tests = resolvedStatement(statement, unit).condition?.tests.filter(({ key }) => isSourceVpce(key)) ?? [];
  return tests
    .flatMap(({ values }) => values)
    .flatMap(({ parts }) => parts)
    .every((part) => {
      if (part.kind !== 'reference' || part.to.kind !== 'logical' || part.to.attribute !== undefined) return true;
      const { id, uri = statement.uri } = part.to;
      return resolverOf(unit).resource(id, uri)?.type === 'AWS::EC2::VPCEndpoint';
    });
}

/** The policy of an endpoint; undefined for none, which lets every call through. */
const policyOfEndpoint = perUnit((endpoint: VpcEndpoint, unit: Unit): PolicySet | undefined => {
  const { id, uri, policyComplete } = endpoint;
  const file = unit.files.find((one) => one.uri === uri);
  const documents = endpoint.policies.flatMap((index) => file?.policies[index] ?? []);
  const isAll = policyComplete && !opaqueHolderOf(id, uri, unit);
  if (documents.length === 0 && isAll) return undefined;
  const unseen = isAll ? [] : [fact(`the VPC endpoint ${id} may have a policy that cannot be read`, placeOf(endpoint))];
  const attached = policyComplete ? 'yes' : 'maybe';
  return { policies: documents.map((document) => ({ policy: placedIn(document, unit), attached })), unseen };
});

/**
 * What an endpoint says of calls that come through it.
 *
 * @param signed False where each may come from anybody, with a signature or without: the requests are those of anonymous callers.
 */
export function endpointAccess(
  endpoint: VpcEndpoint,
  requests: readonly Request[],
  signed: boolean,
  unit: Unit,
): Decision {
  const { id } = endpoint;
  if (!isForApis(endpoint, unit))
    return decided('unknown', fact(`what the VPC endpoint ${id} leads to is not known`, placeOf(endpoint)));
  const policies = policyOfEndpoint(endpoint, unit);
  if (!policies)
    return decided(
      'allowed',
      fact(`the VPC endpoint ${id} has no policy, so it lets every call through`, placeOf(endpoint)),
    );
  const decision = allRequests(requests.map((request) => guardDecision({ role: 'endpoint', policies }, request, unit)));
  const named =
    decision.outcome === 'implicitly-denied'
      ? decided(
          'implicitly-denied',
          fact(`no statement in the policy of the VPC endpoint ${id} allows it`, placeOf(endpoint)),
        )
      : decision;
  return signed || holdsForAnybody(named, policies) ? named : decided('unknown', ...named.because);
}

/** `com.amazonaws.eu-west-1.execute-api` */
function isForApis({ service, uri }: VpcEndpoint, unit: Unit): boolean {
  const pieces = service ? splitText(resolverOf(unit).standsFor(service, uri), '.') : [];
  return pieces.length > 3 && literalOf(pieces.at(-1)) === 'execute-api';
}

/** Does what is said of callers without a signature hold for those with one as well? */
function holdsForAnybody({ because, passes }: Decision, { policies }: PolicySet): boolean {
  if (passes === 'maybe') return true;
  const isDeniedToAll = because.some(
    (one) => one.kind === 'statement' && one.effect === 'Deny' && one.applies === 'yes' && !one.statement.notPrincipal,
  );
  if (isDeniedToAll) return true;
  return policies.every(
    ({ policy: { document } }) =>
      !namesPrincipals(document) && !document.statements.some(({ notPrincipal }) => notPrincipal),
  );
}

function placeOf({ uri, key }: VpcEndpoint): { readonly uri: string; readonly span: VpcEndpoint['key'] } {
  return { uri, span: key };
}
