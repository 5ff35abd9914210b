import { resolverOf } from '../../graph/resolve.ts';
import { alternativesOf, literalOf } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';

export const credentialsNotAnArn: Rule = {
  meta: {
    id: 'integration/credentials-not-an-arn',
    level: 'error',
    summary: 'The credentials of an integration are not an ARN',
    why:
      "`credentials` takes the ARN of a role, or `arn:aws:iam::*:user/*` for the caller's own. CloudFormation's `Ref` of a role gives its name; " +
      'the deployment ends with `Invalid ARN specified in the request`. `Fn::GetAtt` with `Arn` gives the ARN.',
    fixes: ['Fn::GetAtt of the role, with Arn'],
  },
  *check({ unit }) {
    const resolver = resolverOf(unit);
    for (const route of unit.routes) {
      const credentials = route.integration?.credentials;
      for (const text of credentials ? alternativesOf(credentials) : []) {
        if (!text) continue;
        const named = resolver.roleNamedBy(text, route.uri);
        if (named?.by === 'name') {
          const { role } = named;
          yield {
            uri: route.uri,
            span: text.span,
            message: `Ref "${role.id}" gives the name of the role, not its ARN: the deployment refuses it (Invalid ARN specified in the request)`,
            related: [{ uri: role.uri, span: role.key, message: 'the role' }],
            fixes: () => [
              {
                title: `Use the ARN of role ${role.id}`,
                changes: [{ kind: 'set', uri: route.uri, at: text.at, value: { 'Fn::GetAtt': [role.id, 'Arn'] } }],
              },
            ],
          };
          continue;
        }
        const literal = literalOf(text);
        // Other letters are the placeholder of some tool, and the tool may write an ARN there.
        if (literal === undefined || !/^[A-Za-z][\w+=,.@/:-]*$/.test(literal) || /^arn:|^null$/i.test(literal))
          continue;
        const role = unit.roles.find(
          (one) => one.uri === route.uri && (one.id === literal || literalOf(one.name) === literal),
        );
        yield {
          uri: route.uri,
          span: text.span,
          message: `"${literal}" is not an ARN: the deployment refuses it (Invalid ARN specified in the request)`,
          fixes: () =>
            role
              ? [
                  {
                    title: `Use the ARN of role ${role.id}`,
                    changes: [{ kind: 'set', uri: route.uri, at: text.at, value: { 'Fn::GetAtt': [role.id, 'Arn'] } }],
                  },
                ]
              : [],
        };
      }
    }
  },
};
