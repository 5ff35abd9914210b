import { covers } from '../../access/match.ts';
import type { AccessLevel, Action, Catalog } from '../../catalog/catalog.ts';
import { hasWildcard } from '../../catalog/wildcard.ts';
import type { PlacedPolicy } from '../../graph/unit.ts';
import { actionsNamed } from '../../model/actions-named.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { everyActionOf, everyResourceOf, grantRule, isInvoke, isPlainList, isWholeService, listed } from './grants.ts';
import { holdTo, isEditable, splitOff, textFor } from './hold.ts';
import { mayNarrowWhat } from './narrowing.ts';

export const anyResource = grantRule({
  meta: {
    id: 'breadth/any-resource',
    level: 'info',
    summary: 'Actions that can be held to resources are granted on all of them',
    why:
      'With Resource `*` an action reaches every resource of its kind in the account, those made later too. Many actions can be held to ARNs; those that AWS lists without a resource type ' +
      'cannot, and nothing is said of them. It is a warning where an action changes things or who may reach them.',
    fixes: [
      "the ARN patterns of the actions' resource types, in a statement of their own where other actions need the star",
    ],
    needsCatalog: true,
  },
  *checkGrant(statement, policy, context) {
    const star = everyResourceOf(statement);
    if (!star || everyActionOf(statement) || mayNarrowWhat(statement.condition)) return;
    const found = holdableActions(statement, context.catalog);
    if (found.length === 0) return;
    const ordered = [...found].sort((a, b) => Number(b.isChange) - Number(a.isChange));
    yield {
      uri: statement.uri,
      span: star.span,
      message: `"${literalOf(star)}" lets ${listed(ordered.map(({ value }) => value))} act on every ${onlyTypeOf(found) ?? 'resource'}`,
      level: found.some((one) => one.isChange) ? 'warning' : 'info',
      fixes: () => (isEditable(statement, context) ? fixesOf(star, found, statement, policy, context) : []),
    };
  },
});

interface Holdable {
  /** The entry as written. */
  readonly value: TextValue;
  readonly actions: readonly Action[];
  /** What the entry covers that takes no resource but `*`. */
  readonly others: readonly Action[];
  readonly isChange: boolean;
}

const changes = new Set<AccessLevel>(['Write', 'Permissions management']);

/**
 * Actions that AWS's own guides grant on `*`, for the resource is not there yet or has a name that nobody chooses: the network
 * interfaces of a function in a VPC, text messages to phone numbers, the service-linked role of a service.
 */
const unavoidable = new Set([
  'ec2:createnetworkinterface',
  'ec2:createnetworkinterfacepermission',
  'ec2:deletenetworkinterface',
  'ec2:deletenetworkinterfacepermission',
  'ec2:attachnetworkinterface',
  'ec2:detachnetworkinterface',
  'ec2:assignprivateipaddresses',
  'ec2:unassignprivateipaddresses',
  'sns:publish',
  'iam:createservicelinkedrole',
]);

/** Writing one's own log is granted everywhere on `*`, and does little harm there. */
const harmless = new Set(['logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents']);

/** The entries whose actions, in the main, act on resources that a statement can name. Other rules speak of Invoke, of API Gateway and of `service:*`. */
function holdableActions(statement: Statement, catalog: Catalog): readonly Holdable[] {
  return actionsNamed(statement.action).entries.flatMap((entry): readonly Holdable[] => {
    const { value, text, service } = entry;
    if (text === undefined || service === undefined || service === 'execute-api' || service === 'apigateway') return [];
    if (isInvoke(entry) || isWholeService(entry)) return [];
    const held = heldAmong(catalog.actionsMatching(text));
    return held ? [{ value, ...held }] : [];
  });
}

/** By the list that the catalog gives for an entry, the same one each time. */
const known = new WeakMap<readonly Action[], Omit<Holdable, 'value'> | null>();

function heldAmong(covered: readonly Action[]): Omit<Holdable, 'value'> | undefined {
  let held = known.get(covered);
  if (held === undefined) {
    const actions = covered.filter(canBeHeld);
    const others = covered.filter((action) => !canBeHeld(action));
    const isChange = actions.some((action) => changes.has(action.level) && !harmless.has(nameOf(action)));
    known.set(covered, (held = actions.length > others.length ? { actions, others, isChange } : null));
  }
  return held ?? undefined;
}

