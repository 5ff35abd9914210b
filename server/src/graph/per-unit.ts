import type { Unit } from './unit.ts';

/** Remembers what was worked out for a thing of a unit, as long as the unit lives: rules ask the same questions of the same things. */
export function perUnit<K extends object, V>(workOut: (key: K, unit: Unit) => V): (key: K, unit: Unit) => V {
  const known = new WeakMap<Unit, Map<K, V>>();
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
