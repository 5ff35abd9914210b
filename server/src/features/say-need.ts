import { printedNeed, type Need } from '../access/integration-needs.ts';
import type { TextValue } from '../model/text-value.ts';

/** `dynamodb:PutItem on Table`: as `printedNeed`, with the resource of the template in place of its ARN. */
export function sayNeed(need: Need): string {
  if (need.kind !== 'actions') return printedNeed(need);
  const name = declaredNameIn(need.resource);
  return name === undefined ? printedNeed(need) : `${need.actions.join(', ')} on ${name}`;
}

/** The logical id of the one resource that an ARN names, with what follows it: `Table/index/*`. */
function declaredNameIn({ parts }: TextValue): string | undefined {
  const at = parts.findIndex((part) => part.kind === 'reference' && part.to.kind === 'logical');
  const named = parts[at];
  if (named?.kind !== 'reference' || named.to.kind !== 'logical') return undefined;
  const behind = parts.slice(at + 1);
  if (!behind.every((part) => part.kind === 'literal')) return undefined;
  return named.to.id + behind.map((part) => part.source.text).join('');
}
