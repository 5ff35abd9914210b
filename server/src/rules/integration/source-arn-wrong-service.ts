import { isOfWrongService } from '../../access/source-arn.ts';
import { functionOfPermission } from '../../access/invoke-grant.ts';
import { literalOf, printed, splitText } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';
import { callersOf, sourceArnFixes } from './source-arn-fixes.ts';

export const sourceArnWrongService: Rule = {
  meta: {
    id: 'integration/source-arn-wrong-service',
    level: 'error',
    summary: 'The SourceArn of a permission for API Gateway is no ARN of execute-api',
    why:
      'When API Gateway invokes a function it sends the ARN of the route as the source: `arn:aws:execute-api:region:account:api-id/stage/VERB/path`. ' +
      '`arn:aws:apigateway:...` is the ARN by which an API is managed and is never sent, so the permission lets no call in: callers get a 500 and the log says ' +
      '`Invalid permissions on Lambda function`.',
    fixes: ['the ARN of the route or the authorizer that invokes the function'],
  },
  *check({ unit }) {
    for (const permission of unit.permissions) {
      const { sourceArn, uri } = permission;
      if (!sourceArn || !isOfWrongService(permission)) continue;
      const service = splitText(sourceArn, ':', 4)[2];
      if (!service) continue;
      const invoked = functionOfPermission(permission, unit)?.function;
      const name = invoked ? `"${literalOf(invoked.name) ?? invoked.id}"` : 'the function';
      yield {
        uri,
        span: service.span,
        message: `API Gateway sends an ARN of execute-api as the source, never one of "${printed(service)}": the permission lets no call of ${name} in`,
        fixes: () => (invoked ? sourceArnFixes(permission, callersOf(invoked, unit), unit) : []),
      };
    }
  },
};
