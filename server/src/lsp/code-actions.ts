import { CodeActionKind, CodeActionTriggerKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import { fixOfEverything, quickFixesAt, type QuickFix } from '../features/quick-fix.ts';
import { policyRefactoringsAt, type OfferedRefactoring } from '../features/policy-refactorings.ts';
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
  /** It writes a policy in another way. */
  readonly isRewriting?: true;
}

const rewritingKinds: Readonly<Record<OfferedRefactoring['kind'], CodeActionKind>> = {
  rewrite: CodeActionKind.RefactorRewrite,
  extract: CodeActionKind.RefactorExtract,
  inline: CodeActionKind.RefactorInline,
};

/**
 * Other ways to write a policy. While the cursor moves they are named only, as each of them takes a trial; when somebody opens the menu,
 * those that would lose something are left out.
 */
function* rewritings(
  session: Session,
  data: Omit<ActionData, 'title'>,
  wants: (kind: string) => boolean,
  isAsked: boolean,
): Iterable<CodeAction> {
  const { workspace, traits } = session;
  const mayCreate = traits.documentChanges && traits.createFiles;
  for (const one of policyRefactoringsAt(workspace, data.uri, data.range)) {
    const kind = `${rewritingKinds[one.kind]}.grantlens.${one.name}`;
    if (!wants(kind) || (one.creates && !mayCreate)) continue;
    const action = { title: one.title, kind };
    if (traits.resolvesEdits && !isAsked) {
      yield { ...action, data: { ...data, title: one.title, isRewriting: true } satisfies ActionData };
      continue;
    }
    const edit = editOf(session, one.edits());
    if (edit) yield { ...action, edit };
  }
}

function editOf(session: Session, edits: ReturnType<QuickFix['edits']>): CodeAction['edit'] {
  return edits && toWorkspaceEdit(edits, session.workspace, session.traits, session.documents);
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
  const fixes = wants(CodeActionKind.QuickFix) ? quickFixesAt(workspace, uri, span) : [];
  for (const fix of fixes) {
    const action = toCodeAction(session, fix, { uri, range: span, title: fix.title });
    if (action) actions.push(action);
  }
  for (const one of refactorings(workspace, uri, span, wants)) {
    // What mends a finding is listed with it.
    if (fixes.some((fix) => isSameChange(fix, one))) continue;
    const edit = editOf(session, one.edits);
    if (edit) actions.push({ title: one.title, kind: `${refactorKind}.${one.kind}`, edit });
  }
  const isAsked = context.triggerKind === CodeActionTriggerKind.Invoked;
  actions.push(...rewritings(session, { uri, range: span }, wants, isAsked));
  // Nobody wants it in the light bulb: editors ask for it by name when they save.
  if (context.only !== undefined && wants(fixAllKind)) {
    const fix = fixOfEverything(workspace, uri);
    const edit = editOf(session, fix.edits());
    if (edit) actions.push({ title: fix.title, kind: fixAllKind, edit });
  }
  return actions;
}

/** The title is looked at first, as the edits of some fixes take long. */
function isSameChange(fix: QuickFix, { title, edits }: Refactoring): boolean {
  return fix.title === title && JSON.stringify([...(fix.edits() ?? [])]) === JSON.stringify([...edits]);
}

function toCodeAction(session: Session, fix: QuickFix, data: ActionData): CodeAction | undefined {
  const { workspace, traits, documents } = session;
  const action: CodeAction = { title: fix.title, kind: CodeActionKind.QuickFix };
  if (fix.isPreferred) action.isPreferred = true;
  if (fix.finding) action.diagnostics = [toDiagnostic(fix.finding, workspace, traits, documents)];
  else if (traits.resolvesEdits) return { ...action, data };
  const edit = editOf(session, fix.edits());
  return edit && { ...action, edit };
}

/** The edits of an action that was offered without, on the text as it is now; the action as it was when they cannot be had any more. */
export function resolveCodeAction(session: Session, action: CodeAction): CodeAction {
  const data = action.data as ActionData | undefined;
  if (!data) return action;
  const workspace = session.current();
  const isChosen = ({ title }: { readonly title: string }): boolean => title === data.title;
  const rewriting = data.isRewriting && policyRefactoringsAt(workspace, data.uri, data.range).find(isChosen);
  const chosen = data.isRewriting ? rewriting : quickFixesAt(workspace, data.uri, data.range).find(isChosen);
  const edit = editOf(session, chosen ? chosen.edits() : undefined);
  if (edit) return { ...action, edit };
  // Editors apply nothing then, and say nothing.
  const reason = rewriting ? rewriting.refusal() : 'the text is another one by now';
  session.tell(`"${data.title}" is not done: ${reason}`);
  return action;
}
