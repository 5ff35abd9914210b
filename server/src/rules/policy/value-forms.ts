import { hasPlaceholder } from './placeholder.ts';
import type { ValueReading } from './reading.ts';

/** A policy variable (`${aws:username}`): its value is known when the request comes. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}

/** A value that can be judged: written out, and to be sent as it is. */
export function isPlainValue({ text }: ValueReading): boolean {
  return !hasVariable(text) && !hasPlaceholder(text);
}

/** W3C date and time, as IAM reads it: https://www.w3.org/TR/NOTE-datetime */
export function isIsoDate(text: string): boolean {
  return /^\d{4}(?:-\d\d(?:-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?)?)?$/.test(text);
}

export function isEpoch(text: string): boolean {
  return /^\d{5,}(?:\.\d+)?$/.test(text);
}
