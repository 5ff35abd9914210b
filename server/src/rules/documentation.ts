import type { RuleMeta } from './rule.ts';

/** The explanation of a rule as Markdown without a heading: what the editor shows and the page of rules prints. */
export function documentationOf(meta: RuleMeta): string {
  const parts = [
    `${meta.summary}.`,
    `Level: \`${meta.level}\`${meta.isOff ? ', off until a setting asks for it' : ''}`,
    meta.why,
  ];
  if (meta.accessAnalyzer !== undefined) parts.push(`IAM Access Analyzer calls it \`${meta.accessAnalyzer}\`.`);
  if (meta.fixes) parts.push(['Fixes:', '', ...meta.fixes.map((fix) => `- ${fix}`)].join('\n'));
  return parts.join('\n\n');
}
