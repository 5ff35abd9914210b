import type { Catalog } from '../catalog/catalog.ts';
import { forgetWorkedOut } from '../graph/per-unit.ts';
import type { Unit } from '../graph/unit.ts';
import { Units } from '../graph/units.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Slot } from '../model/policy.ts';
import { readFacts } from '../readers/read-facts.ts';
import { concernsUs } from '../readers/prefilter.ts';
import { rules } from '../rules/index.ts';
import { isJoining, type Finding, type Fix, type Level } from '../rules/rule.ts';
import { runRules } from '../rules/run.ts';
import { LineIndex } from '../text/line-index.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { editsOf } from '../tree/editor.ts';
import type { Problem, Tree } from '../tree/node.ts';
import { parseTree, syntaxOf } from '../tree/parse.ts';
import { losesNoComment } from './kept-comments.ts';

export type LevelSettings = Readonly<Record<string, Level | 'off'>>;

/** The levels that hold for a file: folders of one workspace may differ. A unit takes those of its first file. */
export type LevelsOf = (uri: string) => LevelSettings;

const ownLevels: LevelSettings = {};

/** A finding as it is published: with its rule's id and the level that the settings give it. */
export interface ReportedFinding extends Finding {
  readonly rule: string;
  readonly level: Level;
  /** What its fixes are called: much cheaper than `fixes`, as none is tried out. Now and then one of them turns out not to be feasible. */
  readonly fixTitles?: () => readonly string[];
}

type FindingsByFile = ReadonlyMap<string, readonly ReportedFinding[]>;

interface File {
  readonly text: string;
  tree: Tree | undefined;
  /** Undefined until somebody asks; null for a file that declares nothing. */
  facts: FileFacts | null | undefined;
  /** Those of the last version that was read. */
  previous: FileFacts | undefined;
  /** The first place where the text does not go by its syntax; known when the facts are. */
  problem: Problem | undefined;
  lines: LineIndex | undefined;
}

/**
 * All files that concern us, and the answers to questions about them. Knows no disk, no clock and no connection: whoever holds
 * files puts them in. Everything is computed when asked for and kept until a file that it came from changes.
 */
export class Workspace {
  readonly #files = new Map<string, File>();
  readonly #units = new Units();
  /** Files whose facts the units do not have yet. */
  readonly #unread = new Set<string>();
  /** Units without findings. */
  readonly #unchecked = new Set<Unit>();
  /** Files whose findings may be others than when they were last taken. */
  readonly #changed = new Set<string>();
  #catalog: Catalog | undefined;
  #levels: LevelsOf = () => ownLevels;
  #looseSlot: Slot | undefined;
  #unitFindings = new WeakMap<Unit, FindingsByFile>();
  #byFile: FindingsByFile | undefined;
  /** By file: what the joining rules said when all files of its unit could be read whole. */
  readonly #saidOfWhole = new Map<string, Set<string>>();

  /** Without a catalog the rules that need one are off. */
  setCatalog(catalog: Catalog | undefined): void {
    this.#catalog = catalog;
    this.#forgetFindings();
  }

  get catalog(): Catalog | undefined {
    return this.#catalog;
  }

  /** Levels by rule id, for all files or for each; a rule that is not named keeps its own. */
  setLevels(levels: LevelSettings | LevelsOf): void {
    this.#levels = typeof levels === 'function' ? levels : () => levels;
    this.#forgetFindings();
  }

  /** What a policy is taken for that stands in no template and that nobody refers to. */
  setLooseSlot(slot: Slot | undefined): void {
    this.#looseSlot = slot;
    this.#units.setLooseSlot(slot);
    this.#byFile = undefined;
  }

