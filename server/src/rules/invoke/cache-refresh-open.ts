import type { Rule } from '../rule.ts';

export const cacheRefreshOpen: Rule = {
  meta: {
    id: 'invoke/cache-refresh-open',
    level: 'warning',
    summary: 'Any client may have the cache of a stage made anew',
    why:
      'A request with `Cache-Control: max-age=0` goes past the cache and replaces what it holds. By default API Gateway asks for `execute-api:InvalidateCache` first; ' +
      'with `requireAuthorizationForCacheControl` set to false it asks nobody, and every client can put the load of all its calls on the back end. Templates have no such property, so it is told where a command sets it.',
    fixes: ['require authorization'],
  },
  *check({ unit }) {
    for (const { uri, openRefresh: span } of unit.stages) {
      if (!span) continue;
      yield {
        uri,
        span,
        message: '"false" lets any client refresh the cache without execute-api:InvalidateCache',
        fixes: () => [
          { title: 'Require authorization to refresh the cache', changes: [{ kind: 'raw', uri, span, text: 'true' }] },
        ],
      };
    }
  },
};
