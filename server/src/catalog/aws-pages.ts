import { globalKey, isIdentityProviderKey, type Catalog } from './catalog.ts';
import { hasWildcard } from './wildcard.ts';

const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/**
 * Prefixes that several pages share, of which the catalog has the name of another than the one that lists most of the actions.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const mainPages: Readonly<Record<string, string>> = {
  apigateway: 'amazonapigatewaymanagement',
  ses: 'amazonses',
};

/** What a service's page is called: its name in small letters, `awsx-ray`, `amazonkeyspacesforapachecassandra`. */
function pageOf(prefix: string, catalog: Catalog): string | undefined {
  if (Object.hasOwn(mainPages, prefix)) return mainPages[prefix];
  return catalog
    .service(prefix)
    ?.name.toLowerCase()
    .replace(/[^a-z\d.-]+/g, '');
}

/** Where AWS says what an action does, or a wildcard's service; undefined for one that the catalog does not know. */
export function pageOfAction(pattern: string, catalog: Catalog): string | undefined {
  const colon = pattern.indexOf(':');
  const prefix = pattern.slice(0, Math.max(0, colon)).toLowerCase();
  const page = pageOf(prefix, catalog);
  if (page === undefined) return undefined;
  const name = pattern.slice(colon + 1);
  if (hasWildcard(name)) return `${reference}/list_${page}.html#${page}-actions-as-permissions`;
  const action = catalog.action(prefix, name);
  return action && `${reference}/list_${page}.html#${page}-${action.name}`;
}

/** Where AWS says what a condition key holds; undefined for one that nobody knows. */
export function pageOfConditionKey(name: string, catalog: Catalog): string | undefined {
  const global = globalKey(name);
  if (global) {
    const word = global.name.slice('aws:'.length).replace(/\/.*$/, '').toLowerCase();
    // The anchor of AWS's page lacks a letter.
    const anchor = word === 'ec2instancesourceprivateipv4' ? 'ec2instancesourceprivateip4' : word;
    return `${guide}/reference_policies_condition-keys.html#condition-keys-${anchor}`;
  }
  const known = catalog.conditionKey(name);
  const page = known && pageOf(known.name.slice(0, known.name.indexOf(':')).toLowerCase(), catalog);
  if (page !== undefined) return `${reference}/list_${page}.html#${page}-policy-keys`;
  return isIdentityProviderKey(name)
    ? `${guide}/reference_policies_iam-condition-keys.html#condition-keys-wif`
    : undefined;
}
