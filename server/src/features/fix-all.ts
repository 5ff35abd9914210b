import type { TextEdit } from '../text/edit.ts';
import { applyEdits } from '../text/edit.ts';
import type { ReportedFinding, Workspace } from './workspace.ts';

/**
 * What mending many findings at once would change: of each wanted finding of the file the first fix. Fixes whose edits do not meet are done
 * together; the others are computed anew on the text that those leave, as one fix may make another one needless.
 * The edits refer to the texts as they are now; undefined when nothing can be mended.
 */
export function fixAll(
  workspace: Workspace,
  uri: string,
  wanted: (finding: ReportedFinding) => boolean,
): ReadonlyMap<string, readonly TextEdit[]> | undefined {
  const unit = workspace.unitOf(uri);
  if (!unit) return undefined;
  const first = disjointEdits(workspace, uri, wanted);
  if (first.edits.size === 0) return undefined;
  if (!first.isPartial) return first.edits;
  const trial = workspace.trialOf(unit);
  const touched = new Set<string>();
  let round = first;
  // Each round mends at least one finding; a fix that keeps its finding ends the work.
  for (let left = Infinity, now = countOf(trial, uri, wanted); round.edits.size > 0 && now < left;) {
    for (const [target, edits] of round.edits) {
      touched.add(target);
      trial.setFile(target, applyEdits(trial.textOf(target) ?? '', edits));
    }
    round = disjointEdits(trial, uri, wanted);
    [left, now] = [now, countOf(trial, uri, wanted)];
  }
  return new Map(
    [...touched].map((target) => [target, difference(workspace.textOf(target) ?? '', trial.textOf(target) ?? '')]),
  );
}

function countOf(workspace: Workspace, uri: string, wanted: (finding: ReportedFinding) => boolean): number {
  return workspace.findingsIn(uri).filter(wanted).length;
}

function disjointEdits(
  workspace: Workspace,
  uri: string,
  wanted: (finding: ReportedFinding) => boolean,
): { readonly edits: ReadonlyMap<string, readonly TextEdit[]>; readonly isPartial: boolean } {
  const edits = new Map<string, TextEdit[]>();
  let isPartial = false;
  for (const finding of workspace.findingsIn(uri)) {
    if (!wanted(finding)) continue;
    const [fix] = finding.fixes?.() ?? [];
    const mended = fix && workspace.editsOf(fix);
    if (!mended) continue;
    if (
      [...mended].some(([target, list]) => list.some((edit) => edits.get(target)?.some((other) => meet(edit, other))))
    ) {
      isPartial = true;
      continue;
    }
    for (const [target, list] of mended) edits.set(target, [...(edits.get(target) ?? []), ...list]);
  }
  return { edits, isPartial };
}

/** True also for two insertions at one place: each may have been made in ignorance of the other. */
function meet(a: TextEdit, b: TextEdit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

/** One edit from the first character that differs to the last one. */
function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [{ span: { start: head, end: before.length - tail }, newText: after.slice(head, after.length - tail) }];
}
