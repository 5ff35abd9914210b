import { maybeUnattended } from './unattended.ts';
import { touches, type Span } from '../text/span.ts';
import type { TextEdit } from '../text/edit.ts';
import { fixAll } from './fix-all.ts';
import { silencingEdit } from './silence.ts';
import type { ReportedFinding, Workspace } from './workspace.ts';

type Edits = ReadonlyMap<string, readonly TextEdit[]>;

export interface QuickFix {
  readonly title: string;
  /** What it mends; undefined for what concerns more than one finding. */
  readonly finding: ReportedFinding | undefined;
  /** What to do without being asked which: the best fix of a finding. */
  readonly isPreferred: boolean;
  /** Undefined when it turns out that nothing can be done. Cheap for the fix of one finding, not for those of a whole file. */
  readonly edits: () => Edits | undefined;
}

/** What can be done about the findings that touch a range: their fixes, best first, then fixes of all such findings, then silence. */
export function quickFixesAt(workspace: Workspace, uri: string, range: Span): readonly QuickFix[] {
  const findings = workspace.findingsIn(uri);
  const here = findings.filter((finding) => touches(finding.span, range));
  const fixes = here.flatMap((finding) => fixesOf(workspace, finding));
  const mended = new Set(fixes.map((fix) => fix.finding?.rule));
  const rules = new Set(here.map((finding) => finding.rule));
  const all = [...rules].flatMap((rule) => {
    const count = findings.filter((finding) => finding.rule === rule && finding.fixes).length;
    return mended.has(rule) && count > 1 ? [fixOfAll(workspace, uri, rule)] : [];
  });
  const silences = here
    .filter((finding, i) => here.findIndex((other) => other.rule === finding.rule) === i)
    .flatMap((finding) => silenceOf(workspace, finding));
  return [...fixes, ...all, ...silences];
}

function fixesOf(workspace: Workspace, finding: ReportedFinding): QuickFix[] {
  return (finding.fixes?.() ?? []).flatMap((fix, i) => {
    const edits = workspace.editsOf(fix);
    return edits ? [{ title: fix.title, finding, isPreferred: i === 0, edits: () => edits }] : [];
  });
}

function fixOfAll(workspace: Workspace, uri: string, rule: string): QuickFix {
  return {
    title: `Fix all ${rule} in this file`,
    finding: undefined,
    isPreferred: false,
    edits: () => fixAll(workspace, uri, (finding) => finding.rule === rule),
  };
}

/** The first fixes of all findings of a file, for editors that mend a file when it is saved. */
export function fixOfEverything(workspace: Workspace, uri: string): QuickFix {
  return {
    title: 'Fix all Grantlens findings in this file',
    finding: undefined,
    isPreferred: false,
    edits: () =>
      fixAll(workspace, uri, (finding) =>
        (finding.fixes?.() ?? []).slice(0, 1).every((fix) => maybeUnattended(finding, fix)),
      ),
  };
}

function silenceOf(workspace: Workspace, finding: ReportedFinding): QuickFix[] {
  const edit = silencingEdit(workspace, finding);
  if (!edit) return [];
  const edits = new Map([[finding.uri, [edit]]]);
  return [{ title: `Silence ${finding.rule} on this line`, finding, isPreferred: false, edits: () => edits }];
}
