import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Change, Value } from '../../server/src/text/change.ts';
import { CopyOf } from '../../server/src/text/change.ts';
import { editsOf } from '../../server/src/tree/editor.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { Span } from '../../server/src/text/span.ts';
import type { Node } from '../../server/src/tree/node.ts';
import {
  Dice,
  JsonPrinter,
  type Looks,
  type Model,
  type ModelEntry,
  meant,
  modelOf,
  plainOfModel,
  YamlPrinter,
} from './editor-random.ts';
import { embeddedTree } from '../../server/src/tree/embedded.ts';
import { assertReadable, plainOf, Sample } from './editor-support.ts';

const scalar = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('s3:*', '*', 'Allow', '2012-10-17', 'arn:aws:s3:::b/*', 'x', "it's", '${A}-b', ''),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom('a', ' ', ':', '#', '-', '"', "'", '\n', '\\', '{', ',', '&', '0', '\t'),
      maxLength: 8,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'yes',
      'null',
      '0123',
      '1e3',
      '- a',
      'a: b',
      'a #b',
      '12:30',
      '~',
      '|',
      'text\nof\n\n lines\n',
      'b\nc',
    ),
  },
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.constantFrom(
  'Effect',
  'Action',
  'Resource',
  'Sid',
  '200',
  'aws:x',
  'a b',
  '#k',
  'yes',
  'on-it',
  '-',
  "k'k",
  'Z',
);
const { value: data } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const root = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(key, data, { maxKeys: 5, minKeys: 1, noNullPrototype: true }) },
  { weight: 1, arbitrary: fc.array(data, { minLength: 1, maxLength: 4 }) },
);
const looks: fc.Arbitrary<Looks> = fc.record({
  unit: fc.constantFrom('  ', '    '),
  beforeDash: fc.constantFrom('', '  ', '    '),
  lineOnceIn: fc.constantFrom(1, 2, 4, 1000),
  comments: fc.boolean(),
  blanks: fc.boolean(),
  eol: fc.constantFrom('\n', '\n', '\r\n'),
  mark: fc.constantFrom(false, false, true),
  end: fc.constantFrom(true, true, false),
  trailingCommas: fc.constantFrom(false, false, true),
});
const seed = fc.nat();

interface Slot {
  readonly path: string;
  readonly node: Node;
  readonly model: Model;
  readonly parent: Model | undefined;
  readonly parentNode: Node | undefined;
  readonly entry: ModelEntry | undefined;
  readonly key: Span | undefined;
}

function slotsOf(node: Node, model: Model): Slot[] {
  const slots: Slot[] = [];
  const visit = (slot: Slot): void => {
    slots.push(slot);
    const { node: at, model: of, path } = slot;
    if (at.kind === 'list') {
      at.items.forEach((item, i) => {
        const part = (of.content as Model[])[i];
        assert.ok(part);
        visit({
          path: `${path}/${i}`,
          node: item,
          model: part,
          parent: of,
          parentNode: at,
          entry: undefined,
          key: undefined,
        });
      });
    } else if (at.kind === 'mapping') {
      at.entries.forEach((one, i) => {
        const entry = (of.content as ModelEntry[])[i];
        assert.ok(entry && one.value);
        visit({
          path: `${path}/${entry.key}`,
          node: one.value,
          model: entry.value,
          parent: of,
          parentNode: at,
          entry,
          key: one.key.span,
        });
      });
    }
  };
  visit({ path: '', node, model, parent: undefined, parentNode: undefined, entry: undefined, key: undefined });
  return slots;
}

function become(model: Model, other: Model): void {
  model.kind = other.kind;
  model.content = other.content;
}

