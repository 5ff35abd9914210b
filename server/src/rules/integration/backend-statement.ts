import { needsOf, type Need } from '../../access/integration-needs.ts';
import type { Route } from '../../model/facts.ts';
import { printed, splitText } from '../../model/text-value.ts';
import type { Value } from '../../text/change.ts';
import type { RuleContext } from '../rule.ts';
import { backendResource } from './backend-resource.ts';

/** A statement that allows just what one integration calls. */
export interface BackendStatement {
  readonly value: Value;
  /** `sqs:SendMessage on Orders`, for titles. */
  readonly title: string;
  /** The logical ids of the resources that it names. */
  readonly ids: readonly string[];
  /** IAM's prefix. */
  readonly service: string;
}

/**
 * What whoever calls the back end of a route must be allowed, as that file writes it; several where a condition decides. Undefined where
 * it cannot be told.
 */
export function backendStatements(
  route: Route,
  uri: string,
  { unit, catalog }: Pick<RuleContext, 'unit' | 'catalog'>,
): readonly BackendStatement[] | undefined {
  const statements = needsOf(route, unit).map((need): BackendStatement | undefined => {
    if (need.kind !== 'actions') return undefined;
    const resource = backendResource(need, route, uri, unit, catalog);
    const [first, second] = need.actions;
    if (!resource || first === undefined) return undefined;
    const action: Value = second === undefined ? first : need.actions;
    return {
      value: { Effect: 'Allow', Action: action, Resource: resource.value },
      title: `${need.actions.join(', ')} on ${resource.name}`,
      ids: resource.id === undefined ? [] : [resource.id],
      service: first.slice(0, first.indexOf(':')),
    };
  });
  const told = statements.filter((one) => one !== undefined);
  return told.length === statements.length && told.length > 0 ? told : undefined;
}

/** `sqs:SendMessage on "${Orders.QueueName}"`, for messages: the resource without the head of its ARN. */
export function saidNeed(need: Need): string {
  if (need.kind !== 'actions') return 'the back end';
  const { actions, resource } = need;
  if (resource.parts.every((part) => part.kind === 'unknown')) return actions.join(', ');
  const tail = splitText(resource, ':', 6)[5] ?? resource;
  return `${actions.join(', ')} on "${printed(tail)}"`;
}
