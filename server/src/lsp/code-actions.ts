import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import { fixOfEverything, quickFixesAt, type QuickFix } from '../features/quick-fix.ts';
import { refactoringsAt, type Refactoring, type RefactoringKind } from '../features/refactor.ts';
import type { Span } from '../text/span.ts';
import { toDiagnostic, toSpan, toWorkspaceEdit } from './convert.ts';
import type { Session } from './session.ts';
import { canonicalUri } from './uri.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.grantlens`;

/** What is written on demand; each of them is a kind of its own, by which commands ask for it. */
const refactorKind = `${CodeActionKind.Refactor}.grantlens`;
const refactoringKinds: readonly RefactoringKind[] = ['grant-invoke', 'service-role', 'caller-policy'];

function refactorings(
  workspace: Session['workspace'],
  uri: string,
  span: Span,
  wants: (kind: string) => boolean,
): readonly Refactoring[] {
  const wanted = refactoringKinds.filter((kind) => wants(`${refactorKind}.${kind}`));
  return wanted.length === 0 ? [] : refactoringsAt(workspace, uri, span).filter(({ kind }) => wanted.includes(kind));
}

/** Names an action whose edits are computed when the user takes it: where it was offered, and its title there. */
interface ActionData {
  readonly uri: string;
  readonly range: Span;
  readonly title: string;
}

export function codeActions(session: Session, { textDocument, range, context }: CodeActionParams): CodeAction[] {
  const workspace = session.current();
  const uri = canonicalUri(textDocument.uri);
  const lines = workspace.linesOf(uri);
  if (!lines) return [];
  const wants = (kind: string): boolean =>
    context.only === undefined ||
    context.only.some((only) => kind === only || kind.startsWith(`${only}.`) || only === '');
  const span = toSpan(lines, range);
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const fix of quickFixesAt(workspace, uri, span)) {
      const action = toCodeAction(session, fix, { uri, range: span, title: fix.title });
      if (action) actions.push(action);
    }
  }
  for (const one of refactorings(workspace, uri, span, wants)) {
    const edit = toWorkspaceEdit(one.edits, workspace, session.traits, session.documents);
    if (edit) actions.push({ title: one.title, kind: `${refactorKind}.${one.kind}`, edit });
  }
  // Nobody wants it in the light bulb: editors ask for it by name when they save.
  if (context.only !== undefined && wants(fixAllKind)) {
    const fix = fixOfEverything(workspace, uri);
    const edits = fix.edits();
    const edit = edits && toWorkspaceEdit(edits, workspace, session.traits, session.documents);
    if (edit) actions.push({ title: fix.title, kind: fixAllKind, edit });
  }
  return actions;
}

function toCodeAction(session: Session, fix: QuickFix, data: ActionData): CodeAction | undefined {
  const { workspace, traits, documents } = session;
  const action: CodeAction = { title: fix.title, kind: CodeActionKind.QuickFix };
  if (fix.isPreferred) action.isPreferred = true;
  if (fix.finding) action.diagnostics = [toDiagnostic(fix.finding, workspace, traits, documents)];
  else if (traits.resolvesEdits) return { ...action, data };
  const edits = fix.edits();
  const edit = edits && toWorkspaceEdit(edits, workspace, traits, documents);
  return edit && { ...action, edit };
}

/** The edits of an action that was offered without, on the text as it is now; the action as it was when they cannot be had any more. */
export function resolveCodeAction(session: Session, action: CodeAction): CodeAction {
  const data = action.data as ActionData | undefined;
  if (!data) return action;
  const workspace = session.current();
  const fix = quickFixesAt(workspace, data.uri, data.range).find(({ title }) => title === data.title);
  const edits = fix?.edits();
  const edit = edits && toWorkspaceEdit(edits, workspace, session.traits, session.documents);
  return edit ? { ...action, edit } : action;
}
