import type { FileFacts, FileLink } from '../model/facts.ts';
import type { Slot } from '../model/policy.ts';
import { candidatesOf, unitOf, type LinkedFile } from './build.ts';
import { scriptGrantsOf, type ScriptGrant } from './script-grants.ts';
import type { Unit } from './unit.ts';

interface Member {
  /** Files keep the order in which they came. */
  readonly order: number;
  /** Null for a file that is there and declares nothing: it can be named, and joins nothing. */
  readonly facts: FileFacts | null;
  links: readonly { readonly link: FileLink; readonly target: string }[];
}

/**
 * The files of a workspace joined into units, kept up to date file by file: a change takes apart and joins again the units of the files
 * that name the changed one, are named by it, or were. Every other unit stays the object that it was, and so does all that is kept by it.
 */
export class Units {
  readonly #members = new Map<string, Member>();
  /** By a uri that some file's link may lead to: the files with such a link, whether or not that file is there. */
  readonly #askers = new Map<string, Set<string>>();
  readonly #unitByFile = new Map<string, Unit>();
  /** By a template that others deploy inside their stacks: those, each as often as it does so. */
  readonly #nesting = new Map<string, readonly string[]>();
  /** By a template: those that it deploys inside its stack, each as often as it does so. */
  readonly #nested = new Map<string, readonly string[]>();
  /** Files whose units are to be made again. */
  readonly #loose = new Set<string>();
  /** By a script: what it lets API Gateway invoke. */
  readonly #grants = new Map<string, readonly ScriptGrant[]>();
  #allGrants: readonly ScriptGrant[] = [];
  #looseSlot: Slot | undefined;
  #sorted: readonly Unit[] | undefined;
  #created = 0;

