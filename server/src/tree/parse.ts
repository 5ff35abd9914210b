import { parseJson } from './json.ts';
import type { Syntax, Tree } from './node.ts';
import { isYamlTree, parseYaml, reparseYaml } from './yaml.ts';

/**
 * Reads a text of that syntax; `hcl` has no reader yet and gives an empty tree. Never throws.
 *
 * `previous` is the tree of an earlier version of the same text, if there is one: what did not change is taken from it, nodes
 * included, and it must not be used afterwards.
 */
export function parseTree(text: string, syntax: Syntax, previous?: Tree): Tree {
  switch (syntax) {
    case 'json':
      return parseJson(text);
    case 'yaml':
      return previous && isYamlTree(previous) ? reparseYaml(previous, text) : parseYaml(text);
    case 'hcl':
      return { syntax, documents: [], problems: [] };
  }
}
