import { applyEdits, type TextEdit } from '../text/edit.ts';
import { commentsOf } from '../tree/comments.ts';
import type { Tree } from '../tree/node.ts';
import { parseTree, syntaxOf } from '../tree/parse.ts';

/** The files as they are. */
interface Files {
  textOf(uri: string): string | undefined;
  treeOf(uri: string): Tree | undefined;
}

/** Whether every comment of the files is there after the edits, as often as before, wherever it stands then. */
export function losesNoComment(files: Files, edits: ReadonlyMap<string, readonly TextEdit[]>): boolean {
  return [...edits].every(([uri, list]) => {
    const text = files.textOf(uri);
    const tree = files.treeOf(uri);
    const syntax = syntaxOf(uri);
    if (text === undefined || !tree || !syntax) return true;
    const before = commentsOf(text, tree);
    if (before.length === 0) return true;
    const after = applyEdits(text, list);
    const left = new Map<string, number>();
    for (const words of commentsOf(after, parseTree(after, syntax))) left.set(words, (left.get(words) ?? 0) + 1);
    return before.every((words) => {
      const count = left.get(words) ?? 0;
      left.set(words, count - 1);
      return count > 0;
    });
  });
}
