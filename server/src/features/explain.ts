import { documentationOf } from '../rules/documentation.ts';
import { rules } from '../rules/index.ts';

/** The page of a rule as Markdown, with how to set and silence it; undefined when there is no such rule. */
export function explainRule(id: string): string | undefined {
  const rule = rules.find(({ meta }) => meta.id === id);
  if (!rule) return undefined;
  return `${[
    `# ${id}`,
    documentationOf(rule.meta),
    'Its level is set in `grantlens.rules`, to `error`, `warning`, `info`, `hint` or `off`:',
    '```json\n' + JSON.stringify({ 'grantlens.rules': { [id]: 'off' } }, null, 2) + '\n```',
    'A comment on the line, or on a line of its own above, silences it in one place:',
    '```yaml\n# grantlens-ignore ' + id + '\n```',
  ].join('\n\n')}\n`;
}
