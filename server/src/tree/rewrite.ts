import { Habits } from './habits.ts';
import { lineEndOf } from './habits.ts';
import type { Node } from './node.ts';
import { parseTree } from './parse.ts';
import { isSamePlain, plainOfWritten, PlainReader } from './plain.ts';
import { renderBlock } from './render-block.ts';
import { renderFlow } from './render-flow.ts';
import type { Written } from './written.ts';
import { copyOfNode } from './written-of.ts';

/**
 * The text of a file of the other syntax that says what a node says, with its comments where the syntax has any. Undefined where that
 * cannot be shown: what comes out is read again.
 */
export function rewritten(node: Node, text: string, to: 'json' | 'yaml'): string | undefined {
  const copy = copyOfNode(node, text, false);
  if (!copy) return undefined;
  const value = to === 'json' ? withNumbersAsWritten(copy.value) : copy.value;
  const eol = lineEndOf(text);
  const habits = new Habits('', [], eol);
  const yaml = habits.yaml(undefined);
  const style = { ...habits.json(undefined, false), unit: unitOf(node, text) };
  const lines = to === 'json' ? renderFlow(value, { ...style, layout: 'lines' }) : renderBlock(value, yaml)?.body;
  if (!lines) return undefined;
  const out = lines.join(eol) + eol;
  const tree = parseTree(out, to);
  const [root, second] = tree.documents;
  const reader = new PlainReader();
  if (!root || second || tree.problems.length > 0) return undefined;
  const isCopy = isSamePlain(plainOfWritten(copy.value), reader.read(node));
  return isCopy && isSamePlain(reader.read(root), plainOfWritten(value)) ? out : undefined;
}

/** JSON has no number such as 012345678901, an account, which would lose its zero: what a policy holds is text, letter by letter. */
function withNumbersAsWritten(written: Written): Written {
  if (written.kind === 'list')
    return { ...written, items: written.items.map((item) => ({ ...item, value: withNumbersAsWritten(item.value) })) };
  if (written.kind === 'mapping')
    return {
      ...written,
      entries: written.entries.map((entry) => ({ ...entry, value: withNumbersAsWritten(entry.value) })),
    };
  const { value, raw } = written;
  return typeof value === 'number' && raw !== undefined && raw !== String(value)
    ? { kind: 'scalar', value: raw }
    : written;
}

/** As far as the first line inside is indented, else two blanks. */
function unitOf(node: Node, text: string): string {
  return /\n( +|\t+)\S/.exec(text.slice(node.span.start, node.span.end))?.[1] ?? '  ';
}
