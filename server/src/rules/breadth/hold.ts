import type { PlacedPolicy } from '../../graph/unit.ts';
import type { Statement } from '../../model/policy.ts';
import { literalOf, type TextValue } from '../../model/text-value.ts';
import { CopyOf, type Change, type Value } from '../../text/change.ts';
import type { RuleContext } from '../rule.ts';
import { isPlainList } from './grants.ts';

/** A text as the host writes it: with `${...}` in a template, a function. */
export function textFor(policy: PlacedPolicy, text: string): Value {
  return policy.document.host === 'template' && text.includes('${') ? { 'Fn::Sub': text } : text;
}

function oneOrList(values: readonly Value[]): Value {
  const [only, second] = values;
  return only !== undefined && second === undefined ? only : values;
}

/** False for policies inside of scripts, which no editor can change by parts. */
export function isEditable(statement: Statement, { unit }: RuleContext): boolean {
  return !unit.files.some((file) => file.uri === statement.uri && file.dialect === 'aws-cli');
}

/**
 * Changes that hold some actions of a statement to resources in place of `wide` (one of its resources): in the statement itself
 * when they are all of its actions, else in a statement of their own behind it. Undefined when the statement cannot be taken apart.
 */
export function holdTo(
  values: readonly Value[],
  wide: TextValue,
  actions: readonly TextValue[],
  statement: Statement,
  policy: PlacedPolicy,
): readonly Change[] | undefined {
  const { action, resource } = statement;
  if (!action || !resource || values.length === 0) return undefined;
  if (actions.length === action.values.length && action.complete) return replaceResource(values, wide, statement);
  return splitOff(actions, [], values, statement, policy);
}

function replaceResource(
  values: readonly Value[],
  wide: TextValue,
  statement: Statement,
): readonly Change[] | undefined {
  const { resource, uri } = statement;
  if (!resource?.complete || resource.values.filter((value) => value.at.start === wide.at.start).length > 1)
    return undefined;
  // The only resource: the author's spelling, text or list, gives way to what is needed.
  if (resource.values.length === 1)
    return [
      {
        kind: 'set',
        uri,
        at: resource.isList ? resource.at : wide.at,
        value: resource.isList ? values : oneOrList(values),
      },
    ];
  const [first, ...more] = values;
  if (first === undefined || !resource.isList) return undefined;
  return [
    { kind: 'set', uri, at: wide.at, value: first },
    ...more.map((value): Change => ({ kind: 'add-item', uri, list: resource.at, value })),
  ];
}

/**
 * Moves actions into a statement of their own with other resources; `kept` are actions that the old statement gets in their place.
 * Undefined when the statement cannot be taken apart.
 */
export function splitOff(
  moved: readonly TextValue[],
  kept: readonly string[],
  resources: readonly Value[],
  statement: Statement,
  policy: PlacedPolicy,
): readonly Change[] | undefined {
  const { action, uri, condition } = statement;
  const { statementAt, statementIsList } = policy.document;
  if (!isPlainList(action) || !statementAt || !statementIsList || statement.conditional) return undefined;
  const rest = action.values.filter((value) => !moved.includes(value));
  if (rest.length + kept.length === 0) return undefined;
  const own: Value = {
    Effect: 'Allow',
    Action: oneOrList(moved.map((value) => new CopyOf(uri, value.at))),
    Resource: oneOrList(resources),
    ...(condition ? { Condition: new CopyOf(uri, condition.at) } : {}),
  };
  const left: readonly Change[] =
    kept.length === 0
      ? moved.map((value) => ({ kind: 'remove', uri, at: value.at }))
      : [
          {
            kind: 'set',
            uri,
            at: action.at,
            value: oneOrList([...rest.map((value) => literalOf(value) ?? ''), ...kept]),
          },
        ];
  return [...left, { kind: 'add-item', uri, list: statementAt, value: own }];
}