/** A change of the file and the same one of the model; undefined when this kind does not fit there. */
function changeOf(
  dice: Dice,
  slots: readonly Slot[],
  slot: Slot,
  value: Value,
  turn: number,
): { change: Change; apply: () => void; gone: string | undefined } | undefined {
  const uri = 'file:///sample';
  const { node, model } = slot;
  switch (dice.next(7)) {
    case 0:
      return {
        change: { kind: 'set', uri, at: node.span, value },
        apply: () => become(meant(model), modelOf(value)),
        gone: `${slot.path}/`,
      };
    case 1:
    case 2: {
      const { parent } = slot;
      if (!parent) return undefined;
      const apply = (): void => {
        if (slot.entry) {
          slot.entry.gone = true;
          return;
        }
        const holder = meant(parent);
        holder.content = (holder.content as Model[]).filter((one) => one !== model);
      };
      return { change: { kind: 'remove', uri, at: slot.key ?? node.span }, apply, gone: slot.path };
    }
    case 3: {
      if (model.kind !== 'mapping' && model.content !== null) return undefined;
      const entries = model.kind === 'mapping' ? (model.content as ModelEntry[]) : [];
      const name = dice.of(['New', 'x y', '404']) + String(turn);
      const anchor = entries.length > 0 ? dice.of(entries) : undefined;
      const side = anchor ? dice.next(3) : 2;
      const change: Change = {
        kind: 'add-entry',
        uri,
        mapping: node.span,
        key: name,
        value,
        ...(side === 0 ? { after: anchor?.key ?? '' } : side === 1 ? { before: anchor?.key ?? '' } : {}),
      };
      const apply = (): void => {
        const target = meant(model);
        const now = target.kind === 'mapping' ? (target.content as ModelEntry[]) : [];
        const found = now.findIndex((one) => one === anchor);
        const at = found < 0 || side === 2 ? now.length : side === 0 ? found + 1 : found;
        become(target, {
          kind: 'mapping',
          content: [...now.slice(0, at), { key: name, value: modelOf(value) }, ...now.slice(at)],
        });
      };
      return { change, apply, gone: undefined };
    }
    case 4: {
      const apply = (): void => {
        const list = model;
        if (list.kind === 'list') list.content = [...(list.content as Model[]), modelOf(value)];
        else if (list.content === null) become(list, { kind: 'list', content: [modelOf(value)] });
        else {
          // What it was goes on as the first item.
          const inner: Model = { kind: model.kind, content: model.content };
          become(model, { kind: 'list', content: [inner, modelOf(value)] });
          model.inner = inner;
        }
      };
      return { change: { kind: 'add-item', uri, list: node.span, value }, apply, gone: undefined };
    }
    case 5: {
      if (!slot.entry || !slot.key) return undefined;
      const { entry } = slot;
      const to = turn === 0 ? dice.of(['Renamed', 'with space', '7', 'no']) : `Renamed${turn}`;
      if ((slot.parent?.content as ModelEntry[]).some((one) => one.key === to)) return undefined;
      return {
        change: { kind: 'rename-key', uri, key: slot.key, to },
        apply: () => void (entry.key = to),
        gone: undefined,
      };
    }
    default: {
      if (dice.once(2)) {
        const source = dice.of(slots);
        const copied = plainOfModel(source.model) as Value;
        return {
          change: { kind: 'set', uri, at: node.span, value: new CopyOf(uri, source.node.span) },
          apply: () => become(meant(model), modelOf(copied)),
          gone: `${slot.path}/`,
        };
      }
      if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.source.runs || node.value === '')
        return undefined;
      const { text, span } = node.source;
      const from = dice.next(text.length);
      const to = from + dice.next(text.length - from + 1);
      const word = dice.of(['*', 'x', ' #', ': ', "'", '"', '\\', '', 'true']);
      const full = text.slice(0, from) + word + text.slice(to);
      return {
        change: { kind: 'replace-text', uri, span: { start: span.start + from, end: span.start + to }, text: word },
        apply: () => become(meant(model), { kind: 'scalar', content: full }),
        gone: undefined,
      };
    }
  }
}

/** No edit reaches into a scalar that the change is not about. */
function assertSmall(sample: Sample, edits: readonly { span: Span }[], slots: readonly Slot[], touched: Slot): void {
  for (const { path, node } of slots) {
    if (
      node.kind !== 'scalar' ||
      node.style === 'literal' ||
      path === touched.path ||
      path.startsWith(`${touched.path}/`)
    )
      continue;
    for (const { span } of edits) {
      assert.ok(
        span.end <= node.span.start || span.start >= node.span.end || node.span.start === node.span.end,
        `an edit of ${touched.path} reaches into ${path}`,
      );
    }
  }
}

