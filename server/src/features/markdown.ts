/** The user's text as code, whatever it holds; long texts are cut. */
export function code(text: string): string {
  const line = text.replace(/[\r\n\t]+/g, ' ').replaceAll('`', "'");
  const short = line.length > 160 ? `${line.slice(0, 157)}...` : line;
  return `\`${short}\``;
}

/** `a, b and c`; `and 5 more` beyond `most`. */
export function listed(words: readonly string[], most = 8): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}

/** `1 action`, `1,200 actions` */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Paragraphs; empty ones are left out. */
export function page(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
