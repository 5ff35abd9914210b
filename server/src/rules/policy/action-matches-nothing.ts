import { hasPlaceholder } from './placeholder.ts';
import { policyRule } from './policy-rule.ts';

export const actionMatchesNothing = policyRule({
  meta: {
    id: 'policy/action-matches-nothing',
    level: 'warning',
    summary: 'A wildcard that no action of the service matches',
    why: 'A pattern such as `s3:Read*` is accepted, but S3 has no action whose name begins with Read: nothing is allowed or denied by it.',
    needsCatalog: true,
  },
  action(action) {
    const { service, name, text, value, at, isWild } = action;
    if (!isWild || service === '' || /^\*+$/.test(name)) return undefined;
    if (!at.policy.catalog.actionsOf(service) || action.covered.length > 0 || hasPlaceholder(text)) return undefined;
    return {
      span: value.span,
      message: `"${text}" matches no action of ${service}: nothing is allowed or denied by it`,
    };
  },
});
