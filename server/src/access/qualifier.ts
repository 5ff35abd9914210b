import { literalOf, type TextValue } from '../model/text-value.ts';

/**
 * Do the two surely name other things of a function: another alias, another version, the function itself (undefined)? An alias is
 * never a number, and a version never anything else: https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
 */
export function surelyOtherQualifier(a: TextValue | undefined, b: TextValue | undefined): boolean {
  if (!a || !b) {
    const one = a ?? b;
    // `$LATEST` is the function itself.
    return one !== undefined && (isVersion(one) || /^[\w-]+$/.test(literalOf(one) ?? ''));
  }
  const [left, right] = [literalOf(a), literalOf(b)];
  if (left !== undefined && right !== undefined) return left !== right;
  return (isVersion(a) && isAlias(right)) || (isVersion(b) && isAlias(left));
}

/** A version that the template publishes. */
function isVersion({ parts }: TextValue): boolean {
  const [only, second] = parts;
  return !second && only?.kind === 'reference' && only.to.kind === 'logical' && only.to.attribute === 'Version';
}

function isAlias(text: string | undefined): boolean {
  return text !== undefined && /^(?!\d+$)[\w-]+$/.test(text);
}
