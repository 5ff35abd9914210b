import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coversArn } from '../../server/src/access/match.ts';
import { PermissionsByTail } from '../../server/src/access/permissions-by-tail.ts';
import type { LambdaPermission } from '../../server/src/model/facts.ts';
import {
  executeApiArnHead,
  madeText,
  unknownText,
  type Reference,
  type TextValue,
} from '../../server/src/model/text-value.ts';

const place = { span: { start: 0, end: 0 }, at: { start: 0, end: 0 } };

type Piece = string | Reference | undefined;

/** Undefined for a hole that may hold anything. */
function text(...pieces: readonly Piece[]): TextValue {
  return {
    ...place,
    parts: pieces.flatMap((piece) => (piece === undefined ? unknownText(place) : madeText(place, piece)).parts),
  };
}

function permissionNamed(id: string): LambdaPermission {
  return {
    id,
    uri: 'file:///template.yaml',
    key: place.span,
    properties: undefined,
    action: undefined,
    function: undefined,
    qualifier: undefined,
    principal: undefined,
    sourceArn: undefined,
    sourceArnKey: undefined,
    sourceAccount: undefined,
    written: true,
    complete: true,
  };
}

const api: Reference = { kind: 'logical', id: 'Api' };
const stage: Reference = { kind: 'pseudo', name: 'any stage' };
const segment: Reference = { kind: 'pseudo', name: 'any segment' };
const wide: Reference = { kind: 'parameter', name: 'Wide' };
const narrow: Reference = { kind: 'parameter', name: 'Narrow', narrow: true };
const star: Reference = { kind: 'pseudo', name: '*' };

const words = fc.constantFrom<Piece>('GET', 'POST', 'a', 'b', 'ab');
const ofTarget = fc.array(fc.oneof(words, fc.constantFrom<Piece>(segment, '*')), { minLength: 1, maxLength: 4 });
const ofPattern = fc.array(
  fc.oneof(words, fc.constantFrom<Piece>('*', '?', 'a*', '*b', '', narrow, wide, star, undefined)),
  { maxLength: 5 },
);

function joined(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece) => ['/', piece]);
}

const targets = fc
  .tuple(ofTarget, fc.boolean())
  .map(([pieces, isProxy]) =>
    text(...executeApiArnHead, api, '/', stage, ...joined(pieces), ...(isProxy ? ['/', undefined] : [])),
  );
const heads = fc.constantFrom<readonly Piece[]>(
  [...executeApiArnHead, api],
  ['arn:aws:execute-api:*:*:', api],
  ['arn:aws:execute-api:*:*:*'],
  ['arn:aws:execute-api:', wide, ':*:', api],
  [wide],
  ['arn:aws:execute-api'],
);
const patterns = fc.tuple(heads, ofPattern).map(([head, pieces]) => text(...head, ...joined(pieces)));

describe('access/permissions-by-tail', () => {
  it('leaves out none that may cover a target, and keeps their order', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(
        fc.array(fc.option(patterns, { nil: undefined }), { maxLength: 12 }),
        fc.array(targets, { minLength: 1, maxLength: 4 }),
        (sources, asked) => {
          const of = new Map(sources.map((source, i) => [permissionNamed(`P${i}`), source]));
          const all = [...of.keys()];
          const index = new PermissionsByTail(all, (one) => of.get(one));
          for (const target of asked) {
            const mayCover = (one: LambdaPermission): boolean => {
              const pattern = of.get(one);
              return pattern === undefined || coversArn(pattern, target) !== 'no';
            };
            const looked = index.mayCover(target);
            leftOut += all.length - looked.length;
            assert.deepEqual(
              looked.filter(mayCover).map(({ id }) => id),
              all.filter(mayCover).map(({ id }) => id),
            );
          }
        },
      ),
      { numRuns: 800 },
    );
    assert.ok(leftOut > 200, `only ${leftOut} were left out`);
  });

  it('looks at the one permission of a route among many', () => {
    const of = new Map(
      Array.from({ length: 100 }, (_, i) => [
        permissionNamed(`P${i}`),
        text(...executeApiArnHead, api, `/*/GET/items${i}${i % 2 ? '/*' : ''}`),
      ]),
    );
    const index = new PermissionsByTail([...of.keys()], (one) => of.get(one));
    const target = text(...executeApiArnHead, api, '/', stage, '/GET/items8');
    const looked = index.mayCover(target).filter(({ id }) => Number(id.slice(1)) % 2 === 0);
    assert.deepEqual(
      looked.map(({ id }) => id),
      ['P8'],
    );
  });
});
