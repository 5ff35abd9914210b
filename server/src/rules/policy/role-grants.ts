import { matchesWildcard } from '../../catalog/wildcard.ts';
import type { ConditionElement } from '../../model/policy.ts';
import type { Issue } from './policy-rule.ts';
import type { StatementReading } from './reading.ts';

export interface RoleAction {
  /** In lower case. */
  readonly name: 'iam:passrole' | 'iam:createservicelinkedrole';
  /** Condition keys that narrow it, in lower case. */
  readonly narrowedBy: readonly string[];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const passRole: RoleAction = {
  name: 'iam:passrole',
  narrowedBy: ['iam:passedtoservice', 'iam:associatedresourcearn'],
};
export const createServiceLinkedRole: RoleAction = {
  name: 'iam:createservicelinkedrole',
  narrowedBy: ['iam:awsservicename'],
};

/** How the statement comes by the action: it is named, a wildcard covers it, or NotAction leaves it in. */
type ByAction = 'named' | 'wildcard' | 'not-action';
/** How it comes by the role: a star, or NotResource. */
type ByResource = 'star' | 'not-resource';

/**
 * The words of an Allow statement that grant a role action on more roles than can have been thought of: those of the action and those
 * of the resource. Undefined where the statement does so in another way, or where a condition narrows it.
 */
export function roleGrant(
  at: StatementReading,
  action: RoleAction,
  byAction: ByAction,
  byResource: ByResource,
): Pick<Issue, 'span' | 'related'> | undefined {
  const { statement, effect, policy } = at;
  if (effect !== 'Allow' || !statement.complete) return undefined;
  // A boundary lets nobody do anything.
  if (policy.kind !== 'identity') return undefined;
  const words = actionWords(at, action, byAction);
  if (words.length === 0) return undefined;
  const places = byResource === 'star' ? starsIn(at) : statement.notResource ? [statement.notResource.keySpan] : [];
  if (places.length === 0 || isNarrowed(statement.condition, action)) return undefined;
  const [first, ...rest] = [...words, ...places].sort((a, b) => a.start - b.start);
  if (!first) return undefined;
  return {
    span: first,
    related: rest.map((span) => ({
      uri: statement.uri,
      span,
      message: words.includes(span) ? 'the action' : 'the roles',
    })),
  };
}

function actionWords(at: StatementReading, { name }: RoleAction, by: ByAction): readonly Issue['span'][] {
  const { notAction } = at.statement;
  if (by === 'not-action') {
    if (!notAction?.complete || notAction.conditional) return [];
    return at.actions.some((action) => action.isNot && covers(action.text, name)) ? [] : [notAction.keySpan];
  }
  return at.actions
    .filter((action) => !action.isNot && action.isWild === (by === 'wildcard') && covers(action.text, name))
    .map(({ value }) => value.span);
}

function covers(pattern: string, name: string): boolean {
  // All but a few actions are told apart by their first letter.
  const first = pattern.charAt(0);
  return (first === 'i' || first === 'I' || first === '*') && matchesWildcard(pattern.toLowerCase(), name);
}

/** `*`, or a role of any name. A prefix such as `role/Service*` may be how a service names its roles. */
function starsIn(at: StatementReading): readonly Issue['span'][] {
  return at.resources
    .filter(({ text, isNot }) => !isNot && text !== undefined && everyRole.test(text))
    .map(({ value }) => value.span);
}

const everyRole = /^(?:\*+|arn:[^:]*:iam::[^:]*:(?:role\/)?\*+)$/;

function isNarrowed(condition: ConditionElement | undefined, { narrowedBy }: RoleAction): boolean {
  if (!condition) return false;
  return !condition.complete || condition.tests.some(({ key }) => narrowedBy.includes(key.toLowerCase()));
}