  /** What a policy is taken for that nobody refers to. */
  setLooseSlot(slot: Slot | undefined): void {
    this.#looseSlot = slot;
    for (const uri of this.#members.keys()) this.#loose.add(uri);
  }

  setFile(uri: string, facts: FileFacts | null): void {
    const old = this.#members.get(uri);
    if (old?.facts) this.#forgetAsker(uri, old.facts);
    this.#members.set(uri, { order: old?.order ?? this.#created++, facts, links: [] });
    for (const link of facts?.links ?? []) {
      for (const candidate of candidatesOf(uri, link)) {
        const askers = this.#askers.get(candidate);
        if (askers) askers.add(uri);
        else this.#askers.set(candidate, new Set([uri]));
      }
    }
    this.#noteGrants(uri, facts ? scriptGrantsOf(facts) : []);
    this.#loosen(uri);
  }

  removeFile(uri: string): void {
    const old = this.#members.get(uri);
    if (!old) return;
    if (old.facts) this.#forgetAsker(uri, old.facts);
    this.#members.delete(uri);
    this.#noteGrants(uri, []);
    this.#loosen(uri);
  }

  /** Takes over what scripts grant that are not among these files. */
  setScriptGrants(grants: readonly ScriptGrant[]): void {
    this.#noteGrants('', grants);
  }

  /** Every function may be one that the script speaks of: where it grants something else than before, their units are made anew. */
  #noteGrants(uri: string, grants: readonly ScriptGrant[]): void {
    const before = this.#grants.get(uri) ?? [];
    if (JSON.stringify(before) === JSON.stringify(grants)) return;
    if (grants.length > 0) this.#grants.set(uri, grants);
    else this.#grants.delete(uri);
    this.#allGrants = [...this.#grants.values()].flat();
    for (const [other, { facts }] of this.#members) if (facts && facts.functions.length > 0) this.#loose.add(other);
  }

  /**
   * Makes the units that changes have asked for. Gives the units that are new and the files that belonged to a unit that is no more:
   * work that grows with those units and not with the workspace.
   */
  settle(): { readonly made: readonly Unit[]; readonly parted: ReadonlySet<string> } {
    const parted = new Set<string>();
    if (this.#loose.size === 0) return { made: [], parted };
    // A unit that loses or gains a file is made anew as a whole.
    for (const uri of this.#loose) {
      for (const file of this.#unitByFile.get(uri)?.files ?? []) {
        parted.add(file.uri);
        this.#loose.add(file.uri);
      }
    }
    for (const uri of this.#loose) {
      const member = this.#members.get(uri);
      this.#unitByFile.delete(uri);
      const links = member?.facts ? this.#linksOf(uri, member.facts) : [];
      // Those that a file names now come into its unit with all that theirs had.
      const joining = links.filter(({ link }) => link.kind !== 'nested-template').map(({ target }) => target);
      for (const other of [...joining, ...this.#nest(uri, links)]) {
        this.#loose.add(other);
        for (const file of this.#unitByFile.get(other)?.files ?? []) {
          parted.add(file.uri);
          this.#loose.add(file.uri);
        }
      }
      if (member?.facts) member.links = links;
    }
    const made = this.#joined(this.#loose);
    this.#loose.clear();
    if (made.length > 0 || parted.size > 0) this.#sorted = undefined;
    return { made, parted };
  }

  /**
   * Takes down which templates a file nests. Gives those that it did not nest as often before, and who else nests them: whose unit they
   * belong to may be another now.
   */
  #nest(uri: string, links: Member['links']): readonly string[] {
    const before = this.#nested.get(uri) ?? [];
    const now = links.filter(({ link }) => link.kind === 'nested-template').map(({ target }) => target);
    const changed = [...new Set([...before, ...now])].filter(
      (target) => countOf(target, before) !== countOf(target, now),
    );
    for (const target of changed) {
      const others = (this.#nesting.get(target) ?? []).filter((one) => one !== uri);
      const nesting = [...others, ...now.filter((one) => one === target).map(() => uri)];
      if (nesting.length > 0) this.#nesting.set(target, nesting);
      else this.#nesting.delete(target);
    }
    if (now.length > 0) this.#nested.set(uri, now);
    else this.#nested.delete(uri);
    return changed.flatMap((target) => [target, ...(this.#nesting.get(target) ?? [])]);
  }

  /**
   * Two files that belong together. A template that is deployed as a nested stack once, and not twice, is one with the template that does
   * so: then what its parameters and its outputs stand for is one answer.
   */
  #joins({ link, target }: Member['links'][number], uri: string): boolean {
    const facts = this.#members.get(target)?.facts;
    if (link.kind !== 'nested-template') return facts !== null && facts !== undefined;
    return facts?.dialect === 'cloudformation' && target !== uri && this.#nesting.get(target)?.length === 1;
  }

  /** All units, in the order in which their first files came. */
  all(): readonly Unit[] {
    return (this.#sorted ??= [...new Set(this.#unitByFile.values())].sort(
      (a, b) => this.#orderOf(a) - this.#orderOf(b),
    ));
  }

  of(uri: string): Unit | undefined {
    return this.#unitByFile.get(uri);
  }

  #orderOf(unit: Unit): number {
    return this.#members.get(unit.files[0]?.uri ?? '')?.order ?? 0;
  }

  #forgetAsker(uri: string, facts: FileFacts): void {
    for (const link of facts.links) {
      for (const candidate of candidatesOf(uri, link)) {
        const askers = this.#askers.get(candidate);
        askers?.delete(uri);
        if (askers?.size === 0) this.#askers.delete(candidate);
      }
    }
  }

  /** The file's own unit changes, and those that name it may now mean another. */
  #loosen(uri: string): void {
    this.#loose.add(uri);
    for (const asker of this.#askers.get(uri) ?? []) this.#loose.add(asker);
  }

  #isNestedElsewhere(uri: string): boolean {
    const [by, second] = this.#nesting.get(uri) ?? [];
    return second !== undefined || by === uri;
  }

  #linksOf(uri: string, facts: FileFacts): Member['links'] {
    return facts.links.flatMap((link) => {
      const target = candidatesOf(uri, link).find((candidate) => this.#members.has(candidate));
      return target === undefined ? [] : [{ link, target }];
    });
  }

  #joined(uris: ReadonlySet<string>): readonly Unit[] {
    const neighbours = new Map<string, string[]>();
    const join = (from: string, to: string): void => {
      const list = neighbours.get(from);
      if (list) list.push(to);
      else neighbours.set(from, [to]);
    };
    const present: string[] = [];
    for (const uri of uris) {
      const member = this.#members.get(uri);
      if (!member?.facts) continue;
      present.push(uri);
      for (const one of member.links) {
        if (!this.#joins(one, uri)) continue;
        join(uri, one.target);
        join(one.target, uri);
      }
    }
    const order = (uri: string): number => this.#members.get(uri)?.order ?? 0;
    present.sort((a, b) => order(a) - order(b));
    const seen = new Set<string>();
    const made: Unit[] = [];
    for (const first of present) {
      if (seen.has(first)) continue;
      seen.add(first);
      const group = [first];
      for (const uri of group) {
        for (const next of neighbours.get(uri) ?? []) {
          if (seen.has(next)) continue;
          seen.add(next);
          group.push(next);
        }
      }
      group.sort((a, b) => order(a) - order(b));
      const files = group.flatMap((uri): LinkedFile[] => {
        const member = this.#members.get(uri);
        if (!member?.facts) return [];
        const links = member.links.map((one) => ({ ...one, isJoined: this.#joins(one, uri) }));
        return [{ facts: member.facts, links, isNested: this.#isNestedElsewhere(uri) }];
      });
      const unit = unitOf(files, this.#looseSlot, this.#allGrants);
      for (const uri of group) this.#unitByFile.set(uri, unit);
      made.push(unit);
    }
    return made;
  }
}

function countOf(name: string, names: readonly string[]): number {
  return names.filter((one) => one === name).length;
}
