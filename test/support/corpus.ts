import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Workspace } from '../../server/src/features/workspace.ts';
import type { Slot } from '../../server/src/model/policy.ts';
import { testCatalog } from './catalog.ts';
import { corpusFolder } from './project.ts';

export const hasCorpus = existsSync(path.join(corpusFolder, 'templates'));

/** A root for the files of the corpus, so that output names no machine. */
const root = 'file:///corpus/';

/** A collection of files that have nothing to do with each other. */
const collection = /^aws__serverless-application-model$/;

/** Each project in a workspace of its own, as somebody would open it. */
export async function corpusWorkspaces(): Promise<readonly Workspace[]> {
  const catalog = await testCatalog();
  const workspaces = new Map<string, Workspace>();
  const folder = path.join(corpusFolder, 'templates');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const full = path.join(file.parentPath, file.name);
    const segments = path.relative(folder, full).split(path.sep);
    const project = collection.test(segments[0] ?? '')
      ? full
      : segments.slice(0, Math.min(2, segments.length - 1)).join('/');
    let workspace = workspaces.get(project);
    if (!workspace) {
      workspaces.set(project, (workspace = new Workspace()));
      workspace.setCatalog(catalog);
    }
    workspace.setFile(root + segments.map(encodeURIComponent).join('/'), readFileSync(full, 'utf8'));
  }
  return [...workspaces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, workspace]) => workspace);
}

export interface CorpusPolicy {
  readonly name: string;
  readonly text: string;
  /** The slots it is valid in. */
  readonly slots: readonly Slot[];
}

/** AWS's managed policies and the examples of its guides: all of them accepted by AWS in their slots. */
export function corpusPolicies(): readonly CorpusPolicy[] {
  const folder = path.join(corpusFolder, 'policies');
  const managed = linesOf(gunzipSync(readFileSync(path.join(folder, 'aws-managed-policies.jsonl.gz'))).toString());
  const examples = linesOf(readFileSync(path.join(folder, 'documentation-examples.jsonl'), 'utf8'));
  return [
    ...managed.map((line): CorpusPolicy => {
      const { name, document } = JSON.parse(line) as { name: string; document: unknown };
      return { name: `managed/${name}`, text: JSON.stringify(document, null, 2), slots: ['identity'] };
    }),
    ...examples.map((line): CorpusPolicy => {
      const { name, kind, text } = JSON.parse(line) as { name: string; kind: string; text: string };
      const slots: readonly Slot[] =
        kind === 'trust' ? ['trust'] : kind === 'resource' ? ['resource'] : ['identity', 'scp'];
      return { name: `examples/${name}`, text, slots };
    }),
  ];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The path below the corpus. */
export function corpusPathOf(uri: string): string {
  return decodeURIComponent(uri.slice(root.length));
}

/** One policy alone, taken for what stands in that slot. */
export async function loosePolicy(policy: CorpusPolicy, slot: Slot): Promise<Workspace> {
  const workspace = new Workspace();
  workspace.setCatalog(await testCatalog());
  workspace.setLooseSlot(slot);
  workspace.setFile(`${root}${encodeURIComponent(policy.name)}.json`, policy.text);
  return workspace;
}
