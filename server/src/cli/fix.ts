import type { ReportedFinding, Workspace } from '../features/workspace.ts';
import { maybeUnattended } from '../features/unattended.ts';
import type { Fix } from '../rules/rule.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { touches } from '../text/span.ts';
import { rangeOf } from './report.ts';

export interface Fixed {
  readonly rule: string;
  readonly title: string;
  readonly uri: string;
  /** From zero, in the file as it was when the fix was made. */
  readonly line: number;
}

/** Files that are to be written together or not at all, because a fix touched several of them. */
export interface ChangedFiles {
  readonly files: readonly {
    readonly uri: string;
    /** Undefined: the file is new. */
    readonly before: string | undefined;
    readonly after: string;
  }[];
  readonly fixed: readonly Fixed[];
}

/** A fix may bring another finding to light, whose fix brings another: somewhere it has to end. */
const passes = 10;

/**
 * Applies the best fix of every finding, and then of what is found in the result, until nothing changes. The workspace has the new
 * texts afterwards; nothing is written.
 */
export function fixAll(workspace: Workspace): readonly ChangedFiles[] {
  const before = new Map<string, string | undefined>();
  const after = new Map<string, string>();
  const fixed: Fixed[] = [];
  const groups = new Groups();
  const states = new Set<string>();

  for (let pass = 0; pass < passes; pass++) {
    const accepted = new Map<string, TextEdit[]>();
    for (const finding of [...workspace.findings().values()].flat()) {
      const chosen = firstFix(workspace, finding);
      if (!chosen || overlaps(accepted, chosen.edits)) continue;
      for (const [uri, edits] of chosen.edits) {
        accepted.set(uri, [...(accepted.get(uri) ?? []), ...edits]);
        groups.join(finding.uri, uri);
      }
      const { line } = rangeOf(workspace, finding.uri, finding.span).start;
      fixed.push({ rule: finding.rule, title: chosen.fix.title, uri: finding.uri, line });
    }
    if (accepted.size === 0) break;
    for (const [uri, edits] of accepted) {
      const text = after.get(uri) ?? workspace.textOf(uri);
      if (!before.has(uri)) before.set(uri, text);
      after.set(uri, applyEdits(text ?? '', edits));
    }
    for (const uri of accepted.keys()) workspace.setFile(uri, after.get(uri) ?? '');
    const state = JSON.stringify([...after]);
    if (states.has(state)) break;
    states.add(state);
  }

  const changed = [...after].flatMap(([uri, text]) =>
    before.get(uri) === text ? [] : [{ uri, before: before.get(uri), after: text }],
  );
  return groups.of(changed.map(({ uri }) => uri)).map((uris) => ({
    files: changed.filter(({ uri }) => uris.has(uri)),
    fixed: fixed.filter((one) => [...uris].some((uri) => groups.same(uri, one.uri))),
  }));
}

function firstFix(
  workspace: Workspace,
  finding: ReportedFinding,
): { readonly fix: Fix; readonly edits: ReadonlyMap<string, readonly TextEdit[]> } | undefined {
  for (const fix of finding.fixes?.() ?? []) {
    if (!maybeUnattended(finding, fix)) continue;
    const edits = workspace.editsOf(fix);
    if (edits) return { fix, edits };
  }
  return undefined;
}

/** Edits that only touch count as well: which of two insertions at one place comes first was decided by neither fix. */
function overlaps(
  accepted: ReadonlyMap<string, readonly TextEdit[]>,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
): boolean {
  return [...edits].some(([uri, list]) =>
    accepted.get(uri)?.some((other) => list.some((edit) => touches(edit.span, other.span))),
  );
}

/** Which files hang together. */
class Groups {
  readonly #leader = new Map<string, string>();

  join(a: string, b: string): void {
    this.#leader.set(this.#find(b), this.#find(a));
  }

  same(a: string, b: string): boolean {
    return this.#find(a) === this.#find(b);
  }

  of(uris: readonly string[]): readonly ReadonlySet<string>[] {
    const groups = new Map<string, Set<string>>();
    for (const uri of uris) groups.set(this.#find(uri), (groups.get(this.#find(uri)) ?? new Set()).add(uri));
    return [...groups.values()];
  }

  #find(uri: string): string {
    let at = uri;
    for (let up = this.#leader.get(at); up !== undefined && up !== at; up = this.#leader.get(at)) at = up;
    return at;
  }
}
