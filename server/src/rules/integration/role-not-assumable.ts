import type { Rule } from '../rule.ts';
import { roleAndWhoItTrusts, surelyNotAssumable, trustFixes, trustPlace } from './assumable.ts';
import { rolesUsedAsCredentials } from './credentials.ts';

export const roleNotAssumable: Rule = {
  meta: {
    id: 'integration/role-not-assumable',
    level: 'error',
    summary: 'API Gateway may not assume the role that an integration names as its credentials',
    why:
      'To call the back end, API Gateway assumes the role in `credentials`. Its trust policy must let `apigateway.amazonaws.com` do so by `sts:AssumeRole`; ' +
      'otherwise every call ends in a 500: `API Gateway does not have permission to assume the provided role`.',
    fixes: ['add apigateway.amazonaws.com to those who may assume the role'],
  },
  *check({ unit }) {
    for (const [role, places] of rolesUsedAsCredentials(unit)) {
      if (!surelyNotAssumable(role, unit)) continue;
      const seen = new Set<string>();
      for (const { uri, text, of } of places) {
        // One mistake, one finding: the first use in each file speaks for all.
        if (seen.has(uri)) continue;
        seen.add(uri);
        const others = places.filter((place) => place.of !== of && place.uri === uri);
        yield {
          uri,
          span: text.span,
          message: `API Gateway may not assume ${roleAndWhoItTrusts(role, unit)}: ${of} answers 500`,
          related: [
            trustPlace(role, unit),
            ...others.map((other) => ({ uri, span: other.text.span, message: `${other.of} uses the role as well` })),
          ],
          fixes: () => trustFixes(role, unit),
        };
      }
    }
  },
};