function check(
  syntax: 'json' | 'yaml',
  value: Value,
  look: Looks,
  turns: number,
  seedOfDice: number,
  values: readonly Value[],
): void {
  const dice = new Dice(seedOfDice);
  const printed = (syntax === 'json' ? new JsonPrinter(dice, look) : new YamlPrinter(dice, look)).print(value);
  const sample = new Sample(printed.text, syntax, 'file:///sample');
  assert.deepEqual(sample.tree.problems, [], printed.text);
  assert.deepEqual(plainOf(printed.text, syntax), value, printed.text);
  const model = modelOf(value);
  const slots = slotsOf(sample.node(), model);
  const changes: Change[] = [];
  const applies: (() => void)[] = [];
  const gone: string[] = [];
  let touched: Slot | undefined;
  const touchedSlots = new Set<Slot>();
  for (let i = 0; i < turns; i++) {
    const slot = dice.of(slots);
    if (gone.some((path) => `${slot.path}/`.startsWith(path))) continue;
    // An empty value becomes a list or a mapping, not both.
    if (slot.model.content === null && touchedSlots.has(slot)) continue;
    if (
      touchedSlots.has(slot) &&
      slot.node.kind === 'scalar' &&
      changes.some((one) => one.kind === 'set' || one.kind === 'replace-text')
    ) {
      continue;
    }
    const made = changeOf(dice, slots, slot, values[i] ?? null, i);
    if (!made) continue;
    // Later changes inside of what is gone, and two of one kind in one place, are no sensible request.
    if (
      touched &&
      changes.length > 0 &&
      (gone.length > 0 || changes.some((one) => one.kind === made.change.kind && one.kind !== 'remove'))
    ) {
      if (changes.some((one) => JSON.stringify(one) === JSON.stringify(made.change))) continue;
    }
    touchedSlots.add(slot);
    changes.push(made.change);
    applies.push(made.apply);
    if (made.gone !== undefined) gone.push(made.gone.endsWith('/') ? made.gone : `${made.gone}/`);
    touched = slot;
  }
  if (!touched) return;
  const what = `${JSON.stringify(changes)}\n--- before\n${printed.text}`;
  const edits = sample.edits(...changes);
  assert.ok(edits, `refused: ${what}`);
  const after = applyEdits(printed.text, edits);
  for (const apply of applies) apply();
  const both = `${what}\n--- after\n${after}`;
  assert.deepEqual(plainOf(after, syntax), plainOfModel(model), both);
  assertReadable(after, syntax);
  for (const { words, owner } of printed.comments) {
    if (gone.some((path) => `${owner}/`.startsWith(path))) continue;
    assert.ok(after.includes(words), `lost "${words}" of ${owner}: ${both}`);
  }
  if (look.eol === '\r\n' && printed.text.includes('\r\n')) assert.ok(!/[^\r]\n/.test(after), `line ends: ${both}`);
  assert.equal(after.startsWith('\uFEFF'), look.mark, both);
  if (changes.length === 1) assertSmall(sample, edits, slots, touched);
}

const runs = Number(process.env['EDITOR_RUNS'] ?? 60);

describe('editor: any change of any file', function () {
  this.timeout(20_000 + runs * 100);
  for (const syntax of ['json', 'yaml'] as const) {
    it(`${syntax}: one change gives the value asked for, and keeps the rest`, () => {
      fc.assert(
        fc.property(root, looks, seed, fc.array(data, { minLength: 1, maxLength: 1 }), (value, look, dice, values) =>
          check(syntax, value, look, 1, dice, values),
        ),
        { numRuns: runs },
      );
    });

    it(`${syntax}: several changes at once do the same`, () => {
      fc.assert(
        fc.property(root, looks, seed, fc.array(data, { minLength: 6, maxLength: 6 }), (value, look, dice, values) =>
          check(syntax, value, look, 6, dice, values),
        ),
        { numRuns: runs },
      );
    });
  }
});

/** Ways in which a text with a JSON document stands in a file. */
const carriers: Readonly<Record<string, (text: string) => { file: string; syntax: 'json' | 'yaml' }>> = {
  'an escaped string': (text) => ({
    file: `{\n  "a": 1,\n  "doc": ${JSON.stringify(text)},\n  "z": 2\n}\n`,
    syntax: 'json',
  }),
  'percent-encoding': (text) => ({ file: `{"doc": "${encodeURIComponent(text)}"}`, syntax: 'json' }),
  'a literal block': (text) => ({ file: `a:\n  doc: |\n${indent(text, '    ')}\n  # note\n  z: 2\n`, syntax: 'yaml' }),
  'a literal block without its line end': (text) => ({
    file: `a:\n- doc: |-\n${indent(text, '    ')}\n- b`,
    syntax: 'yaml',
  }),
  'a literal block with CRLF': (text) => ({
    file: `a:\n  doc: |\n${indent(text, '      ')}\n  z: 2\n`.replaceAll('\n', '\r\n'),
    syntax: 'yaml',
  }),
  'a folded block': (text) => ({ file: `a:\n  doc: >\n${indent(text, '    ')}\n  z: 2\n`, syntax: 'yaml' }),
  'single quotes': (text) => ({
    file: `- doc: '${text.replace(/\n\s*/g, ' ').replaceAll("'", "''")}' # note\n`,
    syntax: 'yaml',
  }),
  'double quotes': (text) => ({ file: `- doc: ${JSON.stringify(text)} # note\n`, syntax: 'yaml' }),
};

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : by + line))
    .join('\n');
}