  /** Takes a file's text in, or a new version of it. Files that do not concern us are forgotten: the answer says which. */
  setFile(uri: string, text: string): boolean {
    const old = this.#files.get(uri);
    if (old?.text === text) return true;
    if (!concernsUs(uri, text)) {
      this.removeFile(uri);
      return false;
    }
    const syntax = syntaxOf(uri);
    const tree = syntax && old?.tree ? parseTree(text, syntax, { text: old.text, tree: old.tree }) : undefined;
    this.#files.set(uri, {
      text,
      tree,
      facts: undefined,
      previous: old?.facts ?? old?.previous,
      problem: undefined,
      lines: undefined,
    });
    this.#unread.add(uri);
    this.#byFile = undefined;
    return true;
  }

  removeFile(uri: string): void {
    if (!this.#files.delete(uri)) return;
    this.#unread.delete(uri);
    this.#saidOfWhole.delete(uri);
    this.#units.removeFile(uri);
    this.#changed.add(uri);
    this.#byFile = undefined;
  }

  /** Lets go of what can be computed again; for files that nobody looks at. */
  rest(uri: string): void {
    const file = this.#files.get(uri);
    if (file) file.tree = undefined;
    const unit = this.#units.of(uri);
    if (unit) forgetWorkedOut(unit);
  }

  uris(): readonly string[] {
    return [...this.#files.keys()];
  }

  has(uri: string): boolean {
    return this.#files.has(uri);
  }

  textOf(uri: string): string | undefined {
    return this.#files.get(uri)?.text;
  }

  linesOf(uri: string): LineIndex | undefined {
    const file = this.#files.get(uri);
    return file && (file.lines ??= new LineIndex(file.text));
  }

  /** Undefined for files without a tree (shell scripts) and files unknown here. */
  treeOf(uri: string): Tree | undefined {
    const file = this.#files.get(uri);
    const syntax = syntaxOf(uri);
    if (!file || !syntax) return undefined;
    return (file.tree ??= parseTree(file.text, syntax));
  }

  factsOf(uri: string): FileFacts | undefined {
    const file = this.#files.get(uri);
    if (!file) return undefined;
    if (file.facts === undefined) {
      const tree = this.treeOf(uri);
      file.facts = readFacts(uri, file.text, tree, file.previous) ?? null;
      file.problem = tree?.problems[0];
      // Of a text that declares nothing the next version may go on where the last one was.
      if (file.facts) file.previous = undefined;
    }
    return file.facts ?? undefined;
  }

  /** The first place where a file that declares something does not go by its syntax. */
  problemOf(uri: string): Problem | undefined {
    return this.factsOf(uri) && this.#files.get(uri)?.problem;
  }

  units(): readonly Unit[] {
    this.#settle();
    return this.#units.all();
  }

  unitOf(uri: string): Unit | undefined {
    this.#settle();
    return this.#units.of(uri);
  }

  /** All findings, by file. Files without findings have no entry. Sorted by place. */
  findings(): FindingsByFile {
    return (this.#byFile ??= new Map(this.units().flatMap((unit) => [...this.#findingsOfUnwatched(unit)])));
  }

  /** The files whose findings may have changed since this was last asked: all of them at first, then those of the units that changed. */
  takeChanged(): ReadonlySet<string> {
    const changed = new Set(this.#changed);
    this.#changed.clear();
    return changed;
  }

  /** The findings in one file, sorted by place; runs the rules on its unit only. */
  findingsIn(uri: string): readonly ReportedFinding[] {
    const unit = this.unitOf(uri);
    return (unit && this.#findingsOf(unit).get(uri)) ?? [];
  }

  /**
   * Does the work of `findings` piece by piece, so that a server can listen in between: facts first, then units, those with an urgent
   * file before the others. Yields after each piece; 'urgent' when the urgent files are done. A workspace that was changed in
   * between wants a new walk, which finds the done work kept.
   */
  *steps(urgent: ReadonlySet<string>): Generator<'urgent' | undefined, void, void> {
    for (const uri of this.#unread) {
      if (this.#files.get(uri)?.facts !== undefined) continue;
      this.factsOf(uri);
      yield undefined;
    }
    this.#settle();
    const isUrgent = (unit: Unit): boolean => unit.files.some((file) => urgent.has(file.uri));
    const units = [...this.#unchecked];
    for (const unit of units) {
      if (!isUrgent(unit)) continue;
      this.#findingsOf(unit);
      yield undefined;
    }
    yield 'urgent';
    for (const unit of units) {
      if (isUrgent(unit)) continue;
      this.#findingsOfUnwatched(unit);
      yield undefined;
    }
  }

  /** A workspace of its own with the unit's files, the same catalog and levels: to try out what a change would do. */
  trialOf(unit: Unit): Workspace {
    const trial = new Workspace();
    trial.#catalog = this.#catalog;
    trial.#levels = this.#levels;
    trial.#looseSlot = this.#looseSlot;
    trial.#units.setScriptGrants(unit.scriptGrants);
    for (const { uri } of unit.files) {
      trial.setFile(uri, this.textOf(uri) ?? '');
      const said = this.#saidOfWhole.get(uri);
      if (said) trial.#saidOfWhole.set(uri, said);
    }
    return trial;
  }

  /** The text edits of a fix by file, or undefined when it cannot be done without harm. An edit of a file that does not exist yet makes it. */
  editsOf(fix: Fix): ReadonlyMap<string, readonly TextEdit[]> | undefined {
    const edits = editsOf(fix.changes, (uri) => {
      const text = this.textOf(uri);
      if (text === undefined) return undefined;
      return { uri, text, tree: this.treeOf(uri) ?? { syntax: 'json', documents: [], problems: [] } };
    });
    if (!edits || !fix.changes.some((change) => 'keepsComments' in change)) return edits;
    return losesNoComment(this, edits) ? edits : undefined;
  }

  /** What the files would be after a fix; undefined when it cannot be done without harm. */
  applied(fix: Fix): ReadonlyMap<string, string> | undefined {
    const edits = this.editsOf(fix);
    return edits && new Map([...edits].map(([uri, list]) => [uri, applyEdits(this.textOf(uri) ?? '', list)]));
  }

  /** Brings the units up to the texts. Costs what the changed files and their units cost. */
  #settle(): void {
    for (const uri of this.#unread) this.#units.setFile(uri, this.factsOf(uri) ?? null);
    this.#unread.clear();
    const { made, parted } = this.#units.settle();
    if (made.length + parted.size === 0) return;
    for (const unit of this.#unchecked)
      if (this.#units.of(unit.files[0]?.uri ?? '') !== unit) this.#unchecked.delete(unit);
    for (const unit of made) this.#expect(unit);
    for (const uri of parted) this.#changed.add(uri);
  }

  #expect(unit: Unit): void {
    this.#unchecked.add(unit);
    for (const { uri } of unit.files) this.#changed.add(uri);
  }

  #findingsOf(unit: Unit): FindingsByFile {
    const [first] = unit.files;
    const known = this.#unitFindings.get(unit);
    if (known || !first) return known ?? new Map();
    const byFile = new Map<string, ReportedFinding[]>();
    const found = runRules(rules, {
      unit,
      catalog: this.#catalog,
      levels: this.#levels(first.uri),
      textOf: (uri) => this.textOf(uri) ?? '',
    });
    for (const finding of this.#sureOf(unit, found)) {
      const reported = { ...finding, ...this.#onlyFeasible(finding) };
      const list = byFile.get(finding.uri);
      if (list) list.push(reported);
      else byFile.set(finding.uri, [reported]);
    }
    for (const list of byFile.values())
      list.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1));
    this.#unitFindings.set(unit, byFile);
    this.#unchecked.delete(unit);
    return byFile;
  }

  /**
   * A text that breaks off somewhere may hide the grant, the role or the route that a joining rule misses. So while it does, such a
   * rule says nothing new; what it said of the whole text it may go on saying, or findings would come and go with every key.
   */
  #sureOf<T extends Finding & { readonly rule: string }>(unit: Unit, found: readonly T[]): readonly T[] {
    const named = ({ rule, message }: T): string => `${rule} ${message}`;
    if (unit.files.some(({ uri }) => this.#files.get(uri)?.problem)) {
      const isSaid = (one: T): boolean => this.#saidOfWhole.get(one.uri)?.has(named(one)) ?? false;
      return found.filter((one) => !isJoining(one.rule) || isSaid(one));
    }
    for (const { uri } of unit.files) this.#saidOfWhole.delete(uri);
    for (const one of found) {
      if (!isJoining(one.rule)) continue;
      const said = this.#saidOfWhole.get(one.uri);
      if (said) said.add(named(one));
      else this.#saidOfWhole.set(one.uri, new Set([named(one)]));
    }
    return found;
  }

  /** Nobody looks at the unit: what the rules worked out would be most of what is kept. */
  #findingsOfUnwatched(unit: Unit): FindingsByFile {
    const findings = this.#findingsOf(unit);
    forgetWorkedOut(unit);
    return findings;
  }

  /** A fix that the file's syntax does not allow without harm is not offered. */
  #onlyFeasible({ fixes }: Finding): Pick<ReportedFinding, 'fixes' | 'fixTitles'> {
    return fixes
      ? {
          fixes: () => fixes().filter((fix) => this.editsOf(fix) !== undefined),
          fixTitles: () => fixes().map(({ title }) => title),
        }
      : {};
  }

  #forgetFindings(): void {
    this.#unitFindings = new WeakMap();
    this.#byFile = undefined;
    for (const unit of this.#units.all()) this.#expect(unit);
  }
}
