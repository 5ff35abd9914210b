import { resolverOf } from '../graph/resolve.ts';
import type { Unit } from '../graph/unit.ts';
import type { Integration } from '../model/facts.ts';
import { concatTexts, literalOf, madeText, splitText, type TextValue } from '../model/text-value.ts';

/** What a request may call the resource of an action, best first, and how its ARN goes on behind the account. */
const namesByAction: readonly (readonly [action: RegExp, name: string, tail: string])[] = [
  [/^sns:Publish$/, 'TopicArn', ''],
  [/^dynamodb:(?:(?:Put|Get|Update|Delete)Item|Query|Scan)$/, 'TableName', 'table/'],
  [/^kinesis:(?:PutRecords?|DescribeStream|GetShardIterator|ListShards)$/, 'StreamARN', ''],
  [/^kinesis:(?:PutRecords?|DescribeStream|GetShardIterator|ListShards)$/, 'StreamName', 'stream/'],
  [/^firehose:PutRecord(?:Batch)?$/, 'DeliveryStreamName', 'deliverystream/'],
  [/^events:PutEvents$/, 'EventBusName', 'event-bus/'],
  [/^states:Start(?:Sync)?Execution$/, 'stateMachineArn', ''],
];

/**
 * The ARN of what the request of an integration names: the table of a mapping template, the topic of a request parameter. Undefined
 * where it names nothing, or a call decides.
 *
 * @param head `arn:aws:dynamodb:eu-west-1:`, up to the account.
 */
export function resourceNamed(
  action: string,
  head: TextValue,
  { named = [], uri }: Integration,
  unit: Unit,
): TextValue | undefined {
  // A query of an index needs the index, under its table.
  if (named.some(({ name }) => name === 'IndexName')) return undefined;
  for (const [actions, wanted, tail] of namesByAction) {
    const found = actions.test(action) ? named.find(({ name }) => name === wanted) : undefined;
    if (!found) continue;
    if (!found.value) return undefined;
    const name = resolverOf(unit).standsFor(found.value, uri);
    // Where a name is taken, an ARN mostly is as well.
    if (literalOf(splitText(name, ':', 2)[0]) === 'arn') return name;
    const isName =
      tail !== '' && (startsAsName(name) || name.parts.every((part) => part.kind === 'literal' || isMade(part)));
    return isName
      ? concatTexts(name, head, madeText(name, { kind: 'pseudo', name: 'AWS::AccountId' }, `:${tail}`), name)
      : undefined;
  }
  return undefined;
}

/** Whatever parameters hold: what starts with other letters than an ARN does is none. */
function startsAsName({ parts: [first] }: TextValue): boolean {
  return first?.kind === 'literal' && !'arn:'.startsWith(first.source.text.slice(0, 4));
}

/** The name that a resource is given, of which it is known that it is no ARN. */
function isMade(part: TextValue['parts'][number]): boolean {
  return (
    part.kind === 'reference' &&
    (part.to.kind === 'pseudo' || (part.to.kind === 'logical' && part.to.attribute === undefined))
  );
}
