import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Units } from '../../server/src/graph/units.ts';
import { emptyFacts, type FileFacts, type FileLink } from '../../server/src/model/facts.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const uriOf = (name: string): string => `file:///ws/${name}.yaml`;

function facts(name: string, targets: readonly string[], nested: readonly string[] = []): FileFacts {
  const links = targets.map((target): FileLink => ({
    kind: 'api-definition',
    span: { start: 0, end: 1 },
    path: `${target}.yaml`,
    api: 'Api',
    apiKind: 'rest',
    whole: true,
  }));
  const stacks = nested.map((target): FileLink => ({
    kind: 'nested-template',
    span: { start: 0, end: 1 },
    path: `${target}.yaml`,
    stack: `${target}Stack`,
    parameters: [],
  }));
  const key = { start: 0, end: 1 };
  const outputs = [{ name: 'Function', key, value: undefined, hands: ['Function'], exported: false }];
  return { ...emptyFacts(uriOf(name), 'cloudformation'), links: [...links, ...stacks], outputs };
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constantFrom(...names),
      targets: fc.subarray(names, { maxLength: 2 }),
      nested: fc.array(fc.constantFrom(...names), { maxLength: 3 }),
    }),
  },
  fc.record({
    name: fc.constantFrom(...names),
    targets: fc.constantFrom(null, 'nothing' as const),
    nested: fc.constant([]),
  }),
);

function shapeOf(units: Units): readonly string[] {
  return units
    .all()
    .map((unit) =>
      [
        ...unit.files.map(({ uri }) => uri),
        unit.complete ? 'in sight' : 'partly out of sight',
        'hands out',
        ...[...unit.handedOut].sort(),
        'nests',
        ...[...(unit.stacks?.nested ?? [])].map(([stack, { uri }]) => `${stack} ${uri}`).sort(),
      ].join(' '),
    );
}

describe('units', () => {
  it('are after any sequence of changes what they would be if all files came at once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), (rounds) => {
        const kept = new Units();
        const files = new Map<string, FileFacts | null>();
        for (const round of rounds) {
          for (const { name, targets, nested } of round) {
            if (targets === null) {
              kept.removeFile(uriOf(name));
              files.delete(uriOf(name));
              continue;
            }
            const read = targets === 'nothing' ? null : facts(name, targets, nested);
            kept.setFile(uriOf(name), read);
            files.set(uriOf(name), read);
          }
          kept.settle();
          const fresh = new Units();
          for (const [uri, read] of files) fresh.setFile(uri, read);
          fresh.settle();
          assert.deepEqual(shapeOf(kept), shapeOf(fresh));
          for (const uri of files.keys())
            assert.deepEqual(
              kept.of(uri)?.files.map((file) => file.uri),
              fresh.of(uri)?.files.map((file) => file.uri),
            );
        }
      }),
    );
  });

  it('hold a template with the one that nests it once, and not when it does so twice', () => {
    const units = new Units();
    const namesOf = (name: string): readonly string[] => units.of(uriOf(name))?.files.map(({ uri }) => uri) ?? [];
    units.setFile(uriOf('a'), facts('a', [], ['b']));
    units.setFile(uriOf('b'), facts('b', []));
    units.settle();
    assert.deepEqual(namesOf('b'), [uriOf('a'), uriOf('b')]);
    assert.equal(units.of(uriOf('b'))?.complete, true);
    assert.deepEqual([...(units.of(uriOf('b'))?.handedOut ?? [])], []);
    units.setFile(uriOf('c'), facts('c', [], ['b']));
    units.settle();
    for (const name of ['a', 'b', 'c']) assert.deepEqual(namesOf(name), [uriOf(name)]);
    assert.equal(units.of(uriOf('a'))?.complete, false);
    assert.deepEqual([...(units.of(uriOf('b'))?.handedOut ?? [])], [`${uriOf('b')} Function`]);
    units.setFile(uriOf('c'), facts('c', []));
    units.settle();
    assert.deepEqual(namesOf('b'), [uriOf('a'), uriOf('b')]);
    units.setFile(uriOf('a'), facts('a', [], ['b', 'b']));
    units.settle();
    assert.deepEqual(namesOf('b'), [uriOf('b')]);
  });

  it('that a change does not touch stay the same objects, and what became of the others is told', () => {
    const units = new Units();
    units.setFile(uriOf('a'), facts('a', ['b']));
    units.setFile(uriOf('c'), facts('c', []));
    units.settle();
    const [first, other] = [units.of(uriOf('a')), units.of(uriOf('c'))];
    units.setFile(uriOf('b'), facts('b', []));
    const { made, parted } = units.settle();
    assert.deepEqual(made, [units.of(uriOf('a'))]);
    assert.deepEqual([...parted], [uriOf('a')]);
    assert.notEqual(units.of(uriOf('a')), first);
    assert.equal(units.of(uriOf('b')), units.of(uriOf('a')));
    assert.equal(units.of(uriOf('c')), other);
  });
});
