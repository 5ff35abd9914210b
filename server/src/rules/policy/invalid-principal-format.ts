import type { Value } from '../../text/change.ts';
import { literalSourceOf } from '../../model/text-value.ts';
import { policyRule, type Issue } from './policy-rule.ts';
import { takesPrincipal } from './takes-principal.ts';

export const invalidPrincipalFormat = policyRule({
  meta: {
    id: 'policy/invalid-principal-format',
    level: 'error',
    summary: 'A Principal is a bare text or a list',
    why: 'Principal is `"*"`, or a mapping that says which kind each principal is of: `{ "AWS": "arn:..." }`, `{ "Service": "lambda.amazonaws.com" }`. AWS refuses any other text, and a list.',
    fixes: ['the kind of principal that the text shows'],
    accessAnalyzer: 'INVALID_PRINCIPAL_FORMAT',
  },
  statement({ statement, policy }) {
    const issues: Issue[] = [];
    for (const element of [statement.principal, statement.notPrincipal]) {
      if (!element || !takesPrincipal(policy)) continue;
      if (element.isList) {
        issues.push({
          span: element.at,
          word: element.keySpan,
          message: `${element.key} is a list: AWS wants "*" or a mapping such as { "AWS": ... }`,
        });
      }
      const text = literalSourceOf(element.bare)?.text;
      if (!element.bare || text === undefined || text === '*' || /[{}<>$%]/.test(text)) continue;
      const { at, span } = element.bare;
      const wrapped = wrappedIn(text);
      issues.push({
        span: text === '' ? at : span,
        message: `${element.key} "${text}" does not say which kind of principal it is: AWS refuses it`,
        fixes: () =>
          wrapped
            ? [
                {
                  title: `Write { "${Object.keys(wrapped)[0]}": ... }`,
                  changes: [{ kind: 'set', uri: statement.uri, at, value: wrapped }],
                },
              ]
            : [],
      });
    }
    return issues;
  },
});

function wrappedIn(text: string): { readonly [type: string]: Value } | undefined {
  if (/^(?:arn:[\w-]+:(?:iam|sts)::|\d{12}$)/.test(text)) return { AWS: text };
  if (/^[\w.-]+\.amazonaws\.com(?:\.cn)?$/.test(text)) return { Service: text };
  return undefined;
}
