import assert from 'node:assert/strict';
import { Units } from '../../server/src/graph/units.ts';
import type { Unit } from '../../server/src/graph/unit.ts';
import { readFacts } from '../../server/src/readers/read-facts.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';

export const folder = 'file:///w/';

/** The unit of the first of these files, by name. */
export function unitIn(files: Readonly<Record<string, string>>): Unit {
  const units = new Units();
  for (const [name, text] of Object.entries(files)) {
    const syntax = syntaxOf(name);
    units.setFile(folder + name, readFacts(folder + name, text, syntax && parseTree(text, syntax)) ?? null);
  }
  units.settle();
  const unit = units.all()[0];
  assert(unit);
  return unit;
}
