import { retiredService } from '../../catalog/retired-services.ts';
import { nearestOf } from '../nearest.ts';
import { hasPlaceholder } from './placeholder.ts';
import { policyRule } from './policy-rule.ts';

export const invalidServiceInAction = policyRule({
  meta: {
    id: 'policy/invalid-service-in-action',
    level: 'error',
    summary: 'The service of an action is none that AWS has',
    why: 'What stands before the colon of an action is the prefix of a service, as the Service Authorization Reference lists it, which is not always its name: `es`, not `elasticsearch`; `logs`, not `cloudwatchlogs`. An action of no service allows and denies nothing.',
    fixes: ['the nearest prefix'],
    accessAnalyzer: 'INVALID_SERVICE_IN_ACTION',
    needsCatalog: true,
  },
  action(action) {
    const { service, text, value, at } = action;
    const { catalog } = at.policy;
    if (service === '' || service.includes('*') || service.includes('?') || action.covered.length > 0) return undefined;
    if (catalog.actionsOf(service) || hasPlaceholder(text)) return undefined;
    const retired = retiredService(service);
    const written = text.slice(0, service.length);
    return {
      span: value.span,
      message: retired
        ? `"${text}": AWS has closed ${retired}, and knows no such actions any more`
        : `"${text}": AWS has no service "${written}", so nothing is allowed or denied by it`,
      fixes: () => {
        const nearest = retired ? undefined : nearestService(service, action.name, catalog.services());
        if (nearest === undefined) return [];
        const span = action.spanOf(0, service.length);
        return [
          {
            title: `Write ${nearest}`,
            changes: [{ kind: 'replace-text', uri: at.statement.uri, span, text: nearest }],
          },
        ];
      },
    };

    /** Of the prefixes as near, only one that has the action. */
    function nearestService(wrong: string, name: string, services: readonly string[]): string | undefined {
      const having = services.filter((one) => catalog.actionsMatching(`${one}:${name}`).length > 0);
      return nearestOf(wrong, having);
    }
  },
});
