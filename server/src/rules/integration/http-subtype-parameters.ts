import { integrationSubtypes } from '../../catalog/integration-targets.ts';
import type { Integration } from '../../model/facts.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';

export const httpSubtypeParameters: Rule = {
  meta: {
    id: 'integration/http-subtype-parameters',
    level: 'error',
    summary: 'A first-class integration of an HTTP API lacks a parameter that it needs',
    why:
      'An integration with an `IntegrationSubtype` calls one action of one service, and its request parameters are the parameters of that action. Without those that the action requires, ' +
      '[API Gateway refuses the integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html).',
  },
  *check({ unit }) {
    for (const { integration } of unit.routes) {
      if (!integration?.subtype) continue;
      const name = literalOf(integration.subtype) ?? '';
      const missing = missingIn(integration, name);
      const [first, ...more] = missing.map((one) => `"${one}"`);
      if (first === undefined) continue;
      const shown = more.length === 0 ? first : `${[first, ...more.slice(0, -1)].join(', ')} and ${more.at(-1)}`;
      yield {
        uri: integration.uri,
        span: integration.parametersKey ?? integration.subtype.span,
        message: `"${name}" takes ${shown}, which ${more.length === 0 ? 'is' : 'are'} not among the parameters: API Gateway refuses the integration`,
      };
    }
  },
};

function missingIn({ parameters }: Integration, subtype: string): readonly string[] {
  if (!parameters) return [];
  const given = new Set(parameters.map(({ name }) => name.toLowerCase()));
  return (integrationSubtypes.get(subtype)?.required ?? []).filter((name) => !given.has(name.toLowerCase()));
}
