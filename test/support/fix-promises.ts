import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import type { ReportedFinding, Workspace } from '../../server/src/features/workspace.ts';
import type { Fix } from '../../server/src/rules/rule.ts';
import { applyEdits, type TextEdit } from '../../server/src/text/edit.ts';

/** What the tests need of a workspace, so that the tests of the tests can do with less. */
export type CheckedWorkspace = Pick<
  Workspace,
  | 'setLevels'
  | 'setFile'
  | 'removeFile'
  | 'uris'
  | 'textOf'
  | 'treeOf'
  | 'linesOf'
  | 'units'
  | 'findings'
  | 'editsOf'
  | 'applied'
>;

/**
 * Does a fix and tells what it did not keep of what every fix promises: it can be done and changes something; the files parse as well as
 * before; its finding is gone; no other one came; it is not offered again; line ends stay. The workspace is left as it was.
 * Counting the offers computes every fix of the file, which is for small files.
 */
export function brokenPromises(
  workspace: CheckedWorkspace,
  finding: ReportedFinding,
  fix: Fix,
  options: { readonly countOffers: boolean },
): readonly string[] {
  const edits = workspace.editsOf(fix);
  if (!edits) return ['it cannot be done'];
  const problems: string[] = [];
  const old = new Map<string, string | undefined>();
  const texts = new Map<string, string>();
  for (const [uri, list] of edits) {
    const before = workspace.textOf(uri);
    const text = applyEdits(before ?? '', list);
    texts.set(uri, text);
    if (before !== text) old.set(uri, before);
    problems.push(...parseProblems(uri, before, text), ...lineEndProblems(uri, before, text));
  }
  if (old.size === 0) return ['it changes nothing'];

  const findingsBefore = workspace.findings();
  // Counted now: what a fix is called may depend on the text as it is.
  const offersBefore = options.countOffers ? offersOf(findingsBefore.get(finding.uri) ?? [], finding, fix) : 0;
  const treeProblems = problemCounts(workspace, old.keys());
  for (const uri of old.keys()) workspace.setFile(uri, texts.get(uri) ?? '');
  const findingsAfter = workspace.findings();
  // What was not computed again has not changed.
  const touched = [...new Set([...findingsBefore.keys(), ...findingsAfter.keys()])].filter(
    (uri) => findingsBefore.get(uri) !== findingsAfter.get(uri),
  );
  const before = touched.flatMap((uri) => findingsBefore.get(uri) ?? []);
  const after = touched.flatMap((uri) => findingsAfter.get(uri) ?? []);
  for (const [uri, count] of problemCounts(workspace, old.keys()))
    if (count > (treeProblems.get(uri) ?? 0)) problems.push(`${nameOf(uri)} has a new problem in its tree`);

  const sameBefore = before.filter((one) => isSame(one, finding)).length;
  if (after.filter((one) => isSame(one, finding)).length >= sameBefore) problems.push('its finding is still there');
  for (const one of newFindings(before, after, edits)) {
    if (one.rule === finding.rule || one.level === 'error' || one.level === 'warning')
      problems.push(`a new finding came: ${one.level} ${one.rule}: ${one.message}`);
  }
  if (options.countOffers && offersOf(findingsAfter.get(finding.uri) ?? [], finding, fix) >= offersBefore)
    problems.push('it is offered again when it is done');

  for (const [uri, text] of old) {
    if (text === undefined) workspace.removeFile(uri);
    else workspace.setFile(uri, text);
  }
  return problems;
}

function offersOf(findings: readonly ReportedFinding[], { rule }: ReportedFinding, { title }: Fix): number {
  return findings.filter((one) => one.rule === rule && one.fixes?.().some((offered) => offered.title === title)).length;
}

function isSame(a: ReportedFinding, b: ReportedFinding): boolean {
  return a.uri === b.uri && a.rule === b.rule && a.message === b.message;
}

/** Findings that neither say what one said before, nor stand where one of their rule stood. */
function newFindings(
  before: readonly ReportedFinding[],
  after: readonly ReportedFinding[],
  edits: ReadonlyMap<string, readonly TextEdit[]>,
): readonly ReportedFinding[] {
  const left = [...before];
  const unknown = after.filter((one) => {
    const at = left.findIndex((old) => isSame(old, one));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return unknown.filter((one) => {
    const at = left.findIndex(
      (old) =>
        old.uri === one.uri &&
        old.rule === one.rule &&
        moved(old.span.start, edits.get(old.uri) ?? []) === one.span.start,
    );
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function moved(offset: number, edits: readonly TextEdit[]): number {
  let out = offset;
  for (const { span, newText } of edits) {
    if (span.end <= offset) out += newText.length - (span.end - span.start);
    else if (span.start < offset) out += span.start - offset;
  }
  return out;
}

function problemCounts(workspace: CheckedWorkspace, uris: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...uris].map((uri) => [uri, workspace.treeOf(uri)?.problems.length ?? 0]));
}

/** The judgement of parsers that are not ours, of files that they could read before. */
function parseProblems(uri: string, before: string | undefined, after: string): readonly string[] {
  if (uri.endsWith('.json')) {
    if (isStrictJson(before ?? '{}') && !isStrictJson(after)) return [`${nameOf(uri)} is no longer JSON`];
    if (jsonErrors(before ?? '{}') === 0 && jsonErrors(after) > 0)
      return [`${nameOf(uri)} is no longer read by jsonc-parser`];
  }
  if (/\.ya?ml$/.test(uri) && yamlErrors(before ?? '').length === 0) {
    const [error] = yamlErrors(after);
    if (error !== undefined) return [`${nameOf(uri)} is no longer YAML: ${error}`];
  }
  return [];
}

function jsonErrors(text: string): number {
  const errors: ParseError[] = [];
  parseJson(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  return errors.length;
}

function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

function yamlErrors(text: string): readonly string[] {
  const documents = parseAllDocuments(text, { logLevel: 'silent', uniqueKeys: false });
  return 'empty' in documents ? [] : documents.flatMap((document) => document.errors.map(({ message }) => message));
}

function lineEndProblems(uri: string, before: string | undefined, after: string): readonly string[] {
  if (before === undefined || !/\r\n/.test(before) || /(?<!\r)\n/.test(before)) return [];
  return /(?<!\r)\n/.test(after) ? [`${nameOf(uri)} has a line end that is not the file's own`] : [];
}

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
