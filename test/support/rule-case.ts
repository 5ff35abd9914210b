import type { LevelSettings, ReportedFinding } from '../../server/src/features/workspace.ts';
import type { Level, Rule } from '../../server/src/rules/rule.ts';
import { contains } from '../../server/src/text/span.ts';
import { brokenPromises, type CheckedWorkspace } from './fix-promises.ts';
import {
  filesOf,
  fixedPathOf,
  pathOf,
  printCase,
  printFixture,
  type Case,
  type FileBlock,
  type FixBlock,
  type Fixture,
  type Part,
} from './fixture.ts';
import { markOf, type Mark } from './marks.ts';

/** What cases are run with. */
export interface Bench {
  readonly rules: readonly Rule[];
  /** An empty workspace with the catalog in it. */
  newWorkspace(): CheckedWorkspace;
}

const folder = 'file:///ws/';
const cutsPerCase = 20;

/** Throws when the case does not say what the rule says, or when a promise that holds for all rules is broken. */
export function checkCase(bench: Bench, rule: Rule, one: Case): void {
  const actual = actualCase(bench, rule, one);
  const [expectedText, actualText] = [printCase(one), printCase(actual)];
  if (expectedText !== actualText) {
    throw new Mismatch(
      `The rule says something else (\`npm run fixtures:update ${rule.meta.id}\` takes it over):\n\n${actualText}`,
      expectedText,
      actualText,
    );
  }
  const broken = [
    ...spanProblems(bench, rule, one),
    ...fixProblems(bench, rule, one),
    ...lineEndProblems(bench, rule, one),
    ...byteOrderMarkProblems(bench, rule, one),
    ...cutProblems(bench, rule, one),
  ];
  if (broken.length > 0) throw new Error(broken.join('\n'));
}

/** What a fixture as a whole lacks: cases of both kinds, and a block for the fixes that the rule promises. */
export function missingCases(rule: Rule, fixture: Fixture): readonly string[] {
  const out: string[] = [];
  const marked = (one: Case): boolean => filesOf(one).some((file) => file.marks.some(({ kind }) => kind !== 'related'));
  if (!fixture.cases.some(marked)) out.push('no case with a finding');
  if (fixture.cases.every(marked)) out.push('no case without a finding');
  const hasFix = fixture.cases.some((one) => one.parts.some((part) => part.kind === 'fix'));
  if (rule.meta.fixes && !hasFix) out.push('its meta promises fixes, and no case has a fix block');
  if (!rule.meta.fixes && hasFix) out.push('a case has a fix block, and its meta promises no fixes');
  return out;
}

/** The fixture with the marks and fix blocks that the rule gives now. */
export function updatedFixture(bench: Bench, rule: Rule, fixture: Fixture): string {
  return printFixture({ ...fixture, cases: fixture.cases.map((one) => actualCase(bench, rule, one)) });
}

/** Mocha shows the difference of the two texts. */
class Mismatch extends Error {
  readonly expected: string;
  readonly actual: string;
  readonly showDiff = true;

