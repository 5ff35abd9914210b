import { retiredService } from '../../catalog/retired-services.ts';
import { nearestOf } from '../nearest.ts';
import { arnVerdict } from './arn-verdict.ts';
import { isForeignKey } from './condition-key-forms.ts';
import { policyRule } from './policy-rule.ts';

export const invalidService = policyRule({
  meta: {
    id: 'policy/invalid-service',
    level: 'error',
    summary: 'The service of an ARN or of a condition key is none that AWS has',
    why: 'What stands in the third field of an ARN, or before the colon of a condition key, is the prefix of a service. An ARN or a key of no service matches nothing.',
    fixes: ['the nearest prefix'],
    accessAnalyzer: 'INVALID_SERVICE',
    needsCatalog: true,
  },
  resource(resource) {
    if (arnVerdict(resource) !== 'service') return undefined;
    const { arn, value, text = '', at } = resource;
    const service = arn?.text('service') ?? '';
    const retired = retiredService(service);
    return {
      span: value.span,
      message: retired
        ? `"${text}": AWS has closed ${retired}, and its ARNs match nothing`
        : service === ''
          ? `"${text}" names no service: it matches no resource`
          : `"${text}": AWS has no service "${service}", so it matches no resource`,
      fixes: () => {
        const nearest = retired || service === '' ? undefined : nearestOf(service, at.policy.catalog.services(), 2);
        if (!arn || nearest === undefined) return [];
        const span = arn.span('service');
        return [
          {
            title: `Write ${nearest}`,
            changes: [{ kind: 'replace-text', uri: at.statement.uri, span, text: nearest }],
          },
        ];
      },
    };
  },
  test(test) {
    const { key, known, at } = test;
    if (known || key.startsWith('aws:') || isForeignKey(test)) return undefined;
    const { catalog } = at.policy;
    const prefix = key.slice(0, key.indexOf(':'));
    if (catalog.service(prefix) || catalog.hasConditionKeyPrefix(prefix)) return undefined;
    const { keySpan, key: written } = test.test;
    return { span: keySpan, message: `"${written}": AWS has no service "${prefix}", so no request carries this key` };
  },
});
