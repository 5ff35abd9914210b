import type { Catalog } from '../catalog/catalog.ts';
import { linksResolvedIn, unitsOf, type LinkedFile } from '../graph/build.ts';
import type { Unit } from '../graph/unit.ts';
import type { FileFacts } from '../model/facts.ts';
import { readFacts } from '../readers/read-facts.ts';
import { concernsUs } from '../readers/prefilter.ts';
import { rules } from '../rules/index.ts';
import type { Finding, Fix, Level } from '../rules/rule.ts';
import { runRules } from '../rules/run.ts';
import { LineIndex } from '../text/line-index.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { editsOf } from '../tree/editor.ts';
import type { Tree } from '../tree/node.ts';
import { parseTree, syntaxOf } from '../tree/parse.ts';

export type LevelSettings = Readonly<Record<string, Level | 'off'>>;

/** A finding as it is published: with its rule's id and the level that the settings give it. */
export interface ReportedFinding extends Finding {
  readonly rule: string;
  readonly level: Level;
}

interface File {
  readonly text: string;
  tree: Tree | undefined;
  facts: FileFacts | undefined;
  lines: LineIndex | undefined;
}

/**
 * All files that concern us, and the answers to questions about them. Knows no disk, no clock and no connection: whoever holds
 * files puts them in. Everything is computed when asked for and kept until a file that it came from changes.
 */
export class Workspace {
  readonly #files = new Map<string, File>();
  #catalog: Catalog | undefined;
  #levels: LevelSettings = {};
  #units: readonly Unit[] | undefined;
  #unitFindings = new Map<
    string,
    { readonly facts: readonly FileFacts[]; readonly findings: readonly ReportedFinding[] }
  >();
  #byFile: ReadonlyMap<string, readonly ReportedFinding[]> | undefined;

  /** Without a catalog the rules that need one are off. */
  setCatalog(catalog: Catalog | undefined): void {
    this.#catalog = catalog;
    this.#forgetFindings();
  }

  /** Levels by rule id; a rule that is not named keeps its own. */
  setLevels(levels: LevelSettings): void {
    this.#levels = levels;
    this.#forgetFindings();
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
    this.#files.set(uri, { text, tree, facts: undefined, lines: undefined });
    this.#forgetUnits();
    return true;
  }

  removeFile(uri: string): void {
    if (this.#files.delete(uri)) this.#forgetUnits();
  }

  /** Lets go of what can be computed again; for files that nobody looks at. */
  dropTree(uri: string): void {
    const file = this.#files.get(uri);
    if (file) file.tree = undefined;
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
    return file && (file.facts ??= readFacts(uri, file.text, this.treeOf(uri)));
  }

  units(): readonly Unit[] {
    return (this.#units ??= this.#buildUnits());
  }

  unitOf(uri: string): Unit | undefined {
    return this.units().find((unit) => unit.files.some((file) => file.uri === uri));
  }

  /** All findings, by file. Files without findings have no entry. Sorted by place. */
  findings(): ReadonlyMap<string, readonly ReportedFinding[]> {
    return (this.#byFile ??= this.#buildFindings());
  }

  findingsIn(uri: string): readonly ReportedFinding[] {
    return this.findings().get(uri) ?? [];
  }

  /** The text edits of a fix by file, or undefined when it cannot be done without harm. An edit of a file that does not exist yet makes it. */
  editsOf(fix: Fix): ReadonlyMap<string, readonly TextEdit[]> | undefined {
    return editsOf(fix.changes, (uri) => {
      const text = this.textOf(uri);
      if (text === undefined) return undefined;
      return { uri, text, tree: this.treeOf(uri) ?? { syntax: 'json', documents: [], problems: [] } };
    });
  }

  /** What the files would be after a fix; undefined when it cannot be done without harm. */
  applied(fix: Fix): ReadonlyMap<string, string> | undefined {
    const edits = this.editsOf(fix);
    return edits && new Map([...edits].map(([uri, list]) => [uri, applyEdits(this.textOf(uri) ?? '', list)]));
  }

  #buildUnits(): readonly Unit[] {
    const files: LinkedFile[] = [];
    for (const uri of this.#files.keys()) {
      const facts = this.factsOf(uri);
      if (facts) files.push({ facts, links: linksResolvedIn(facts, (target) => this.#files.has(target)) });
    }
    return unitsOf(files);
  }

  #buildFindings(): ReadonlyMap<string, readonly ReportedFinding[]> {
    const kept = new Map<
      string,
      { readonly facts: readonly FileFacts[]; readonly findings: readonly ReportedFinding[] }
    >();
    const byFile = new Map<string, ReportedFinding[]>();
    for (const unit of this.units()) {
      const name = unit.files[0]?.uri ?? '';
      const old = this.#unitFindings.get(name);
      const same = old?.facts.length === unit.files.length && old.facts.every((facts, i) => facts === unit.files[i]);
      const findings = same
        ? old.findings
        : runRules(rules, {
            unit,
            catalog: this.#catalog,
            levels: this.#levels,
            textOf: (uri) => this.textOf(uri) ?? '',
          });
      kept.set(name, { facts: unit.files, findings });
      for (const finding of findings) {
        const list = byFile.get(finding.uri);
        if (list) list.push(finding);
        else byFile.set(finding.uri, [finding]);
      }
    }
    this.#unitFindings = kept;
    for (const list of byFile.values())
      list.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1));
    return byFile;
  }

  #forgetUnits(): void {
    this.#units = undefined;
    this.#byFile = undefined;
  }

  #forgetFindings(): void {
    this.#unitFindings = new Map();
    this.#byFile = undefined;
  }
}
