import type { Action, ResourceType } from '../../catalog/catalog.ts';
import { takesStarOnly } from '../../catalog/star-only-actions.ts';
import { printed, type TextPart, type TextValue } from '../../model/text-value.ts';
import type { Change } from '../../text/change.ts';
import type { Fix } from '../rule.ts';
import { templateValueOf } from '../template-value.ts';
import { knownActions } from './known-actions.ts';
import { policyRule } from './policy-rule.ts';
import type { ResourceReading, StatementReading } from './reading.ts';
import { kindOfArn, kindOfResource, type ResourceKind } from './resource-kind.ts';

export const resourceNotForAction = policyRule({
  meta: {
    id: 'policy/resource-not-for-action',
    level: 'warning',
    summary: 'A resource that no action of the statement can act on',
    why:
      'Each action acts on resources of certain kinds: `s3:GetObject` on objects, `s3:ListBucket` on the bucket itself. The ARN of another kind never matches its requests, so that an Allow grants ' +
      "nothing and a Deny stops nothing. In a bucket's own policy S3 refuses it: *Action does not apply to any resource(s) in statement*. The kinds are those of AWS's Service Authorization Reference.",
    fixes: [
      'the ARN of the kind that the actions act on: `/*` or `:*` added or taken away',
      '`*` where the actions take no other',
    ],
    needsCatalog: true,
  },
  resource(resource) {
    const { at, isNot, value } = resource;
    if (isNot || at.effect === undefined || !at.isWhole || at.policy.kind === 'trust') return undefined;
    const kind = kindOfResource(resource);
    const actions = kind && knownActions(at);
    if (!actions || !actions.every((action) => surelyNotOn(action, kind))) return undefined;
    if (kind.service === 's3' ? isWithItsContents(resource) : isServed(at, actions)) return undefined;
    return {
      span: value.span,
      message: `${consequenceOf(actions, kind)}: nothing is ${at.effect === 'Allow' ? 'allowed' : 'denied'} by this ARN`,
      fixes: () => fixesOf(resource, kind, actions),
    };
  },
});

/**
 * Services of which AWS's reference lists all that their actions act on; true when no other service's ARNs are among it. Elsewhere a
 * service may ask for an ARN that no page tells, as ssm:StartSession does for an EKS cluster.
 */
const wellListed: ReadonlyMap<string, boolean> = new Map([
  ['dynamodb', true],
  ['ec2', false],
  ['ecr', true],
  ['ecs', false],
  ['iam', false],
  ['kinesis', true],
  ['kms', true],
  ['lambda', true],
  ['logs', false],
  ['rds', false],
  ['s3', true],
  ['secretsmanager', true],
  ['sns', true],
  ['sqs', true],
  ['ssm', false],
  ['states', true],
  ['sts', false],
]);

function surelyNotOn(action: Action, { service, types }: ResourceKind): boolean {
  const isAlone = wellListed.get(action.service);
  // Rules of their own know the ARNs of API Gateway.
  if (isAlone === undefined || service === 'execute-api' || service === 'apigateway') return false;
  if (action.resources.length === 0)
    return action.service === service && takesStarOnly(`${action.service}:${action.name}`);
  if (action.service !== service && (!isAlone || service.startsWith(action.service))) return false;
  return !action.resources.some(({ type }) => types.has(type) || isOfAnyService(type));
}

/** As the recovery points of AWS Backup, whose ARNs are those of the service that is backed up. */
function isOfAnyService({ arns }: ResourceType): boolean {
  return arns.some((arn) => /^arn:[^:]*:(?:\$|\*)/.test(arn));
}

const served = new WeakMap<StatementReading, boolean>();

/** Whether the statement names for each of its actions something to act on; then what it names beside harms nobody. */
function isServed(at: StatementReading, actions: readonly Action[]): boolean {
  let answer = served.get(at);
  if (answer === undefined) served.set(at, (answer = actions.every((action) => hasResource(action, at))));
  return answer;
}

function hasResource(action: Action, at: StatementReading): boolean {
  if (!at.statement.resource?.complete) return true;
  return at.resources.some((resource) => {
    const kind = kindOfResource(resource);
    return !kind || !surelyNotOn(action, kind);
  });
}

/** A list longer than this is no one's own writing. */
const mostResources = 500;

/** A bucket in one list with its objects is a habit that harms nobody. */
function isWithItsContents({ value, at }: ResourceReading): boolean {
  const own = printed(value);
  const all = at.statement.resource?.values ?? [];
  if (all.length > mostResources) return true;
  return all.some((other) => {
    const text = printed(other);
    const [longer, shorter] = text.length > own.length ? [text, own] : [own, text];
    return other !== value && longer.startsWith(shorter) && /^\/?[:/*]/.test(longer.slice(shorter.length));
  });
}

function consequenceOf(actions: readonly Action[], kind: ResourceKind): string {
  const [only, second] = actions;
  const one = only && !second ? `${only.service}:${only.name}` : undefined;
  if (actions.every(({ resources }) => resources.length === 0))
    return `${one ?? `each of these ${actions.length} actions`} takes no resource but "*"`;
  return `${one === undefined ? `none of these ${actions.length} actions acts` : `${one} does not act`} on ${inWords(kind, actions)}`;
}

function inWords({ service, types }: ResourceKind, actions: readonly Action[]): string {
  const words = new Set([...types].map(({ name }) => name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ')));
  const [first = '', second, third] = [...words].map((name) => withArticle(name.toLowerCase()));
  if (third !== undefined || actions.every((action) => action.service !== service)) return `resources of ${service}`;
  return second === undefined ? first : `${first} or ${second}`;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

const endings = ['/*', ':*'] as const;

/** The first ARN beside this one that all actions can act on. */
function fixesOf(resource: ResourceReading, { arn }: ResourceKind, actions: readonly Action[]): readonly Fix[] {
  const { catalog } = resource.at.policy;
  if (actions.every(({ resources }) => resources.length === 0))
    return fixOf(resource, literalText('*', resource.value));
  const serves = (text: string): boolean => {
    const kind = kindOfArn(text, catalog);
    return kind !== undefined && actions.every(({ resources }) => resources.some(({ type }) => kind.types.has(type)));
  };
  for (const ending of endings) {
    if (serves(arn + ending)) return fixOf(resource, withEnding(resource.value, ending));
    if (arn.endsWith(ending) && serves(arn.slice(0, -ending.length)))
      return fixOf(resource, withoutEnding(resource.value, ending));
  }
  return [];
}

function fixOf({ value, at }: ResourceReading, to: TextValue | undefined): readonly Fix[] {
  const written = to && templateValueOf(to, at.statement.uri);
  if (!to || written === undefined) return [];
  const change: Change = { kind: 'set', uri: at.statement.uri, at: value.at, value: written };
  return [{ title: `Write ${printed(to)}`, changes: [change] }];
}

function literalText(text: string, value: TextValue): TextValue {
  return { ...value, parts: [literalPart(text, value)] };
}

function withEnding(value: TextValue, ending: string): TextValue {
  return { ...value, parts: [...value.parts, literalPart(ending, value)] };
}

function withoutEnding(value: TextValue, ending: string): TextValue | undefined {
  const last = value.parts.at(-1);
  if (last?.kind !== 'literal' || !last.source.text.endsWith(ending)) return undefined;
  return {
    ...value,
    parts: [...value.parts.slice(0, -1), literalPart(last.source.text.slice(0, -ending.length), value)],
  };
}

function literalPart(text: string, { span }: TextValue): TextPart {
  return { kind: 'literal', source: { text, span } };
}
