import type { ConditionOperator } from '../../catalog/condition-operators.ts';

/** Another operator with the qualifier and the suffix of this one. */
export function operatorLike({ qualifier, ifExists }: ConditionOperator, base: string): string {
  return `${qualifier === undefined ? '' : `${qualifier}:`}${base}${ifExists ? 'IfExists' : ''}`;
}
