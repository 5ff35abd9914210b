import { parseJson } from './json.ts';
import type { Syntax, Tree } from './node.ts';
import { isYamlTree, parseYaml, reparseYaml } from './yaml.ts';

/** A version of a text with its tree. */
export interface Parsed {
  readonly text: string;
  readonly tree: Tree;
}

/** The syntax that a file's name tells; undefined for files that are read without a tree. */
export function syntaxOf(uri: string): Syntax | undefined {
  const extension = /\.([a-z]+)$/i.exec(uri)?.[1]?.toLowerCase();
  switch (extension) {
    case 'json':
    case 'jsonc':
      return 'json';
    case 'yaml':
    case 'yml':
    case 'template':
      return 'yaml';
    default:
      return undefined;
  }
}

/**
 * Reads a text of that syntax; `hcl` has no reader and gives an empty tree. JSON in a file that may hold YAML (`.template`) is read
 * as JSON. Never throws.
 *
 * `previous` is an earlier version of the same text: what did not change is taken from its tree, nodes included, and that tree must
 * not be used afterwards.
 */
export function parseTree(text: string, syntax: Syntax, previous?: Parsed): Tree {
  switch (syntax) {
    case 'json':
      return parseJson(text);
    case 'yaml':
      return parseJsonOrYaml(text, previous);
    case 'hcl':
      return { syntax, documents: [], problems: [] };
  }
}

function parseJsonOrYaml(text: string, previous: Parsed | undefined): Tree {
  const before = previous?.tree;
  const readYaml = (): Tree => (before && isYamlTree(before) ? reparseYaml(before, text) : parseYaml(text));
  if (!/^\uFEFF?\s*\{\s*["/}]/.test(text)) return readYaml();
  const json = parseJson(text);
  if (json.problems.length === 0) return json;
  // YAML's brackets allow what JSON does not; half-typed text that is neither is more likely JSON.
  const yaml = readYaml();
  return yaml.problems.length === 0 ? yaml : json;
}
