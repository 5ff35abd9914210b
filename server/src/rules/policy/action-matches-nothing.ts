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
  action({ service, name, text, value, at, isWild }) {
    if (!isWild || service === '' || /^\*+$/.test(name)) return undefined;
    const { catalog } = at.policy;
    if (!catalog.actionsOf(service) || hasPlaceholder(text)) return undefined;
    if (catalog.actionsMatching(`${service}:${name}`).length > 0) return undefined;
    return {
      span: value.span,
      message: `"${text}" matches no action of ${service}: nothing is allowed or denied by it`,
    };
  },
});
