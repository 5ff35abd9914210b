import type { ResourceType } from './catalog.ts';
import { splitOutsideHoles } from './outside-holes.ts';

/** The form of a resource type's ARN, taken apart for comparison. */
export interface ArnFormat {
  readonly service: string;
  readonly type: ResourceType;
  /** What the field holds: nothing, something of the author's, or this very text. */
  readonly region: 'empty' | 'any' | { readonly text: string };
  readonly account: 'empty' | 'any' | { readonly text: string };
  /** The sixth field, with `?*` for each hole. */
  readonly resource: string;
  /** All of it, with `?*` for each hole. */
  readonly pattern: string;
}

/** Takes a documented ARN such as `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}` apart. */
export function arnFormat(arn: string, type: ResourceType): ArnFormat {
  const [, , service, region, account, resource] = splitOutsideHoles(arn, ':', 6).map(({ text }) => text);
  return {
    service: service ?? '',
    type,
    region: fieldOf(region ?? ''),
    account: fieldOf(account ?? ''),
    resource: withWildcards(resource ?? ''),
    pattern: withWildcards(arn),
  };
}

function fieldOf(text: string): ArnFormat['region'] {
  if (text === '') return 'empty';
  return text === '*' || text.includes('${') ? 'any' : { text };
}

function withWildcards(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '?*');
}
