import { printMarks, readMarks, type Mark } from './marks.ts';

/** One Markdown file: the cases of a rule, or of a question that a feature answers. */
export interface Fixture {
  /** The H1. */
  readonly id: string;
  /** What stands before the first case, as it is. */
  readonly intro: string;
  readonly cases: readonly Case[];
}

export interface Case {
  /** The H2. */
  readonly title: string;
  readonly parts: readonly Part[];
}

export type Part = Prose | FileBlock | FixBlock | SettingsBlock | AnswerBlock;

/** Text between blocks, as it is, with its line ends. */
interface Prose {
  readonly kind: 'prose';
  readonly text: string;
}

interface Block {
  /** The backticks that open and close it. */
  readonly fence: string;
  readonly language: string;
  readonly text: string;
}

/** A file of the small workspace. Without a path it has the one that `defaultPaths` gives its language. */
export interface FileBlock extends Block {
  readonly kind: 'file';
  readonly path: string | undefined;
  readonly marks: readonly Mark[];
}

/** A whole file as a fix leaves it; a fix that changes several files has a block for each. */
export interface FixBlock extends Block {
  readonly kind: 'fix';
  readonly path: string | undefined;
  readonly title: string;
}

/** Levels of rules, a line each: `breadth/any-api: error`, `trust/*: on`. */
interface SettingsBlock extends Block {
  readonly kind: 'settings';
}

/** A block in another language and without a path: what a feature answers (`hover`, `symbols`). */
interface AnswerBlock extends Block {
  readonly kind: 'answer';
}

/** File names that the readers recognise, for blocks that do not care how they are called. */
export const defaultPaths: Readonly<Record<string, string>> = {
  json: 'policy.json',
  jsonc: 'policy.jsonc',
  yaml: 'template.yaml',
  yml: 'template.yml',
  sh: 'deploy.sh',
  bash: 'deploy.sh',
  make: 'Makefile',
  makefile: 'Makefile',
  hcl: 'main.tf',
  terraform: 'main.tf',
};

/** Where a file block stands in the small workspace. */
export function pathOf(block: FileBlock): string {
  return block.path ?? defaultPaths[block.language] ?? '';
}

/** The file that a fix block shows: without a path it is the case's only file, or the one with the language's default name. */
export function fixedPathOf(block: FixBlock, files: readonly FileBlock[]): string {
  const [only, second] = files;
  return block.path ?? (only && !second ? pathOf(only) : (defaultPaths[block.language] ?? ''));
}

export function filesOf(one: Case): readonly FileBlock[] {
  return one.parts.filter((part) => part.kind === 'file');
}

const opening = /^(`{3,})([^\s`]+)(?: (?!fix=)([^\s`]+))?(?: fix="([^`]*)")?$/;

/** Reads a fixture. Throws, with the line's number, on what the grammar does not have: a fixture is our own text. */
export function readFixture(markdown: string): Fixture {
  const lines = markdown.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
  const id = /^# (\S+)$/.exec(lines[0] ?? '')?.[1];
  if (id === undefined) throw new Error('line 1: a fixture begins with "# " and its id');
  let intro = '';
  const cases: { readonly title: string; readonly parts: Part[] }[] = [];
  for (let number = 1; number < lines.length; number++) {
    const line = lines[number] ?? '';
    const title = /^## (.+)$/.exec(line)?.[1];
    if (title !== undefined) {
      if (cases.some((one) => one.title === title)) throw new Error(`line ${number + 1}: a second case "${title}"`);
      cases.push({ title, parts: [] });
      continue;
    }
    const parts = cases.at(-1)?.parts;
    if (!parts || !line.startsWith('```')) {
      const last = parts?.at(-1);
      if (!parts) intro += line + '\n';
      else if (last?.kind === 'prose') parts[parts.length - 1] = { kind: 'prose', text: `${last.text}${line}\n` };
      else parts.push({ kind: 'prose', text: line + '\n' });
      continue;
    }
    const match = opening.exec(line);
    if (!match) throw new Error(`line ${number + 1}: not understood: ${line}`);
    const end = lines.indexOf(match[1] ?? '', number + 1);
    if (end < 0) throw new Error(`line ${number + 1}: the block has no end`);
    const content = lines.slice(number + 1, end).map((text) => text + '\n');
    try {
      parts.push(readBlock(match, content.join('')));
    } catch (error) {
      throw new Error(`line ${number + 1}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    number = end;
  }
  return { id, intro, cases };
}

function readBlock(match: RegExpExecArray, content: string): Part {
  const [, fence = '', language = '', path, title] = match;
  const block = { fence, language, text: content };
  if (language === 'settings' && path === undefined && title === undefined) return { kind: 'settings', ...block };
  if (path === undefined && !Object.hasOwn(defaultPaths, language)) {
    if (title !== undefined) throw new Error(`a fix in "${language}" needs the path of its file`);
    return { kind: 'answer', ...block };
  }
  if (title !== undefined) return { kind: 'fix', ...block, path, title };
  return { kind: 'file', fence, language, path, ...readMarks(content) };
}

/** The exact inverse of `readFixture`. Throws on what could not be read back. */
export function printFixture(fixture: Fixture): string {
  return `# ${fixture.id}\n${fixture.intro}${fixture.cases.map(printCase).join('')}`;
}

export function printCase(one: Case): string {
  return `## ${one.title}\n${one.parts.map(printPart).join('')}`;
}

function printPart(part: Part): string {
  switch (part.kind) {
    case 'prose':
      return part.text;
    case 'file':
      return printBlock(part, printMarks(part.text, part.marks));
    case 'fix':
      if (/[`\n]/.test(part.title)) throw new Error(`a title of plain words, please: ${part.title}`);
      return printBlock(part, part.text);
    case 'settings':
    case 'answer':
      return printBlock(part, part.text);
  }
}

function printBlock(block: Exclude<Part, Prose>, content: string): string {
  if (content !== '' && !content.endsWith('\n'))
    throw new Error(`the text of a file does not end in a line end: ${JSON.stringify(content.slice(-40))}`);
  let fence = block.fence;
  for (const line of content.split('\n'))
    if (/^`+\s*$/.test(line) && line.length >= fence.length) fence = line.trim() + '`';
  const path = 'path' in block && block.path !== undefined ? ` ${block.path}` : '';
  const title = block.kind === 'fix' ? ` fix="${block.title}"` : '';
  return `${fence}${block.language}${path}${title}\n${content}${fence}\n`;
}
