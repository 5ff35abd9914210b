import { Habits } from './habits.ts';
import { lineEndOf } from './habits.ts';
import type { Node } from './node.ts';
import { parseTree } from './parse.ts';
import { isSamePlain, PlainReader } from './plain.ts';
import { renderBlock } from './render-block.ts';
import { renderFlow } from './render-flow.ts';
import { copyOfNode } from './written-of.ts';

/**
 * The text of a file of the other syntax that says what a node says, with its comments where the syntax has any. Undefined where that
 * cannot be shown: what comes out is read again.
 */
export function rewritten(node: Node, text: string, to: 'json' | 'yaml'): string | undefined {
  const copy = copyOfNode(node, text, false);
  if (!copy) return undefined;
  const eol = lineEndOf(text);
  const habits = new Habits('', [], eol);
  const yaml = habits.yaml(undefined);
  const style = { ...habits.json(undefined, false), unit: unitOf(node, text) };
  const lines =
    to === 'json' ? renderFlow(copy.value, { ...style, layout: 'lines' }) : renderBlock(copy.value, yaml)?.body;
  if (!lines) return undefined;
  const out = lines.join(eol) + eol;
  const tree = parseTree(out, to);
  const [root, second] = tree.documents;
  const reader = new PlainReader();
  const isSame = root && !second && tree.problems.length === 0 && isSamePlain(reader.read(root), reader.read(node));
  return isSame ? out : undefined;
}

/** As far as the first line inside is indented, else two blanks. */
function unitOf(node: Node, text: string): string {
  return /\n( +|\t+)\S/.exec(text.slice(node.span.start, node.span.end))?.[1] ?? '  ';
}
