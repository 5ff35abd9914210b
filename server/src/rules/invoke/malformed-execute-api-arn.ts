import { wordOf } from '../../access/call-pattern.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { literalSourceOf, printed } from '../../model/text-value.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Finding, Fix, Rule, RuleContext } from '../rule.ts';
import { grammarProblemOf, stopsAtApi } from './call-grammar.ts';
import { callPatternsIn, type PlacedPattern } from './call-patterns.ts';
import { isSound, withReplaced } from './sound-arn.ts';

export const malformedExecuteApiArn: Rule = {
  meta: {
    id: 'invoke/malformed-execute-api-arn',
    level: 'error',
    summary: 'An execute-api ARN is written so that it matches no call of any API',
    why:
      'A call is matched as `arn:aws:execute-api:region:account:api-id/stage/VERB/path`, the verb in capital letters, the path behind it without a slash of its own. ' +
      'With a part left out, a slash too many or another verb, IAM takes the policy and it grants nothing (or, in a Deny, stops nothing). ' +
      'An ARN that stops at the API id is a warning: documentation shows some, and they match no call either.',
    fixes: ['the verb in capital letters', 'any stage where it is left out', 'every call of the API behind a bare id'],
  },
  *check(context) {
    for (const pattern of callPatternsIn(context.unit)) yield* checkPattern(pattern, context);
  },
};

function* checkPattern(pattern: PlacedPattern, context: RuleContext): Iterable<Finding> {
  const { uri } = pattern.statement;
  const api = resolverOf(context.unit).apiNamedBy(pattern.api, uri);
  const problem = grammarProblemOf(pattern, api?.kind);
  if (problem) {
    const { mend, ...said } = problem;
    yield { uri, ...said, fixes: () => (mend ? fixOf(mend.title, mend.span, mend.text, pattern, context) : []) };
    return;
  }
  // Of an API of the unit arn-matches-no-route says which calls it has.
  if (api || !stopsAtApi(pattern)) return;
  const shown = pattern.isShort ? 'execute-api:/' : `${printed(pattern.resource)}`;
  const source = literalSourceOf(pattern.resource);
  yield {
    uri,
    span: wordOf(pattern.resource, pattern.value),
    level: 'warning',
    message: `"${shown}" matches no call: stage, verb and path are missing`,
    fixes: () => {
      if (!source) return [];
      const text = source.text.endsWith('/') ? `${source.text}*` : `${source.text}/*`;
      return fixOf('Let it cover every call of the API: /*', source.span, text, pattern, context);
    },
  };
}

function fixOf(
  title: string,
  span: Finding['span'],
  text: string,
  pattern: PlacedPattern,
  context: RuleContext,
): readonly Fix[] {
  const { statement, value } = pattern;
  if (!isEditable(statement, context)) return [];
  if (!isSound(withReplaced(value, [span], text), pattern, context.unit)) return [];
  return [{ title, changes: [{ kind: 'replace-text', uri: statement.uri, span, text }] }];
}
