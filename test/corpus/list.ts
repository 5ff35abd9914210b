// Every finding on the corpus, a line each in a stable order: to compare before and after a change of a rule.
//   npx tsx test/corpus/list.ts > out/corpus.txt
// With the beginning of rule names, only those, in templates alone:
//   npx tsx test/corpus/list.ts integration/ > out/integration.txt
import { corpusPathOf, corpusPolicies, corpusWorkspaces, hasCorpus, loosePolicy } from '../support/corpus.ts';
import { rules } from '../../server/src/rules/index.ts';
import type { Workspace } from '../../server/src/features/workspace.ts';

function listed(workspace: Workspace, name: (uri: string) => string): readonly string[] {
  return [...workspace.findings().values()].flat().map(({ uri, span, level, rule, message, fixes }) => {
    const at = workspace.linesOf(uri)?.positionAt(span.start);
    const titles = (fixes?.() ?? []).map(({ title }) => ` [${title}]`).join('');
    return `${name(uri)}:${(at?.line ?? 0) + 1}:${(at?.character ?? 0) + 1} ${level} ${rule}: ${message}${titles}`;
  });
}

function onlyThose(prefix: string): Readonly<Record<string, 'off'>> {
  return Object.fromEntries(
    rules.flatMap(({ meta }) => (meta.id.startsWith(prefix) ? [] : [[meta.id, 'off' as const]])),
  );
}

async function main(prefix: string | undefined): Promise<void> {
  if (!hasCorpus) throw new Error('the corpus is not beside this project');
  const lines: string[] = [];
  for (const workspace of await corpusWorkspaces()) {
    if (prefix !== undefined) workspace.setLevels(onlyThose(prefix));
    lines.push(...listed(workspace, corpusPathOf));
  }
  for (const policy of prefix === undefined ? corpusPolicies() : [])
    for (const slot of policy.slots)
      lines.push(...listed(await loosePolicy(policy, slot), () => `${policy.name}@${slot}`));
  const byPlace = new Intl.Collator('en', { numeric: true });
  console.log(lines.sort((a, b) => byPlace.compare(a, b)).join('\n'));
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
