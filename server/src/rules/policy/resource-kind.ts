import { isNarrow } from '../../access/text-tokens.ts';
import type { ArnFormat } from '../../catalog/arn-format.ts';
import type { Catalog, ResourceType } from '../../catalog/catalog.ts';
import { mayMeet } from '../../catalog/wildcard.ts';
import { resolverOf } from '../../graph/resolve.ts';
import { arnVerdict } from './arn-verdict.ts';
import { hasPlaceholder, withoutVariables } from './placeholder.ts';
import type { ResourceReading } from './reading.ts';

/** The ARN of a resource as far as it is known: `*` for what is not. */
export interface ResourceKind {
  readonly arn: string;
  /** The third field. */
  readonly service: string;
  /** What the ARN may be of; one at least. */
  readonly types: ReadonlySet<ResourceType>;
}

/** Texts of ARNs repeat, within a policy and across policies. */
const known = new WeakMap<Catalog, Map<string, ResourceKind | null>>();

/**
 * What kind of resource a statement names. Undefined where it may be of any: a star, a text that is filled in later, an ARN whose form
 * is wrong or unknown, of which other rules speak.
 */
export function kindOfResource(resource: ResourceReading): ResourceKind | undefined {
  if (resource.value.bare || resource.text === '*' || arnVerdict(resource) !== 'right') return undefined;
  const arn = arnOf(resource);
  return arn === undefined ? undefined : kindOfArn(arn, resource.at.policy.catalog);
}

/** The same for a text. */
export function kindOfArn(arn: string, catalog: Catalog): ResourceKind | undefined {
  let kinds = known.get(catalog);
  if (!kinds || kinds.size > 5000) known.set(catalog, (kinds = new Map<string, ResourceKind | null>()));
  let kind = kinds.get(arn);
  if (kind === undefined) kinds.set(arn, (kind = read(arn, catalog) ?? null));
  return kind ?? undefined;
}

function read(arn: string, catalog: Catalog): ResourceKind | undefined {
  const [prefix, , service = '', region = '', account = '', ...rest] = arn.split(':');
  const resource = rest.join(':');
  // Where the first word is open, the author speaks of whatever the service has.
  if (prefix !== 'arn' || arn.length > 2000 || /[*?]/.test(service) || /^[^:/]*[*?]/.test(resource)) return undefined;
  const formats = (catalog.arnFormatsOf(service) ?? []).filter(
    (format) =>
      mayBe(region, format.region) &&
      mayBe(account, format.account) &&
      !(isBucket(format) && resource.includes('/')) &&
      mayMeet(resource, format.resource),
  );
  return formats.length === 0 ? undefined : { arn, service, types: new Set(formats.map(({ type }) => type)) };
}

function mayBe(field: string, format: ArnFormat['region']): boolean {
  if (/[*?]/.test(field)) return true;
  return format === 'empty' ? field === '' : format === 'any' ? field !== '' : field === format.text;
}

/** The name of a bucket has no slash, which to a pattern is a letter like others. */
function isBucket({ service, resource }: ArnFormat): boolean {
  return service === 's3' && resource === '?*';
}

function arnOf({ text, value, at }: ResourceReading): string | undefined {
  if (text !== undefined) return hasPlaceholder(text) ? undefined : withoutVariables(text);
  let out = '';
  for (const part of resolverOf(at.policy.unit).standsFor(value, at.statement.uri).parts) {
    if (part.kind === 'literal') {
      if (hasPlaceholder(part.source.text)) return undefined;
      out += withoutVariables(part.source.text);
    } else {
      // The name that CloudFormation makes for a bucket has no slash either.
      out += part.kind === 'reference' && isNarrow(part.to) && /^arn:[^:]*:s3:/.test(out) ? 'x' : '*';
    }
  }
  return out;
}
