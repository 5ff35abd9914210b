import type { TextEdit } from '../text/edit.ts';
import { contains, type Span } from '../text/span.ts';
import type { Node, ScalarNode } from '../tree/node.ts';
import type { ReportedFinding, Workspace } from './workspace.ts';

/**
 * The comment that silences a finding: a line of its own above, with the same indentation. Undefined where a comment cannot stand or
 * would become content: in JSON, inside a text of several lines, inside a command that goes over several lines.
 */
export function silencingEdit(workspace: Workspace, finding: ReportedFinding): TextEdit | undefined {
  const text = workspace.textOf(finding.uri);
  const mark = commentMark(finding.uri);
  if (text === undefined || mark === undefined) return undefined;
  const start = text.lastIndexOf('\n', finding.span.start - 1) + 1;
  if (isInsideText(workspace, finding.uri, text, start)) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(start, finding.span.start))?.[0] ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return { span: { start, end: start }, newText: `${indent}${mark} grantlens-ignore ${finding.rule}${lineEnd}` };
}

function commentMark(uri: string): '#' | '//' | undefined {
  if (/\.jsonc$/i.test(uri)) return '//';
  return /\.json$/i.test(uri) ? undefined : '#';
}

/** Whether a line that is put in at `start` would be a part of something that is already begun. */
function isInsideText(workspace: Workspace, uri: string, text: string, start: number): boolean {
  const before = text.slice(0, start).replace(/\r?\n$/, '');
  if (before.endsWith('\\')) return true;
  const tree = workspace.treeOf(uri);
  if (tree)
    return tree.syntax === 'json' && !/\.jsonc$/i.test(uri)
      ? true
      : tree.documents.some((node) => isInScalar(node, start));
  const uses = workspace
    .unitOf(uri)
    ?.policies.flatMap(({ use }) => (use?.uri === uri && use.command ? [use.command.span] : []));
  return uses?.some((span) => span.start < start && start <= span.end) ?? false;
}

function isInScalar(node: Node, offset: number): boolean {
  const at: Span = { start: offset, end: offset };
  switch (node.kind) {
    case 'scalar':
      return contains(node.span, at) && begunBefore(node, offset);
    case 'list':
      return contains(node.span, at) && node.items.some((item) => isInScalar(item, offset));
    case 'mapping':
      return (
        contains(node.span, at) &&
        node.entries.some(
          ({ key, value }) => isInScalar(key, offset) || (value !== undefined && isInScalar(value, offset)),
        )
      );
  }
}

function begunBefore(node: ScalarNode, offset: number): boolean {
  return node.span.start < offset && offset <= node.span.end;
}
