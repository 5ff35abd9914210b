import type { Catalog, Descriptions } from '../../catalog/catalog.ts';
import { sayElement, sayPrincipalType } from '../hover-policy.ts';
import { sayAction, servicePrefixOf } from '../say-action.ts';
import { sayArn } from '../say-arn.ts';
import { sayConditionKey, sayOperator } from '../say-condition.ts';
import { sayPrincipal } from '../say-principal.ts';
import type { About } from './offer.ts';

export interface DescribeContext {
  readonly catalog: Catalog | undefined;
  /** Loaded when first asked for; undefined for a service without. */
  readonly descriptionsOf: (service: string) => Promise<Descriptions | undefined>;
}

/** What an offer is about, in the words of the hover on it once it is written; undefined where there is nothing to say. */
export async function describe({ kind, word }: About, context: DescribeContext): Promise<string | undefined> {
  const { catalog, descriptionsOf } = context;
  switch (kind) {
    case 'action': {
      const prefix = servicePrefixOf(word);
      return (
        catalog && sayAction(word, 'Action', catalog, prefix === undefined ? undefined : await descriptionsOf(prefix))
      );
    }
    case 'condition-key': {
      const prefix = word.slice(0, Math.max(0, word.indexOf(':')));
      return sayConditionKey(word, catalog, prefix === 'aws' ? undefined : await descriptionsOf(prefix));
    }
    case 'operator':
      return sayOperator(word);
    case 'element':
      return sayElement(word, undefined);
    case 'principal-type':
      return sayPrincipalType(word);
    case 'arn':
      return sayArn(word, catalog);
    case 'principal':
      return sayPrincipal('Service', word, undefined);
  }
}
