/**
 * Whether a text has something that is filled in before AWS sees it: `<account>`, `{{region}}`, `%s`, `${name}`, `[bucket]`. A policy
 * variable (`${aws:username}`) is none.
 */
export function hasPlaceholder(text: string): boolean {
  if (!/[${}<>%[\]]|__/.test(text)) return false;
  return /[${}<>%[\]]|__/.test(text.replace(/\$\{(?:[\w.-]+:[^}]*|[*?$])\}/g, ''));
}

/** Policy variables as wildcards: what they stand for is known when the request comes. */
export function withoutVariables(text: string): string {
  return text.includes('${')
    ? text.replace(/\$\{([*?$])\}|\$\{[^}]*\}/g, (_, letter: string | undefined) => (letter === undefined ? '*' : '?'))
    : text;
}
