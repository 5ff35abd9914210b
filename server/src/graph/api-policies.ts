import type { Api } from '../model/facts.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { Unit } from './unit.ts';

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
