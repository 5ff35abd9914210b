import { isIdentityProviderKey } from '../../catalog/catalog.ts';
import { hasPlaceholder } from './placeholder.ts';
import type { TestReading } from './reading.ts';

/** A key that AWS may know though the catalog does not: of an identity provider, or to be filled in. */
export function isForeignKey({ key }: TestReading): boolean {
  return isIdentityProviderKey(key) || key.startsWith('saml:') || !key.includes(':') || hasPlaceholder(key);
}

/** `aws:ResourceTag`, whose tag is missing: undefined for a key that is no such. */
export function tagFormOf({ key, at }: TestReading): string | undefined {
  const name = key.replace(/\/+$/, '');
  return /tag$/.test(name) ? at.policy.catalog.conditionKey(`${name}/x`)?.name : undefined;
}

/** Told by rules of its own. */
export const deprecatedArnKey = 'aws:arn';
