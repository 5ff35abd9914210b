/** Around the name of a tab stop: letters for private use, which every renderer takes for letters. */
const open = '\uE100';
const close = '\uE101';

/** A place in a written text that the author fills in; several names parted by `|` are a choice. Empty: only the cursor. */
export function stop(name = ''): string {
  return open + name + close;
}

/** The same, empty for the author, who is offered what belongs there; the name is for clients that know no tab stops. */
export function hint(name: string): string {
  return stop(`~${name}`);
}

const stops = /\uE100([^\uE100\uE101]*)\uE101/g;

export function hasStops(text: string): boolean {
  return text.includes(open);
}

/** The text in the snippet syntax of the Language Server Protocol. */
export function snippetOf(text: string): string {
  let out = '';
  let from = 0;
  let number = 0;
  for (const match of text.matchAll(stops)) {
    out += escaped(text.slice(from, match.index)) + snippetStop(match[1] ?? '', ++number);
    from = match.index + match[0].length;
  }
  return out + escaped(text.slice(from));
}

function snippetStop(name: string, number: number): string {
  if (name === '' || name.startsWith('~')) return `$${number}`;
  const choices = name.split('|');
  return choices.length > 1 ? `\${${number}|${choices.join(',')}|}` : `\${${number}:${escaped(name)}}`;
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** The text with the names in their places, of a choice the first. */
export function plainOf(text: string): string {
  return text.replace(stops, (_, name: string) => name.replace(/^~/, '').split('|', 1)[0] ?? '');
}
