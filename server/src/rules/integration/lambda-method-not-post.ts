import { routeTitle } from '../../graph/route-target.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';
import { isAwsIntegration, isSurelyLambda } from './integration-uri.ts';

export const lambdaMethodNotPost: Rule = {
  meta: {
    id: 'integration/lambda-method-not-post',
    level: 'error',
    summary: 'A Lambda integration calls the function by another method than POST',
    why:
      "The method of an integration is the one by which API Gateway calls what stands behind it, not the route's own. Lambda's Invoke takes POST and nothing else: " +
      'with another one the function never runs, and callers get a 500 without a word in its log.',
    fixes: ['POST'],
  },
  *check({ unit }) {
    for (const route of unit.routes) {
      const { integration } = route;
      const method = integration?.httpMethod;
      const text = literalOf(method);
      if (!integration?.target || !method || text === undefined || !/^[A-Za-z]+$/.test(text) || /^post$/i.test(text))
        continue;
      if (!isAwsIntegration(integration) || !isSurelyLambda(integration.target, route.apiKind)) continue;
      yield {
        uri: integration.uri,
        span: method.span,
        message: `Lambda is called by POST alone: with "${text}" the function never runs, and ${routeTitle(route)} answers 500`,
        fixes: () => [
          { title: 'Call it by POST', changes: [{ kind: 'set', uri: integration.uri, at: method.at, value: 'POST' }] },
        ],
      };
    }
  },
};
