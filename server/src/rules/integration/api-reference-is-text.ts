import type { Unit } from '../../graph/unit.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Rule } from '../rule.ts';

export const apiReferenceIsText: Rule = {
  meta: {
    id: 'integration/api-reference-is-text',
    level: 'warning',
    summary: 'An API is named by its logical id as text in place of a reference',
    why:
      'A plain text is taken for the id that API Gateway gives an API, which is no logical id. SAM then makes the permission to invoke the function for an API of that id, ' +
      'which does not exist: callers get a 500. CloudFormation ends the deployment with `Invalid API identifier specified`. `Ref` gives the id.',
    fixes: ['Ref of the API'],
  },
  *check({ unit }) {
    const named = [...unit.routes, ...unit.authorizers, ...unit.stages];
    for (const { api, uri } of named) {
      const id = literalOf(api);
      if (!api || id === undefined || !isWritten(api) || !isLogicalId(id, uri, unit)) continue;
      yield {
        uri,
        span: api.span,
        message: `"${id}" is taken for the id of another API, not for the one declared here: only a Ref names it`,
        related: unit.apis
          .filter((one) => one.id === id && one.uri === uri)
          .map((one) => ({ uri, span: one.key, message: 'the API declared here' })),
        fixes: () => [{ title: `Refer to ${id}`, changes: [{ kind: 'set', uri, at: api.at, value: { Ref: id } }] }],
      };
    }
  },
};

/** A text that stands in the file, and not one that a reader made. */
function isWritten({ span }: TextValue): boolean {
  return span.end > span.start;
}

function isLogicalId(id: string, uri: string, unit: Unit): boolean {
  return unit.apis.some((one) => one.id === id && one.uri === uri);
}
