import { policyRule } from './policy-rule.ts';

export const wildcardInServiceName = policyRule({
  meta: {
    id: 'policy/wildcard-in-service-name',
    level: 'hint',
    summary: 'A wildcard stands in the service of an ARN',
    why: 'A wildcard in the service name, as in `arn:aws:*code*:...`, covers resources of services that nobody thought of, and of those that AWS adds later.',
    accessAnalyzer: 'WILDCARD_IN_SERVICE_NAME',
  },
  resource({ arn, text }) {
    const service = arn?.text('service');
    if (!arn || service === undefined || !/[*?]/.test(service)) return undefined;
    if (arn.count < 4) return undefined;
    return {
      span: arn.span('service'),
      message: `"${service}" in "${text ?? ''}" covers resources of services that nobody thought of`,
    };
  },
});
