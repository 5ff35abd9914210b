import { statementElements, type Statement } from '../../model/policy.ts';
import { literalOf } from '../../model/text-value.ts';
import type { Span } from '../../text/span.ts';
import { editDistance } from '../nearest.ts';

/** One of the elements is there, or something that was meant for it (`action`, `Resources`), which is told as such. */
export function hasElementLike(statement: Statement, ...names: readonly string[]): boolean {
  return statement.keys.some(({ name }) =>
    names.some((wanted) => name === wanted || (!statementElements.includes(name) && isLike(name, wanted))),
  );
}

function isLike(name: string, wanted: string): boolean {
  return editDistance(name.toLowerCase(), wanted.toLowerCase()) <= 2;
}

/** The element that was meant by a name that is none. */
export function elementMeant(name: string, elements: readonly string[]): string | undefined {
  return (
    elements.find((element) => element.toLowerCase() === name.toLowerCase()) ??
    elements.find((one) => isLike(name, one))
  );
}

/** The word that stands for a statement as a whole: its Effect, or its first key. */
export function wordOfStatement(statement: Statement): Span {
  const effect = statement.keys.find(({ name }) => name === 'Effect');
  return (effect ?? statement.keys[0])?.span ?? statement.span;
}

/** Its Sid in quotes. */
export function nameOfStatement({ sid }: Statement): string | undefined {
  const text = literalOf(sid);
  return text === undefined || text === '' ? undefined : `"${text}"`;
}
