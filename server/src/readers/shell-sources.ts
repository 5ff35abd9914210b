import { scalarText } from '../model/read-policy.ts';
import { literalSourceOf } from '../model/text-value.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Node, Tree } from '../tree/node.ts';

/**
 * The shell texts of a file, each run by a shell of its own or one after the other: a script is one text, a Makefile has one for
 * each recipe line, a CI file one for each `run:` or item of `script:`. Empty for files that hold no commands.
 */
export function shellSourcesOf(uri: string, text: string, tree: Tree | undefined): readonly SourceText[] {
  const path = decodedPath(uri);
  if (isMakefile(path)) return recipesOf(text);
  if (isScript(path, text)) return [{ text, span: { start: 0, end: text.length } }];
  return tree && isCiFile(path) ? tree.documents.flatMap((document) => commandsIn(document)) : [];
}

function decodedPath(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function isMakefile(path: string): boolean {
  return /(?:^|\/)(?:GNU)?[Mm]akefile(?:\.[^/]*)?$|\.mk$/.test(path);
}

function isScript(path: string, text: string): boolean {
  return /\.(?:sh|bash|zsh|ksh)$/.test(path) || /^\uFEFF?#![^\n]*\b(?:ba|z|k|da)?sh\b/.test(text);
}

function isCiFile(path: string): boolean {
  return (
    /(?:^|\/)\.github\/(?:workflows|actions)\/.*\.ya?ml$/.test(path) ||
    /(?:^|\/)\.circleci\/.*\.ya?ml$/.test(path) ||
    /(?:^|\/)(?:action|\.travis|bitbucket-pipelines|buildspec[^/]*|azure-pipelines[^/]*|[^/]*\.?gitlab-ci[^/]*)\.ya?ml$/.test(
      path,
    )
  );
}

/** Recipe lines, with their continuations, as the shell gets them: `$$` is a dollar sign there. */
function recipesOf(text: string): readonly SourceText[] {
  const out: SourceText[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    let end: number;
    do {
      end = text.indexOf('\n', at);
      if (end < 0) end = text.length;
      at = end + 1;
    } while (at < text.length && isContinued(text, end));
    if (text.charAt(start) !== '\t') continue;
    let from = start + 1;
    while (from < end && '@-+ \t'.includes(text.charAt(from))) from++;
    out.push(recipeText(text, from, end));
  }
  return out;
}

function isContinued(text: string, end: number): boolean {
  let at = text.charAt(end - 1) === '\r' ? end - 2 : end - 1;
  let backslashes = 0;
  while (text.charAt(at) === '\\') {
    backslashes++;
    at--;
  }
  return backslashes % 2 === 1;
}

function recipeText(text: string, from: number, to: number): SourceText {
  const runs: number[] = [];
  let decoded = '';
  let at = from;
  while (at < to) {
    const dollars = text.indexOf('$$', at);
    const end = dollars < 0 || dollars >= to ? to : dollars;
    if (end > at) {
      runs.push(decoded.length, at, end);
      decoded += text.slice(at, end);
    }
    if (end === to) break;
    runs.push(decoded.length, end, end + 2);
    decoded += '$';
    at = end + 2;
  }
  return { text: decoded, span: { start: from, end: to }, runs };
}

const commandKeys = new Set([
  'run',
  'script',
  'before_script',
  'after_script',
  'command',
  'commands',
  'bash',
  'inlineScript',
]);

function commandsIn(document: Node): readonly SourceText[] {
  const out = new Map<Node, SourceText>();
  const visit = (node: Node | undefined, isCommand: boolean): void => {
    if (!node) return;
    if (node.kind === 'scalar') {
      const source = isCommand && typeof node.value === 'string' ? literalSourceOf(scalarText(node)) : undefined;
      if (source) out.set(node, source);
    } else if (node.kind === 'list') {
      for (const item of node.items) visit(item, isCommand);
    } else {
      // An anchored node stands for itself wherever it is named: looking at own entries is enough.
      for (const entry of node.entries) visit(entry.value, commandKeys.has(entry.key.source.text));
    }
  };
  visit(document, false);
  return [...out.values()];
}
