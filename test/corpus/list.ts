// Every finding on the corpus, a line each in a stable order: to compare before and after a change of a rule.
//   npx tsx test/corpus/list.ts > out/corpus.txt
import { corpusPathOf, corpusPolicies, corpusWorkspaces, hasCorpus, loosePolicy } from '../support/corpus.ts';
import type { Workspace } from '../../server/src/features/workspace.ts';

function listed(workspace: Workspace, name: (uri: string) => string): readonly string[] {
  return [...workspace.findings().values()].flat().map(({ uri, span, level, rule, message, fixes }) => {
    const at = workspace.linesOf(uri)?.positionAt(span.start);
    const titles = (fixes?.() ?? []).map(({ title }) => ` [${title}]`).join('');
    return `${name(uri)}:${(at?.line ?? 0) + 1}:${(at?.character ?? 0) + 1} ${level} ${rule}: ${message}${titles}`;
  });
}

async function main(): Promise<void> {
  if (!hasCorpus) throw new Error('the corpus is not beside this project');
  const lines: string[] = [];
  for (const workspace of await corpusWorkspaces()) lines.push(...listed(workspace, corpusPathOf));
  for (const policy of corpusPolicies())
    for (const slot of policy.slots)
      lines.push(...listed(await loosePolicy(policy, slot), () => `${policy.name}@${slot}`));
  const byPlace = new Intl.Collator('en', { numeric: true });
  console.log(lines.sort((a, b) => byPlace.compare(a, b)).join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
