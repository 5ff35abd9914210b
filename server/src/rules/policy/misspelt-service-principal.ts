import { retiredService } from '../../catalog/retired-services.ts';
import { servicePrincipal, servicePrincipals } from '../../catalog/service-principals.ts';
import { editDistance, nearestOf } from '../nearest.ts';
import { policyRule } from './policy-rule.ts';
import { takesPrincipal } from './takes-principal.ts';

export const misspeltServicePrincipal = policyRule({
  meta: {
    id: 'policy/misspelt-service-principal',
    level: 'warning',
    summary: 'A service principal that is a letter or two off a known one',
    why: 'Of a service that does not exist AWS says `Invalid principal in policy`, and the role or the policy is not made. AWS publishes no full list of its service principals, so an unknown name proves nothing: only one is told that is nearly the name of a known service, and of no other.',
    fixes: ['the service that is so nearly named'],
    needsCatalog: true,
  },
  principal({ type, text, value, source, at }) {
    if (type !== 'Service' || !takesPrincipal(at.policy)) return undefined;
    const name = nameIn(text);
    if (name === undefined || servicePrincipal(text)) return undefined;
    const { catalog } = at.policy;
    if (catalog.service(name) || retiredService(name) !== undefined) return undefined;
    const nearest = nearestOf(name, names, name.length < 9 ? 1 : 2);
    if (nearest === undefined || nearest.length < shortest || isAnotherNumber(name, nearest)) return undefined;
    // Among short names a letter makes another service.
    if (editDistance(name, nearest) * 4 > nearest.length) return undefined;
    const { uri } = at.statement;
    return {
      span: value.span,
      message: `AWS has no service "${text}": it is nearly ${nearest}.amazonaws.com, and AWS refuses a principal that does not exist`,
      fixes: () => [
        {
          title: `Write ${nearest}${text.slice(name.length)}`,
          changes: [{ kind: 'replace-text', uri, span: source.span, text: nearest + text.slice(name.length) }],
        },
      ],
    };
  },
});

const shortest = 6;

const names = servicePrincipals()
  .map(({ host }) => host.slice(0, host.indexOf('.amazonaws.com')))
  .filter((name) => !name.includes('.'));

/** What stands before the region and the suffix; undefined for a name in several parts, of which too little is known. */
function nameIn(host: string): string | undefined {
  return /^([a-z0-9-]+)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1];
}

/** `inspector2` is no slip of `inspector`. */
function isAnotherNumber(one: string, other: string): boolean {
  return one.replace(/[\dv]+$/, '') === other.replace(/[\dv]+$/, '');
}