  constructor(message: string, expected: string, actual: string) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

interface Offer {
  readonly title: string;
  /** Changed files, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** The case as the rule would write it: its own marks, and the fix blocks that the case asks for. */
function actualCase(bench: Bench, rule: Rule, one: Case): Case {
  const files = filesOf(one);
  const workspace = opened(bench, textsOf(files), levelsOf(bench, rule, one));
  const findings = findingsOf(workspace);
  const marks = marksOf(workspace, findings, runsOthers(rule, one));
  const paths = new Set(files.map(pathOf));
  for (const path of marks.keys())
    if (!paths.has(path)) throw new Error(`a finding or related place is in ${path}, which the case does not have`);
  const offers = findings.flatMap((finding) => offersOf(workspace, finding));
  const parts: Part[] = [];
  const queue = [...one.parts];
  const used = new Map<string, number>();
  for (let part = queue.shift(); part; part = queue.shift()) {
    if (part.kind === 'file') {
      parts.push({ ...part, marks: marks.get(pathOf(part)) ?? [] });
    } else if (part.kind === 'fix') {
      const asked = part.title;
      const number = used.get(asked) ?? 0;
      used.set(asked, number + 1);
      const given = asked === '*' ? offers : offers.filter(({ title }) => title === asked).slice(number, number + 1);
      const shown = [part, ...(asked === '*' ? [] : takeOthers(queue, part, files, (given[0]?.files.size ?? 0) - 1))];
      const blocks = given.flatMap((offer) => fixBlocks(offer, shown, files));
      if (blocks.length === 0 && parts.at(-1)?.kind === 'prose') parts.pop();
      blocks.forEach((block, i) => parts.push(...(i > 0 ? [{ kind: 'prose' as const, text: '\n' }] : []), block));
    } else {
      parts.push(part);
    }
  }
  return { title: one.title, parts };
}

/** Takes the other blocks of the same fix off the queue: the next ones with its title, each with another file. */
function takeOthers(queue: Part[], first: FixBlock, files: readonly FileBlock[], most: number): readonly FixBlock[] {
  const taken: FixBlock[] = [];
  const seen = new Set([fixedPathOf(first, files)]);
  while (taken.length < most) {
    const at = queue.findIndex((part) => part.kind !== 'prose' || part.text.trim() !== '');
    const next = queue[at];
    if (next?.kind !== 'fix' || next.title !== first.title || seen.has(fixedPathOf(next, files))) break;
    seen.add(fixedPathOf(next, files));
    taken.push(next);
    queue.splice(0, at + 1);
  }
  return taken;
}

/** Blocks for all files of a fix: in the order and with the names of the shown ones, then the rest. */
function fixBlocks(offer: Offer, shown: readonly FixBlock[], files: readonly FileBlock[]): readonly FixBlock[] {
  const order = [...shown.map((block) => fixedPathOf(block, files)), ...files.map(pathOf)];
  const rank = (path: string): number => (order.includes(path) ? order.indexOf(path) : order.length);
  return [...offer.files]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([path, text]) => {
      const block = shown.find((candidate) => fixedPathOf(candidate, files) === path);
      const file = files.find((candidate) => pathOf(candidate) === path);
      return {
        kind: 'fix',
        fence: block?.fence ?? '```',
        language: block?.language ?? file?.language ?? languageOf(path),
        path: block ? block.path : file ? file.path : path,
        title: offer.title,
        text,
      };
    });
}

function languageOf(path: string): string {
  const extension = /\.([a-z]+)$/.exec(path)?.[1];
  return extension === 'yml' ? 'yaml' : extension === 'tf' ? 'hcl' : (extension ?? 'text');
}

function offersOf(workspace: CheckedWorkspace, finding: ReportedFinding): readonly Offer[] {
  return (finding.fixes?.() ?? []).map((fix) => {
    const texts = workspace.applied(fix);
    if (!texts) throw new Error(`"${fix.title}" cannot be done; a fix that cannot be done is not offered`);
    const changed = [...texts].filter(([uri, text]) => workspace.textOf(uri) !== text);
    return { title: fix.title, files: new Map(changed.map(([uri, text]) => [pathOfUri(uri), text])) };
  });
}

function opened(bench: Bench, texts: ReadonlyMap<string, string>, levels: LevelSettings): CheckedWorkspace {
  const workspace = bench.newWorkspace();
  workspace.setLevels(levels);
  for (const [uri, text] of texts) workspace.setFile(uri, text);
  return workspace;
}

function textsOf(files: readonly FileBlock[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const file of files) {
    const uri = uriOf(pathOf(file));
    if (texts.has(uri)) throw new Error(`the case has two files ${pathOf(file)}; give them paths`);
    texts.set(uri, file.text);
  }
  if (texts.size === 0) throw new Error('the case has no file');
  return texts;
}

function uriOf(path: string): string {
  return folder + path.split('/').map(encodeURIComponent).join('/');
}

function pathOfUri(uri: string): string {
  return decodeURIComponent(uri.slice(folder.length));
}

function findingsOf(workspace: CheckedWorkspace): readonly ReportedFinding[] {
  const found = workspace.findings();
  return [...found.keys()].sort().flatMap((uri) => found.get(uri) ?? []);
}

/** The marks of findings and of their related places, by path. */
function marksOf(
  workspace: CheckedWorkspace,
  findings: readonly ReportedFinding[],
  withRule: boolean,
): ReadonlyMap<string, readonly Mark[]> {
  const marks = new Map<string, Mark[]>();
  const add = (uri: string, mark: Mark): void => {
    const list = marks.get(pathOfUri(uri)) ?? [];
    // Two findings may be related to one place in the same words.
    if (mark.kind === 'related' && list.some((other) => JSON.stringify(other) === JSON.stringify(mark))) return;
    marks.set(pathOfUri(uri), [...list, mark]);
  };
  for (const { uri, span, level, rule, message, related = [] } of findings) {
    const lines = workspace.linesOf(uri);
    if (!lines) throw new Error(`"${message}" is in ${uri}, which is no file of the case`);
    add(uri, markOf(lines, span, { kind: level, ...(withRule ? { rule } : {}), message }));
    for (const place of related) {
      const there = workspace.linesOf(place.uri);
      if (!there) throw new Error(`"${place.message}" is in ${place.uri}, which is no file of the case`);
      add(place.uri, markOf(there, place.span, { kind: 'related', message: place.message }));
    }
  }
  return marks;
}

const settingLine = /^(\*|[a-z]+\/(?:\*|[a-z0-9-]+)): (error|warning|info|hint|off|on)$/;

interface Setting {
  readonly pattern: string;
  readonly level: Level | 'off' | 'on';
}

function settingsOf(one: Case): readonly Setting[] {
  return one.parts.flatMap((part) => {
    if (part.kind !== 'settings') return [];
    return part.text.split('\n').flatMap((line): Setting[] => {
      if (line.trim() === '') return [];
      const [, pattern, level] = settingLine.exec(line) ?? [];
      if (pattern === undefined || level === undefined)
        throw new Error(`settings are lines like "trust/anyone-may-assume: error", "breadth/*: on": ${line}`);
      return [{ pattern, level: level as Setting['level'] }];
    });
  });
}

function covers(pattern: string, id: string): boolean {
  return pattern === id || (pattern.endsWith('*') && id.startsWith(pattern.slice(0, -1)));
}

function runsOthers(rule: Rule, one: Case): boolean {
  return settingsOf(one).some(({ pattern, level }) => pattern !== rule.meta.id && level !== 'off');
}

/** Only the rule of the fixture runs, and what the settings turn on beside it. */
function levelsOf(bench: Bench, rule: Rule, one: Case): LevelSettings {
  const settings = settingsOf(one);
  const levels: Record<string, Level | 'off'> = {};
  for (const { meta } of bench.rules) {
    const setting = [...settings].reverse().find(({ pattern }) => covers(pattern, meta.id));
    const level = setting?.level ?? (meta.id === rule.meta.id ? 'on' : 'off');
    if (level !== 'on') levels[meta.id] = level;
    else if (meta.isOff) levels[meta.id] = meta.level;
  }
  for (const { pattern } of settings)
    if (!bench.rules.some(({ meta }) => covers(pattern, meta.id))) throw new Error(`no rule is named ${pattern}`);
  return levels;
}

/** Underlined is a word or a value, never a statement; said is one clause. */
function spanProblems(bench: Bench, rule: Rule, one: Case): readonly string[] {
  const workspace = opened(bench, textsOf(filesOf(one)), levelsOf(bench, rule, one));
  const statements = workspace
    .units()
    .flatMap(({ policies }) => policies.flatMap(({ document }) => document.statements));
  return findingsOf(workspace).flatMap((finding) => {
    const said = `"${finding.message}"`;
    const out: string[] = [];
    if (statements.some(({ uri, span }) => uri === finding.uri && contains(finding.span, span)))
      out.push(`${said} covers a whole statement`);
    for (const { message } of [finding, ...(finding.related ?? [])]) {
      if (message.endsWith('.')) out.push(`"${message}" ends in a full stop`);
      // The author's words stand in quotes, AWS's in brackets.
      const own = message.replace(/"[^"]*"|\([^)]*\)/g, '');
      const word = /\b(?:invalid|should|please)\b/i.exec(own)?.[0];
      if (word !== undefined) out.push(`"${message}" says "${word}"; it says what happens`);
    }
    return out;
  });
}

/** With every rule on: a fix of one rule must not call up another. */
function fixProblems(bench: Bench, rule: Rule, one: Case): readonly string[] {
  const workspace = opened(bench, textsOf(filesOf(one)), {});
  return findingsOf(workspace)
    .filter((finding) => finding.rule === rule.meta.id)
    .flatMap((finding) =>
      (finding.fixes?.() ?? []).flatMap((fix) => [
        ...(rule.meta.fixes ? [] : [`it offers "${fix.title}", and its meta promises no fixes`]),
        ...(fix.title.endsWith('.') ? [`the title "${fix.title}" ends in a full stop`] : []),
        ...brokenPromises(workspace, finding, fix, { countOffers: true }).map(
          (problem) => `fix "${fix.title}": ${problem}`,
        ),
      ]),
    );
}

/** Windows' line ends change neither places nor fixes. */
function lineEndProblems(bench: Bench, rule: Rule, one: Case): readonly string[] {
  const texts = textsOf(filesOf(one));
  const levels = levelsOf(bench, rule, one);
  const crlf = new Map([...texts].map(([uri, text]) => [uri, text.replace(/\n/g, '\r\n')]));
  const [unix, windows] = [opened(bench, texts, levels), opened(bench, crlf, levels)];
  const [ours, theirs] = [findingsOf(unix), findingsOf(windows)];
  const list = (workspace: CheckedWorkspace, findings: readonly ReportedFinding[]): string =>
    [...marksOf(workspace, findings, true)]
      .map(([path, marks]) => `${path}\n${marks.map((mark) => JSON.stringify(mark)).join('\n')}`)
      .join('\n');
  const [here, there] = [list(unix, ours), list(windows, theirs)];
  if (here !== there) {
    throw new Mismatch('With line ends of \\r\\n the rule says something else', here, there);
  }
  return ours.flatMap((finding, i) => {
    const other = theirs[i];
    const offered = offersOf(windows, other ?? finding);
    return offersOf(unix, finding).flatMap((offer, j) => {
      const same = [...offer.files].every(([path, text]) => {
        const windowsText = offered[j]?.files.get(path);
        const made = !texts.has(uriOf(path));
        return (
          windowsText !== undefined && (windowsText === text.replace(/\n/g, '\r\n') || (made && windowsText === text))
        );
      });
      return same ? [] : [`fix "${offer.title}": with line ends of \\r\\n it writes something else`];
    });
  });
}

/** A byte order mark moves every place by one, and nothing else. */
function byteOrderMarkProblems(bench: Bench, rule: Rule, one: Case): readonly string[] {
  const texts = textsOf(filesOf(one));
  const levels = levelsOf(bench, rule, one);
  const marked = new Map([...texts].map(([uri, text]) => [uri, uri.endsWith('.sh') ? text : `\uFEFF${text}`]));
  const list = (all: ReadonlyMap<string, string>, moved: boolean): string =>
    findingsOf(opened(bench, all, levels))
      .map(({ uri, span, message }) => {
        const by = moved && all.get(uri)?.startsWith('\uFEFF') === true ? 1 : 0;
        return `${pathOfUri(uri)} ${span.start - by}-${span.end - by} ${message}`;
      })
      .join('\n');
  const [plain, withMark] = [list(texts, false), list(marked, true)];
  return plain === withMark
    ? []
    : [`with a byte order mark it says something else:\n${withMark}\nin place of\n${plain}`];
}

/** Cut off anywhere, as while somebody types, nothing throws and nothing stands outside of the file. */
function cutProblems(bench: Bench, rule: Rule, one: Case): readonly string[] {
  const texts = textsOf(filesOf(one));
  const problems: string[] = [];
  const random = randomOf(one.title);
  const uris = [...texts.keys()];
  const workspace = opened(bench, texts, levelsOf(bench, rule, one));
  for (let i = 0; i < cutsPerCase; i++) {
    const uri = uris[Math.floor(random() * uris.length)] ?? '';
    const text = texts.get(uri) ?? '';
    const cut = Math.floor(random() * text.length);
    try {
      workspace.setFile(uri, text.slice(0, cut));
      for (const finding of findingsOf(workspace)) {
        const length = workspace.textOf(finding.uri)?.length ?? -1;
        if (finding.span.start < 0 || finding.span.end > length) problems.push(`cut at ${cut}: outside of the file`);
        for (const fix of finding.fixes?.() ?? []) workspace.applied(fix);
      }
    } catch (error) {
      const trace = error instanceof Error ? error.stack : String(error);
      problems.push(`cut at offset ${cut} of ${pathOfUri(uri)}: ${trace}`);
    }
    workspace.setFile(uri, text);
  }
  return problems;
}

/** A generator of numbers from 0 to 1 that gives the same ones for the same word (mulberry32). */
function randomOf(seed: string): () => number {
  let state = 0;
  for (const letter of seed) state = (Math.imul(state, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
