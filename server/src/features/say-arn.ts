import { takesResource, type Catalog } from '../catalog/catalog.ts';
import { explainArn } from '../catalog/explain-arn.ts';
import type { SlotUse, Statement } from '../model/policy.ts';
import { literalOf } from '../model/text-value.ts';
import { bullets, capital, code, counted, listed, page } from './markdown.ts';

const head: ReadonlySet<string> = new Set(['partition', 'service', 'region', 'account']);

/** No ARN is longer: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const longestArn = 2048;

/** Each part of an ARN in words, with holes written `${Name}`; the thing it names first. Undefined for a text that is no ARN. */
export function sayArn(arn: string, catalog: Catalog | undefined): string | undefined {
  if (arn.length > longestArn) return undefined;
  const parts = explainArn(arn, (prefix) => catalog?.service(prefix)?.name);
  if (parts.length === 0) return undefined;
  const named = parts.filter(({ part }) => !head.has(part));
  const service = parts.find(({ part }) => part === 'service')?.meaning;
  const answer = (named.length > 0 ? named : parts).map(({ meaning }) => meaning).join(', ');
  return page(
    `**${capital(answer)}**${service === undefined || named.length === 0 ? '' : ` (${service})`}`,
    bullets(parts.map(({ part, text, meaning }) => `${part} ${text === '' ? '(empty)' : code(text)}: ${meaning}`)),
  );
}

/** What a lone star in Resource means for the statement's actions: whether it is needed, or they could be held to less. */
export function sayEveryResource(statement: Statement, use: SlotUse | undefined, catalog: Catalog | undefined): string {
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
  if (use?.slot === 'resource' && use.service === 'kms')
    return page('**The key that carries this policy**', 'In a key policy `*` is necessary, and means no other key.');
  const patterns = statement.action?.values.map(literalOf) ?? [];
  const actions = catalog
    ? patterns.flatMap((pattern) => (pattern === undefined ? [] : catalog.actionsMatching(pattern)))
    : [];
  const isKnown = actions.length > 0 && patterns.every((pattern) => pattern !== undefined);
  if (!isKnown) return '**Every resource**, in every account and region';
  const held = actions.filter(takesResource);
  if (held.length === 0)
    return page(
      '**Every resource: these actions take no other**',
      `AWS offers no narrower resource for ${actions.length === 1 ? 'this action' : `these ${counted(actions.length, 'action')}`}; a condition can still narrow the grant.`,
    );
  const arns = [...new Set(held.flatMap(({ resources }) => resources.flatMap(({ type }) => type.arns.slice(0, 1))))];
  const free = actions.filter((action) => !takesResource(action)).map(({ service, name }) => `${service}:${name}`);
  return page(
    '**Every resource**, in every account and region',
    free.length > 0
      ? `\`*\` is necessary for ${listed([...new Set(free)].map(code), 5)}, which ${free.length === 1 ? 'takes' : 'take'} no other resource.`
      : undefined,
    `${held.length === actions.length ? 'The actions' : `${held.length} of ${counted(actions.length, 'action')}`} can be held to resources:`,
    bullets([...arns.slice(0, 6).map(code), ...(arns.length > 6 ? [`and ${arns.length - 6} more`] : [])]),
  );
}
