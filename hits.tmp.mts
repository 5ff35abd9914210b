import { Workspace } from './server/src/features/workspace.ts';
import { rules } from './server/src/rules/index.ts';
import { testCatalog } from './test/support/catalog.ts';
import { corpusPolicies, corpusWorkspaces } from './test/support/corpus.ts';
const ids = (process.argv[2] ?? '').split(',');
const mode = process.argv[3] ?? 'pt';
const levels = Object.fromEntries(rules.flatMap(({ meta }) => (ids.includes(meta.id) ? [] : [[meta.id, 'off' as const]])));
const catalog = await testCatalog();
let n = 0;
function show(w: any, name?: string, text?: (u: string) => string) {
  for (const [uri, fs] of w.findings()) for (const f of fs) { n++; const t = w.textOf?.(uri) ?? ''; console.log(`${f.level} ${f.rule} | ${name ?? decodeURIComponent(uri.slice(15))} | ${f.message}`); }
}
if (mode.includes('p')) for (const { name, text, slots } of corpusPolicies()) {
  for (const slot of slots.slice(0, 1)) {
    const w = new Workspace(); w.setCatalog(catalog); w.setLevels(levels); w.setLooseSlot(slot); w.setFile('file:///policy.json', text);
    show(w, name);
  }
}
if (mode.includes('t')) for (const w of await corpusWorkspaces()) { w.setLevels(levels); show(w); }
console.log(n);
