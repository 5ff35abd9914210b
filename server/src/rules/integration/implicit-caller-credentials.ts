import { isCallerCredentials } from '../../access/backend-access.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';

export const implicitCallerCredentials: Rule = {
  meta: {
    id: 'integration/implicit-caller-credentials',
    level: 'info',
    summary: 'SAM has API Gateway invoke a function as the caller, which nothing in the template says',
    why:
      'With `AWS_IAM` SAM writes `arn:aws:iam::*:user/*` as the credentials of the integration. API Gateway then invokes the function as whoever calls the route, so callers need ' +
      '`lambda:InvokeFunction` as well as `execute-api:Invoke`, and may invoke the function beside the API. With `InvokeRole: NONE` the permission that SAM makes is used; ' +
      '`InvokeRole: CALLER_CREDENTIALS` says that the default is meant.',
    fixes: ['InvokeRole: NONE', 'InvokeRole: CALLER_CREDENTIALS, to say that it is meant'],
  },
  *check({ unit }) {
    for (const { authorization, integration } of unit.routes) {
      if (!integration?.impliedCredentials || !integration.credentials || !authorization) continue;
      if (!isCallerCredentials(integration.credentials) || literalOf(authorization) !== 'AWS_IAM') continue;
      const { uri, at, credentialsName: key } = integration;
      const add = (title: string, value: string) =>
        ({ title, choice: true, changes: [{ kind: 'add-entry', uri, mapping: at, key, value }] }) as const;
      yield {
        uri,
        span: authorization.span,
        message: `with "AWS_IAM" SAM has API Gateway invoke the function as the caller, who needs lambda:InvokeFunction as well`,
        fixes: () => [
          add('Invoke the function by its permission (InvokeRole: NONE)', 'NONE'),
          add('Say that it is meant (InvokeRole: CALLER_CREDENTIALS)', 'CALLER_CREDENTIALS'),
        ],
      };
    }
  },
};
