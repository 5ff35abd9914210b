import type { Issue } from './policy-rule.ts';
import type { PrincipalReading } from './reading.ts';
import { takesPrincipal } from './takes-principal.ts';

/**
 * A principal that is the unique id of a role or user, as AWS shows one that was deleted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function uniqueIdIssue(
  { type, text, value, at }: PrincipalReading,
  prefix: 'AROA' | 'AIDA',
  what: 'role' | 'user',
): Issue | undefined {
  if (type !== 'AWS' || !takesPrincipal(at.policy) || !text.startsWith(prefix) || !/^[A-Z0-9]{16,}$/.test(text))
    return undefined;
  return {
    span: value.span,
    message: `"${text}" is the id of one ${what}: a ${what} of the same name that is made again is not meant by it`,
  };
}
