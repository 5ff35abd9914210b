import { nearestOf } from '../nearest.ts';
import { isForeignKey, tagFormOf } from './condition-key-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidServiceConditionKey = policyRule({
  meta: {
    id: 'policy/invalid-service-condition-key',
    level: 'error',
    summary: 'A condition key that its service does not have',
    why: 'Each service lists its condition keys in the Service Authorization Reference. A key that does not exist is never in a request: an Allow with it never holds, a Deny never bites.',
    fixes: ['the nearest key of the service'],
    accessAnalyzer: 'INVALID_SERVICE_CONDITION_KEY',
    needsCatalog: true,
  },
  test(test) {
    const { key, known, at } = test;
    if (known || key.startsWith('aws:') || isForeignKey(test)) return undefined;
    const { catalog } = at.policy;
    const prefix = key.slice(0, key.indexOf(':'));
    if (!catalog.service(prefix) && !catalog.hasConditionKeyPrefix(prefix)) return undefined;
    if (tagFormOf(test) || guideKeys.has(key)) return undefined;
    const { keySpan, key: written } = test.test;
    return {
      span: keySpan,
      message: `"${written}": ${prefix} has no such condition key, so the condition sees it absent`,
      fixes: () => {
        const names = (catalog.conditionKeysOf(prefix) ?? []).map(({ name }) => name);
        const nearest = nearestOf(
          key,
          names.filter((name) => name.toLowerCase().startsWith(`${prefix}:`) && !/[$<]/.test(name)),
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

/** Keys that a guide of AWS uses and the Service Authorization Reference does not list. */
const guideKeys: ReadonlySet<string> = new Set([
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
  'apigateway:cognitouserpoolproviderarn',
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/security_iam_resource-based-policy-examples.html
  'cloudtrail:externalid',
]);
