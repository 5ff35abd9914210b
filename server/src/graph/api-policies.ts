import type { Api } from '../model/facts.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { PlacedPolicy, Unit } from './unit.ts';

/**
 * The resource policies of an API: those of its resource and of its definition, wherever that stands. Several are alternatives;
 * `api.policyComplete` says whether they are all, and none of them too.
 */
export function resourcePoliciesOf(api: Api, unit: Unit): readonly PolicyDocument[] {
  const file = unit.files.find(({ uri }) => uri === api.uri);
  const definition = unit.definedIn.get(api);
  const own = api.policies.flatMap((index) => file?.policies[index] ?? []);
  const defined = definition?.apis.find(({ id }) => id === '')?.policies ?? [];
  return [...own, ...defined.flatMap((index) => definition?.policies[index] ?? [])];
}

/** A document of a file with the place that it is used in. */
export function placedIn(document: PolicyDocument, unit: Unit): PlacedPolicy {
  return unit.policies.find((one) => one.document === document) ?? { document, use: document.slot };
}

/** Does that file belong to the template of the API: it is the template, or a definition that CloudFormation includes and works out the functions of? */
export function isInTemplateOf(api: Api, uri: string, unit: Unit): boolean {
  if (uri === api.uri) return true;
  const file = unit.files.find((one) => one.uri === api.uri);
  const isIncluded = file?.links.some(
    (link) => link.kind === 'api-definition' && link.api === api.id && link.included === true,
  );
  return isIncluded === true && unit.definedIn.get(api)?.uri === uri;
}
