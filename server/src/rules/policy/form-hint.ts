import type { Catalog } from '../../catalog/catalog.ts';

/** `, whose forms are table/${TableName} and 3 more` */
export function formHint(service: string, catalog: Catalog): string {
  const forms = (catalog.arnFormatsOf(service) ?? []).flatMap(({ type }) =>
    type.arns.map((arn) => arn.split(':').slice(5).join(':')),
  );
  const [first, ...more] = [...new Set(forms)];
  if (first === undefined) return '';
  return `, whose form${more.length > 0 ? 's are' : ' is'} ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}