/**
 * A resource type that AWS marks as required: without one, the action may be about none of them. Where AWS gives two kinds to choose
 * from and marks neither (an object or one behind an access point, the two kinds of event bus), one of them it must be.
 */
function canBeHeld(action: Action): boolean {
  if (unavoidable.has(nameOf(action))) return false;
  return action.resources.some(({ type, required }) => required || eitherOr.has(`${type.service}:${type.name}`));
}

const eitherOr = new Set(['s3:object', 's3:bucket', 'events:event-bus']);

function nameOf(action: Action): string {
  return `${action.service}:${action.name}`.toLowerCase();
}

/** The one kind of resource that all of them act on, in words. */
function onlyTypeOf(found: readonly Holdable[]): string | undefined {
  let only: string | undefined;
  for (const { actions } of found)
    for (const { resources } of actions)
      for (const { type, required } of resources) {
        if (type.name === only || !(required || eitherOr.has(`${type.service}:${type.name}`))) continue;
        if (only !== undefined) return undefined;
        only = type.name;
      }
  return only
    ?.replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase();
}

/** More patterns than a person reads are no help. */
const mostPatterns = 8;
const mostKept = 12;

function fixesOf(
  star: TextValue,
  found: readonly Holdable[],
  statement: Statement,
  policy: PlacedPolicy,
  { catalog }: RuleContext,
): readonly Fix[] {
  const { action, resource } = statement;
  // Beside a star, other entries say nothing; the author knows which of them was meant.
  if (!isPlainList(action) || resource?.values.length !== 1 || !resource.complete) return [];
  const patterns = patternsOf(found.flatMap((one) => one.actions));
  if (patterns.length === 0 || patterns.length > mostPatterns) return [];
  const values = patterns.map((pattern) => textFor(policy, filledIn(pattern, policy)));
  const kept = found.flatMap(({ value, others }) =>
    others.length > 0 && hasWildcard(literalOf(value) ?? '') ? others.map((one) => `${one.service}:${one.name}`) : [],
  );
  if (kept.length > mostKept) return [];
  const moved = found.map((one) => one.value);
  if (kept.length === 0 && moved.length === action.values.length) {
    const held = holdTo(values, star, moved, statement, policy);
    const [only, second] = patterns;
    const title =
      only !== undefined && !second
        ? `Hold it to ${printedPattern(only)}`
        : `Hold it to the ${patterns.length} kinds of resources that the actions act on`;
    return held ? [{ title, changes: held }] : [];
  }
  const known = new Set(catalogNames(statement, catalog));
  const split = splitOff(
    moved,
    kept.filter((name) => !known.has(name.toLowerCase())),
    values,
    statement,
    policy,
  );
  return split ? [{ title: 'Split the statement: only actions that need it keep the star', changes: split }] : [];
}

function catalogNames(statement: Statement, catalog: Catalog): readonly string[] {
  return actionsNamed(statement.action).entries.flatMap(({ text, service }) =>
    text !== undefined && service !== undefined && catalog.action(service, text.split(':')[1] ?? '') ? [text] : [],
  );
}

/** The ARN patterns of every resource type that the actions take, without those that another one covers. */
function patternsOf(actions: readonly Action[]): readonly string[] {
  const all = new Set(
    actions.flatMap((action) =>
      action.resources.flatMap(({ type }) =>
        type.arns.map((arn) => arn.replace(/\$\{(?!Partition\}|Region\}|Account\})[^}]*\}/g, '*')),
      ),
    ),
  );
  return [...all].filter(
    (one) => ![...all].some((other) => other !== one && covers(other, one) && !covers(one, other)),
  );
}

function filledIn(pattern: string, policy: PlacedPolicy): string {
  if (policy.document.host !== 'template') return printedPattern(pattern);
  return pattern
    .replaceAll('${Partition}', '${AWS::Partition}')
    .replaceAll('${Region}', '${AWS::Region}')
    .replaceAll('${Account}', '${AWS::AccountId}');
}

function printedPattern(pattern: string): string {
  return pattern.replaceAll('${Partition}', 'aws').replace(/\$\{(?:Region|Account)\}/g, '*');
}
