import type { Catalog } from '../../catalog/catalog.ts';
import { literalOf, splitText, type LiteralPart, type TextValue } from '../../model/text-value.ts';
import { spanOf } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';
import { everyActionOf, grantRule } from './grants.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const holeInName = grantRule({
  meta: {
    id: 'breadth/hole-in-name',
    level: 'info',
    summary: 'A wildcard inside a name also matches other resources whose names begin alike',
    why:
      'A star directly behind a letter or digit does not end the name there: `arn:aws:s3:::pets*` is the bucket `pets` and its objects, and the bucket `pets-of-somebody-else` as well. ' +
      'End the name first (`pets/*`), or put the separator that your names have before the star (`pets-*`).',
    needsCatalog: true,
  },
  *checkGrant(statement, _policy, { catalog }) {
    if (everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    for (const resource of statement.resource?.values ?? []) {
      const hole = holeIn(resource, catalog);
      if (!hole) continue;
      yield {
        uri: statement.uri,
        span: hole.span,
        message: `"${hole.name}*" also matches names that go on, such as "${hole.name}2"`,
      };
    }
  },
});

/**
 * The first star that stands directly behind a letter or digit of a resource's own name, with the piece of the name before it. What
 * stands before the name (`function:`, `table/`) is AWS's and known from the catalog.
 */
function holeIn(resource: TextValue, catalog: Catalog): { readonly span: Span; readonly name: string } | undefined {
  if (!resource.parts.some((part) => part.kind === 'literal' && /[A-Za-z0-9]\*/.test(part.source.text)))
    return undefined;
  const fields = splitText(resource, ':', 6);
  const service = literalOf(fields[2]);
  const [head] = fields[5]?.parts ?? [];
  if (literalOf(fields[0]) !== 'arn' || service === undefined || head?.kind !== 'literal') return undefined;
  const { text } = head.source;
  const star = text.indexOf('*');
  if (star < 1 || !/[A-Za-z0-9]/.test(text.charAt(star - 1)) || text.slice(0, star).includes('?')) return undefined;
  const before = text.slice(0, star);
  // Placeholders, which some tool fills in before AWS sees the policy.
  if (/[<>{}$%]/.test(text)) return undefined;
  const prefix = namePrefixOf(before, service, catalog);
  if (prefix === undefined) return undefined;
  const name = before.slice(Math.max(prefix.length, before.search(/[^/:]*$/)));
  if (name === '' || isOwnedByAws(before.slice(prefix.length))) return undefined;
  return { span: spanOfName(head, star, name.length), name };
}

function spanOfName(part: LiteralPart, star: number, length: number): Span {
  return spanOf(part.source, star - length, star + 1);
}

/** What a resource type of the service writes before the name, of those that the text begins with the longest. */
function namePrefixOf(text: string, service: string, catalog: Catalog): string | undefined {
  let found: string | undefined;
  for (const type of catalog.resourceTypesOf(service) ?? []) {
    for (const arn of type.arns) {
      const tail = arn.split(':').slice(5).join(':');
      const hole = tail.indexOf('${');
      const prefix = hole < 0 ? undefined : tail.slice(0, hole);
      if (prefix === undefined || !text.startsWith(prefix) || text.length <= prefix.length) continue;
      if (found === undefined || prefix.length > found.length) found = prefix;
    }
  }
  return found;
}

/** Names that AWS gives (`AWSServiceRoleFor...`, `/aws/lambda`) are no neighbours. */
function isOwnedByAws(name: string): boolean {
  return /(?:^|\/)(?:aws|amazon)[^/]*$/i.test(name) || /^\/?aws\/[^/]*$/i.test(name);
}
