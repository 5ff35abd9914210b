import { move, movable, type Places } from '../../model/movable.ts';
import type { FileFacts } from '../../model/facts.ts';
import type { Span } from '../../text/span.ts';
import { entryOf, type Entry, type Node, type Problem } from '../../tree/node.ts';
import type { ResourceReading } from './template.ts';

/** A stretch of the file that is read by itself: one resource, with what stands before the next, or the parameters, or the mappings. */
interface Section {
  readonly from: number;
  readonly to: number;
  /** What stands here depends on nothing that is written elsewhere, so that the same text means the same. */
  readonly isClosed: boolean;
  /** In YAML, how far it is indented; 0 in JSON. */
  readonly column: number;
  readonly text: string;
}

/** By logical id; those beside the resources have names that no resource has. */
type Sections = ReadonlyMap<string, Section>;

/** What was read of a resource, with the sections that it comes from. */
interface Kept {
  readonly reading: ResourceReading;
  /** Sections that were looked at: those that were not there as well. */
  readonly sources: ReadonlySet<string>;
  readonly places: ReadonlyMap<string, Places>;
}

interface Memory {
  readonly sections: Sections;
  readonly readings: ReadonlyMap<string, Kept>;
}

const memories = new WeakMap<FileFacts, Memory>();

const beside = ['Parameters', 'Mappings'] as const;

/**
 * The readings of a template's resources, kept from one version of the text to the next: a resource whose text did not change, and that
 * looked at no other that did, keeps its facts, the same objects, of which the places are moved. So an edit costs what it changed, and
 * all that is worked out from facts by themselves can be kept by them. The facts of the version before must not be used any more.
 *
 * Kept are only readings all of whose places lie in sections of the file; so what an alias brings in from elsewhere is never kept.
 */
export class KeptReadings {
  readonly #sections: Sections | undefined;
  readonly #old: Memory | undefined;
  readonly #kept = new Map<string, Kept>();
  readonly #changed = new Set<string>();

  /** @param previous The facts of the version before. Without them nothing is kept: most files are read once. */
  constructor(text: string, root: Node, problems: readonly Problem[], previous: FileFacts | undefined) {
    this.#sections = previous && sectionsOf(text, root, problems);
    this.#old = previous && memories.get(previous);
    if (previous) memories.delete(previous);
    if (this.#sections && this.#old) this.#compare(this.#sections, this.#old.sections);
  }

  /** The reading of a resource as it was, at its new place, if it still holds; else what `read` makes of it. */
  reading(id: string, read: (lookedAt: (id: string) => void) => ResourceReading): ResourceReading {
    const old = this.#old?.readings.get(id);
    if (old && this.#sections && [...old.sources].every((source) => !this.#changed.has(source))) {
      for (const [source, places] of old.places) {
        const by = (this.#sections.get(source)?.from ?? 0) - (this.#old?.sections.get(source)?.from ?? 0);
        if (by !== 0) move(places, by);
      }
      this.#kept.set(id, old);
      return old.reading;
    }
    const sources = new Set([id, ...beside.map(nameBeside)]);
    const fresh = read((other) => sources.add(other));
    const kept = this.#sections && keptOf(fresh, sources, this.#sections);
    if (!kept) return fresh;
    this.#kept.set(id, kept);
    return kept.reading;
  }

  /** For the version after this one. */
  remember(facts: FileFacts): void {
    if (this.#sections) memories.set(facts, { sections: this.#sections, readings: this.#kept });
  }

  #compare(sections: Sections, old: Sections): void {
    for (const [name, { text, column, isClosed }] of sections) {
      const before = old.get(name);
      if (!isClosed || !before?.isClosed || before.text !== text || before.column !== column) this.#changed.add(name);
    }
    for (const name of old.keys()) if (!sections.has(name)) this.#changed.add(name);
  }
}

/** A name that is no logical id. */
function nameBeside(name: string): string {
  return ` ${name}`;
}

/** Nobody types into a text with more. */
const mostProblems = 50;

/** Undefined where the text cannot be cut so that each section says by itself what it means. */
function sectionsOf(text: string, root: Node, problems: readonly Problem[]): Sections | undefined {
  if (problems.length > mostProblems) return undefined;
  const container = entryOf(root, 'Resources')?.value;
  if (root.kind !== 'mapping' || root.merged || container?.kind !== 'mapping' || container.merged) return undefined;
  const starts = root.entries.map((entry) => entry.span.start);
  const nextTo = ({ span }: Entry): number => Math.min(text.length, ...starts.filter((start) => start > span.start));
  const found = beside.flatMap((name): readonly Cut[] => {
    const entry = entryOf(root, name);
    return entry ? [{ name: nameBeside(name), entry, from: entry.span.start, to: nextTo(entry) }] : [];
  });
  const end = nextTo(entryOf(root, 'Resources') as Entry);
  container.entries.forEach((entry, i) =>
    found.push({
      name: entry.key.source.text,
      entry,
      from: entry.span.start,
      to: container.entries[i + 1]?.span.start ?? end,
    }),
  );
  found.sort((a, b) => a.from - b.from);
  const sections = new Map<string, Section>();
  const isYaml = container.syntax === 'yaml';
  for (const [i, { name, entry, from, to }] of found.entries()) {
    if (sections.has(name) || to < entry.span.end || entry.key.span.start !== from) return undefined;
    const own = text.slice(from, to);
    // How text is read that cannot be read in earnest depends on what is around it, and it may only be seen behind it.
    const seenTo = found[i + 1]?.to ?? text.length;
    const isWhole = !problems.some(({ span }) => span.end >= from && span.start <= seenTo);
    const isClosed = isWhole && !(isYaml && alias.test(own));
    sections.set(name, { from, to, text: own, isClosed, column: isYaml ? columnOf(text, from) : 0 });
  }
  return sections;
}

interface Cut {
  readonly name: string;
  readonly entry: Entry;
  readonly from: number;
  readonly to: number;
}

/** An alias or a merge key of YAML, or what looks like one. */
const alias = /(?:^|[\s[{,])\*[^\s*,\]}]|<</;

const farthest = 200;

function columnOf(text: string, at: number): number {
  const line = text.slice(Math.max(0, at - farthest), at);
  return line.length - 1 - line.lastIndexOf('\n');
}

/** Undefined for a reading that has a place outside of the sections, or in one whose text does not say everything. */
function keptOf(reading: ResourceReading, sources: Set<string>, sections: Sections): Kept | undefined {
  const { value, places } = movable(reading);
  const groups = new Map<string, { readonly spans: Span[]; readonly runs: (readonly number[])[] }>();
  const groupAt = (start: number, end: number): { spans: Span[]; runs: (readonly number[])[] } | undefined => {
    const name = nameAt(start, end, sources, sections);
    if (name === undefined) return undefined;
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { spans: [], runs: [] }));
    return group;
  };
  for (const span of places.spans) {
    const group = groupAt(span.start, span.end);
    if (!group) return undefined;
    group.spans.push(span);
  }
  for (const runs of places.runs) {
    const group = runs.length < 3 ? undefined : groupAt(runs[1] ?? 0, runs.at(-1) ?? 0);
    if (!group) return undefined;
    group.runs.push(runs);
  }
  return { reading: value, sources, places: groups };
}

/** The section of that place, among those that were looked at. */
function nameAt(start: number, end: number, sources: ReadonlySet<string>, sections: Sections): string | undefined {
  for (const name of sources) {
    const section = sections.get(name);
    if (section && section.from <= start && end <= section.to) return name;
  }
  return undefined;
}
