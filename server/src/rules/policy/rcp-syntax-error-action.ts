import { supportsResourceControl } from '../../catalog/resource-control-services.ts';
import { policyRule } from './policy-rule.ts';

export const rcpSyntaxErrorAction = policyRule({
  meta: {
    id: 'policy/rcp-syntax-error-action',
    level: 'error',
    summary: 'A resource control policy denies actions of a service that does not support such policies',
    why: 'Resource control policies work for some services only, and a statement of yours has to name the service: `s3:*`, never `*` alone. AWS Organizations refuses other actions. The list of services grows; this one is of September 2026.',
    accessAnalyzer: 'RCP_SYNTAX_ERROR_ACTION',
    needsCatalog: true,
  },
  action({ at, text, service, isNot, value }) {
    const { policy, effect } = at;
    if (policy.kind !== 'rcp' || isNot) return undefined;
    if (text === '*' && effect === 'Deny')
      return {
        span: value.span,
        message: 'a resource control policy names the service of each action: AWS refuses "*" alone',
      };
    // A service that does not exist is told as such.
    if (service === '' || !policy.catalog.service(service) || supportsResourceControl(service)) return undefined;
    return {
      span: value.span,
      message: `"${text}" in a resource control policy: AWS refuses it, for ${service} does not support such policies`,
    };
  },
});
