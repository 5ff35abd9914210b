import { nearestOf } from '../nearest.ts';
import { deprecatedArnKey, tagFormOf } from './condition-key-forms.ts';
import { hasPlaceholder } from './placeholder.ts';
import { policyRule } from './policy-rule.ts';

export const invalidGlobalConditionKey = policyRule({
  meta: {
    id: 'policy/invalid-global-condition-key',
    level: 'error',
    summary: 'A condition key of AWS that does not exist',
    why: 'Keys with the prefix `aws:` are those of the page "AWS global condition context keys". A key that does not exist is never in a request: an Allow with it never holds, a Deny never bites.',
    fixes: ['the nearest key'],
    accessAnalyzer: 'INVALID_GLOBAL_CONDITION_KEY',
    needsCatalog: true,
  },
  test(test) {
    const { key, known, at } = test;
    if (known || !key.startsWith('aws:') || key === deprecatedArnKey || hasPlaceholder(key) || tagFormOf(test))
      return undefined;
    const { keySpan, key: written } = test.test;
    return {
      span: keySpan,
      message: `"${written}" is no key that requests carry: the condition sees it absent`,
      fixes: () => {
        const nearest = nearestOf(
          key,
          at.policy.catalog
            .globalKeys()
            .map(({ name }) => name)
            .filter((name) => !name.includes('$')),
        );
        return nearest === undefined
          ? []
          : [
              {
                title: `Write ${nearest}`,
                changes: [{ kind: 'rename-key', uri: at.statement.uri, key: keySpan, to: nearest }],
              },
            ];
      },
    };
  },
});
