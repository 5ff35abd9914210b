import { integrationSubtypes } from '../../catalog/integration-targets.ts';
import { routeTitle } from '../../graph/route-target.ts';
import type { Integration } from '../../model/facts.ts';
import { alternativesOf, literalOf, splitText } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import type { Rule } from '../rule.ts';
import { readUri } from './integration-uri.ts';
import { createServiceRole, useRole } from './service-role.ts';

export const credentialsMissing: Rule = {
  meta: {
    id: 'integration/credentials-missing',
    level: 'error',
    summary: 'An integration with a service of AWS has no credentials',
    why:
      'Only Lambda has permissions by which API Gateway may call it as itself. Every other service is called as a role that API Gateway assumes, or as the caller: without `credentials` ' +
      'the deployment ends with `Role ARN must be specified for AWS integrations`.',
    fixes: ['create the service role: API Gateway may assume it, and it may do just this', 'a role of the template'],
    needsCatalog: true,
  },
  *check(context) {
    for (const route of context.unit.routes) {
      const { integration } = route;
      if (!integration || !route.complete || integration.credentials || integration.credentialsKey) continue;
      const called = calledService(integration);
      if (!called) continue;
      yield {
        uri: integration.uri,
        span: called.span,
        message: `"${called.name}" is called as a role, and ${routeTitle(route)} names none: the deployment ends with (Role ARN must be specified for AWS integrations)`,
        fixes: () => {
          const created = createServiceRole(route, context);
          return [...useRole(route, context), ...(created ? [created] : [])];
        },
      };
    }
  },
};

/** The service that surely needs credentials; undefined for Lambda, and where it is not known. */
function calledService({
  type,
  target,
  subtype,
}: Integration): { readonly name: string; readonly span: Span } | undefined {
  const firstClass = literalOf(subtype);
  if (subtype && firstClass !== undefined)
    return integrationSubtypes.has(firstClass) ? { name: firstClass, span: subtype.span } : undefined;
  if (literalOf(type)?.toUpperCase() !== 'AWS' || !target) return undefined;
  const alternatives = alternativesOf(target);
  const services = alternatives.map((one) => one && readUri(one)?.service);
  if (services.some((service) => service === undefined || service === 'lambda' || !/^[\w-]+$/.test(service)))
    return undefined;
  const [first] = alternatives;
  const field = first && splitText(first, ':', 6)[4];
  return field && field.parts.length > 0 ? { name: services[0] ?? '', span: field.span } : undefined;
}
