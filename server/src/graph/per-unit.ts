import type { Unit } from './unit.ts';

const memories: Pick<WeakMap<Unit, unknown>, 'delete'>[] = [];

/** Where to keep what was worked out for units: as long as the unit lives, or until it is let go of. */
export function unitMemory<V>(): WeakMap<Unit, V> {
  const memory = new WeakMap<Unit, V>();
  memories.push(memory);
  return memory;
}

/** Lets go of all that was worked out for a unit, several times the size of what it declares. Who asks again has it worked out again. */
export function forgetWorkedOut(unit: Unit): void {
  for (const memory of memories) memory.delete(unit);
}

/** Remembers what was worked out for a thing of a unit: rules ask the same questions of the same things. */
export function perUnit<K extends object, V>(workOut: (key: K, unit: Unit) => V): (key: K, unit: Unit) => V {
  const known = unitMemory<Map<K, V>>();
  return (key, unit) => {
    let answers = known.get(unit);
    if (!answers) known.set(unit, (answers = new Map<K, V>()));
    const answer = answers.get(key);
    if (answer !== undefined || answers.has(key)) return answer as V;
    const made = workOut(key, unit);
    answers.set(key, made);
    return made;
  };
}
