import { resolverOf } from '../../graph/resolve.ts';
import { isEditable } from '../breadth/hold.ts';
import type { Fix, Rule, RuleContext } from '../rule.ts';
import { callPatternsIn, type PlacedPattern } from './call-patterns.ts';
import { templatesIn, type PathTemplate } from './path-templates.ts';
import { isSound, withReplaced } from './sound-arn.ts';

export const pathTemplateInPolicy: Rule = {
  meta: {
    id: 'invoke/path-template-in-policy',
    level: 'warning',
    summary: "A policy's resource holds a path parameter or ANY, which no request has",
    why:
      'Callers are matched by the path and the verb of their request: whoever asks for `GET /pets/a1b2` is held against `.../GET/pets/a1b2`. ' +
      '`{petId}`, `{proxy+}` and `ANY` are words of the definition, so a resource with one of them matches no request. ' +
      'Only `@connections/{connectionId}` of a WebSocket API is matched as it is written.',
    fixes: ['`*` in place of the parameter or of ANY'],
  },
  *check(context) {
    for (const pattern of callPatternsIn(context.unit)) {
      // A WebSocket API has route keys in place of verbs and paths.
      if (resolverOf(context.unit).apiNamedBy(pattern.api, pattern.statement.uri)?.kind === 'websocket') continue;
      const templates = templatesIn(pattern);
      const [first, ...more] = templates;
      if (!first) continue;
      const { uri } = pattern.statement;
      yield {
        uri,
        span: first.span,
        message: first.text.startsWith('{')
          ? `"${first.text}" is compared with the path of the request letter by letter, so the ARN matches no call`
          : `"${first.text}" is the verb of no request, so the ARN matches no call`,
        related: more.map(({ text, span }) => ({
          uri,
          span,
          message: `"${text}" stands for no part of a request either`,
        })),
        fixes: () => fixesOf(pattern, templates, context),
      };
    }
  },
};

function fixesOf(pattern: PlacedPattern, templates: readonly PathTemplate[], context: RuleContext): readonly Fix[] {
  const { statement, value } = pattern;
  if (!isEditable(statement, context)) return [];
  const spans = templates.map(({ span }) => span);
  if (!isSound(withReplaced(value, spans, '*'), pattern, context.unit)) return [];
  return [
    {
      title: `Write * for ${[...new Set(templates.map(({ text }) => text))].join(' and ')}`,
      changes: spans.map((span) => ({ kind: 'replace-text', uri: statement.uri, span, text: '*' })),
    },
  ];
}
