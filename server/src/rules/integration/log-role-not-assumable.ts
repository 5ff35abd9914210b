import { resolverOf } from '../../graph/resolve.ts';
import { alternativesOf } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';
import { roleAndWhoItTrusts, surelyNotAssumable, trustFixes, trustPlace } from './assumable.ts';

export const logRoleNotAssumable: Rule = {
  meta: {
    id: 'integration/log-role-not-assumable',
    level: 'error',
    summary: 'API Gateway may not assume the role by which it writes its logs',
    why:
      "API Gateway writes the logs of an account's APIs by the role in `CloudWatchRoleArn` of `AWS::ApiGateway::Account`. It tries the role when it is set: a role that does not trust " +
      '`apigateway.amazonaws.com` ends the deployment with `The role ARN does not have required permissions configured`.',
    fixes: ['add apigateway.amazonaws.com to those who may assume the role'],
  },
  *check({ unit }) {
    for (const { uri, role: text } of unit.logRoles) {
      for (const one of alternativesOf(text)) {
        const role = one && resolverOf(unit).roleNamedBy(one, uri)?.role;
        if (!role || !surelyNotAssumable(role, unit)) continue;
        yield {
          uri,
          span: one.span,
          message: `API Gateway may not assume ${roleAndWhoItTrusts(role, unit)}: the deployment ends with (The role ARN does not have required permissions)`,
          related: [trustPlace(role, unit)],
          fixes: () => trustFixes(role, unit),
        };
      }
    }
  },
};
