import { literalWord, type ShellWord } from './shell-words.ts';

export interface Option {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: ShellWord | undefined;
}

/** `aws`, its global options, a service of these, then the verb. `start` is the position of `aws`. */
export function awsVerb(
  isService: (name: string) => boolean,
  words: readonly ShellWord[],
  text: string,
): { readonly service: string; readonly verb: ShellWord; readonly start: number } | undefined {
  const at = words.findIndex((word, i) => i > 0 && isService(literalWord(text, word) ?? ''));
  const service = words[at];
  const verb = words[at + 1];
  if (at < 0 || !service || !verb) return undefined;
  const [first] = words;
  // Instructions for a reader.
  if (/^(?:echo|printf)$/.test(literalWord(text, first) ?? '')) return undefined;
  for (let start = at - 1; start >= 0; start--) {
    const word = words[start];
    if (word && isAws(text, word)) return { service: literalWord(text, service) ?? '', verb, start };
  }
  return undefined;
}

/** `aws`, `/usr/local/bin/aws`, `awslocal`, `amazon/aws-cli`, or a variable named for it. */
export function isAws(text: string, word: ShellWord): boolean {
  const literal = literalWord(text, word);
  if (literal !== undefined) return /^(?:.*\/)?(?:aws|awslocal|aws2|aws\.exe|aws-cli(?::[\w.-]+)?)$/.test(literal);
  const [only, second] = word.pieces;
  return only?.kind === 'hole' && !second && /aws/i.test(text.slice(only.start, only.end));
}

export function optionsOf(words: readonly ShellWord[], text: string): readonly Option[] {
  const out: Option[] = [];
  for (const [i, word] of words.entries()) {
    const [head] = word.pieces;
    if (head?.kind !== 'letters') continue;
    const written = text.slice(head.start, head.end);
    const name = /^--[a-z][a-z0-9-]*/.exec(written)?.[0];
    if (name === undefined) continue;
    const end = head.start + name.length;
    if (written.startsWith('=', name.length)) {
      const rest = end + 1 < head.end ? [{ ...head, start: end + 1 }] : [];
      const value = { start: end + 1, end: word.end, pieces: [...rest, ...word.pieces.slice(1)] };
      out.push({ name, start: head.start, end, value });
    } else if (name.length === written.length && word.pieces.length === 1) {
      const next = words[i + 1];
      const isOption = next && text.startsWith('--', next.start);
      out.push({ name, start: head.start, end, value: isOption ? undefined : next });
    }
  }
  return out;
}