function docIn(plain: unknown): unknown {
  if (typeof plain !== 'object' || plain === null) return undefined;
  for (const [name, part] of Object.entries(plain)) {
    const found: unknown = name === 'doc' ? part : docIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

function scalarsIn(node: Node): Node[] {
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list'
    ? node.items.flatMap(scalarsIn)
    : node.entries.flatMap((entry) => (entry.value ? scalarsIn(entry.value) : []));
}

describe('editor: any change of a document inside of a text', function () {
  this.timeout(20_000 + runs * 100);
  const documentLooks = looks.map((look) => ({
    ...look,
    comments: false,
    eol: '\n',
    mark: false,
    end: false,
    trailingCommas: false,
  }));
  const policyLike = fc.dictionary(key, data, { maxKeys: 5, minKeys: 1, noNullPrototype: true });
  for (const [name, carry] of Object.entries(carriers)) {
    it(`in ${name}`, () => {
      fc.assert(
        fc.property(
          policyLike,
          documentLooks,
          seed,
          fc.array(data, { minLength: 2, maxLength: 2 }),
          (value, look, seedOfDice, values) => {
            const dice = new Dice(seedOfDice);
            const { file, syntax } = carry(new JsonPrinter(dice, look).print(value).text);
            const sample = new Sample(file, syntax, 'file:///sample');
            assert.deepEqual(sample.tree.problems, [], file);
            const carrier = scalarsIn(sample.node()).find((node) =>
              /^\s*(?:[{[]|%[57]B)/.test(String(node.kind === 'scalar' && node.value)),
            );
            assert.ok(carrier?.kind === 'scalar');
            const inner = embeddedTree(carrier)?.documents[0];
            assert.ok(inner, file);
            const model = modelOf(value);
            const slots = slotsOf(inner, model);
            const slot = dice.of(slots);
            const made = changeOf(dice, slots, slot, values[0] ?? null, 0);
            if (!made || (made.change.kind === 'set' && slot.path === '')) return;
            const edits = sample.edits(made.change);
            const what = `${JSON.stringify(made.change)}\n--- before\n${file}`;
            assert.ok(edits, `refused: ${what}`);
            const after = applyEdits(file, edits);
            made.apply();
            const both = `${what}\n--- after\n${after}`;
            assertReadable(after, syntax);
            const doc = docIn(plainOf(after, syntax));
            assert.equal(typeof doc, 'string', both);
            assert.deepEqual(
              plainOf(name === 'percent-encoding' ? decodeURIComponent(doc as string) : (doc as string), 'json'),
              plainOfModel(model),
              both,
            );
            for (const note of ['# note', '"z": 2', 'z: 2'])
              assert.equal(after.includes(note), file.includes(note), both);
          },
        ),
        { numRuns: runs },
      );
    });
  }
});

describe('editor: a copy from one syntax to the other', function () {
  this.timeout(20_000 + runs * 100);
  for (const [from, to] of [
    ['json', 'yaml'],
    ['yaml', 'json'],
  ] as const) {
    it(`${from} to ${to}`, () => {
      fc.assert(
        fc.property(root, root, looks, looks, seed, (value, target, look, targetLook, seedOfDice) => {
          const dice = new Dice(seedOfDice);
          const print = (syntax: 'json' | 'yaml', what: Value, how: Looks): Sample =>
            new Sample(
              (syntax === 'json' ? new JsonPrinter(dice, how) : new YamlPrinter(dice, how)).print(what).text,
              syntax,
              `file:///${syntax}`,
            );
          const source = print(from, value, look);
          const sample = print(to, target, targetLook);
          const model = modelOf(target);
          const copied = dice.of(slotsOf(source.node(), modelOf(value)));
          const slot = dice.of(slotsOf(sample.node(), model));
          const copy = new CopyOf(source.uri, copied.node.span);
          const after =
            slot.node.kind === 'list' && dice.once(2) ? dice.of([...slot.node.items, undefined]) : undefined;
          const behind = after && slot.node.kind === 'list' ? slot.node.items.indexOf(after) + 1 : undefined;
          const change: Change = dice.once(2)
            ? { kind: 'set', uri: sample.uri, at: slot.node.span, value: copy }
            : {
                kind: 'add-item',
                uri: sample.uri,
                list: slot.node.span,
                value: copy,
                ...(after ? { after: after.span } : {}),
              };
          const what = `${JSON.stringify(change)}\n--- from\n${source.text}\n--- before\n${sample.text}`;
          const edits = editsOf([change], (uri) => [source, sample].find((file) => file.uri === uri))?.get(sample.uri);
          const part = copied.model;
          if (change.kind === 'set') become(slot.model, part);
          else if (slot.model.kind === 'list') {
            const items = slot.model.content as Model[];
            slot.model.content = [...items.slice(0, behind), part, ...items.slice(behind ?? items.length)];
          } else
            become(slot.model, {
              kind: 'list',
              content: slot.model.content === null ? [part] : [{ ...slot.model }, part],
            });
          if (!edits) assert.deepEqual(plainOf(sample.text, to), plainOfModel(model), `refused: ${what}`);
          const text = applyEdits(sample.text, edits ?? []);
          assertReadable(text, to);
          assert.deepEqual(plainOf(text, to), plainOfModel(model), `${what}\n--- after\n${text}`);
        }),
        { numRuns: runs },
      );
    });
  }
});
