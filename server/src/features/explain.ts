import { rules } from '../rules/index.ts';
import type { Level, RuleMeta } from '../rules/rule.ts';

const levelWords: Readonly<Record<Level, string>> = {
  error: 'error: AWS refuses it, or it cannot work',
  warning: 'warning: it works, and is very likely not what is meant or is dangerous',
  info: 'info: worth knowing',
  hint: 'hint: style',
};

/** The page of a rule as Markdown; undefined when there is no such rule. */
export function explainRule(id: string): string | undefined {
  const rule = rules.find(({ meta }) => meta.id === id);
  return rule && explained(rule.meta);
}

export function explained(meta: RuleMeta): string {
  const parts = [`# ${meta.id}`, `${meta.summary}.`, meta.why];
  if (meta.fixes?.length) parts.push('## Fixes', meta.fixes.map((fix) => `- ${fix}`).join('\n'));
  parts.push(
    '## Level',
    `By itself: ${levelWords[meta.level]}.`,
    'To change it, set it in `grantlens.rules` to `error`, `warning`, `info`, `hint` or `off`:',
    '```json\n' + JSON.stringify({ 'grantlens.rules': { [meta.id]: 'off' } }, null, 2) + '\n```',
    'To silence it in one place, put a comment on the line or on the line above:',
    '```yaml\n# grantlens-ignore ' + meta.id + '\n```',
  );
  if (meta.accessAnalyzer !== undefined)
    parts.push(`IAM Access Analyzer reports the same as \`${meta.accessAnalyzer}\`.`);
  return parts.join('\n\n') + '\n';
}
