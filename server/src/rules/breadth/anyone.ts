import type { PlacedPolicy } from '../../graph/unit.ts';
import { shapeOfStatement } from '../../model/policy-shape.ts';
import { surelyAllows, type Statement } from '../../model/policy.ts';
import { literalOf, printed, type TextValue } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';
import { everyActionOf, everyResourceOf, isStar } from './grants.ts';
import { mayNarrowWho } from './narrowing.ts';

export const anyone: Rule = {
  meta: {
    id: 'breadth/anyone',
    level: 'warning',
    summary: 'A resource policy lets anyone in',
    why:
      'Principal `*` in an Allow statement is everybody: every principal of every AWS account, and callers without any credentials. A condition can narrow who (an account, an organization) or from where ' +
      '(a VPC endpoint, addresses); so can a Deny statement for all others.',
  },
  *check({ unit }) {
    const seen = new Set<string>();
    for (const policy of unit.policies) {
      if (!isResourcePolicy(policy) || !policy.document.complete) continue;
      const { statements } = policy.document;
      if (statements.some(mayShutOut)) continue;
      for (const statement of statements) {
        if (!surelyAllows(statement) || !statement.complete || mayNarrowWho(statement.condition)) continue;
        if (!policy.use && (shapeOfStatement(statement) !== 'resource' || isEndpointLike(statement))) continue;
        if (dependsOnCaller(statement)) continue;
        const star = everyoneIn(statement);
        const place = `${statement.uri} ${statement.span.start}`;
        if (!star || seen.has(place)) continue;
        seen.add(place);
        yield {
          uri: statement.uri,
          span: star.span,
          message: `Principal "${literalOf(star)}" lets anyone in, from anywhere`,
        };
      }
    }
  },
};

/** Search domains and services of VPC Lattice have another door in front: a VPC, or users and authorizations of their own. */
const behindAnotherDoor = new Set(['es', 'vpc-lattice-svcs']);

/** The policy of a VPC endpoint speaks of who is inside of the VPC already. */
function isResourcePolicy({ use }: PlacedPolicy): boolean {
  return use === undefined || (use.slot === 'resource' && !behindAnotherDoor.has(use.service ?? ''));
}

/** A loose file named for a VPC endpoint, or one that allows all to all, as VPC endpoints come with. */
function isEndpointLike(statement: Statement): boolean {
  const name = statement.uri.slice(statement.uri.lastIndexOf('/') + 1);
  if (/vpce|endpoint/i.test(name)) return true;
  return everyActionOf(statement) !== undefined && everyResourceOf(statement) !== undefined;
}

/** A policy variable in every resource (`${aws:PrincipalTag/team}`) asks something of the caller. */
function dependsOnCaller({ resource }: Statement): boolean {
  const values = resource?.values ?? [];
  return values.length > 0 && values.every((value) => printed(value).includes('${aws:'));
}

function everyoneIn(statement: Statement): TextValue | undefined {
  const { principal } = statement;
  if (!principal?.complete) return undefined;
  if (principal.bare) return isStar(principal.bare) ? principal.bare : undefined;
  return principal.entries.find((entry) => entry.type === 'AWS')?.values.find(isStar);
}

/** A Deny for all but some, or under a condition on who calls or from where, keeps everybody else out. */
export function mayShutOut(statement: Statement): boolean {
  if (surelyAllows(statement)) return false;
  return !statement.complete || statement.notPrincipal !== undefined || mayNarrowWho(statement.condition);
}
