import { hasVariables } from '../access/policy-variables.ts';
import type { PlacedPolicy, Unit } from '../graph/unit.ts';
import { resolverOf } from '../graph/resolve.ts';
import type { PrincipalElement, Slot, Statement, TextElement } from '../model/policy.ts';
import { literalOf, printed, type TextValue } from '../model/text-value.ts';
import { spanOf } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import type { Hover, HoverContext } from './hover.ts';
import { bullets, code, page } from './markdown.ts';
import { sayAction, servicePrefixOf } from './say-action.ts';
import { sayArn, sayEveryResource } from './say-arn.ts';
import { sayCovered, type ArnPlace } from './say-covered.ts';
import { sayConditionKey, sayOperator, sayVariable } from './say-condition.ts';
import { sayPrincipal } from './say-principal.ts';
import { slotNames } from './say-slot.ts';
import { sayStatement, type Teller } from './say-statement.ts';
import { sayCondition, sayTest } from './say-test.ts';

/** What stands under a place inside a policy document. */
export function hoverInPolicy(
  context: HoverContext,
  policy: PlacedPolicy,
  unit: Unit,
  offset: number,
): Hover | Promise<Hover | undefined> | undefined {
  const { document, use } = policy;
  const { version, id } = document;
  if (version && holds(version.at, offset)) return { span: version.at, markdown: sayVersion(literalOf(version)) };
  if (id && holds(id.at, offset)) return { span: id.at, markdown: sayId };
  const statement = document.statements.find(({ span }) => holds(span, offset));
  if (statement) return inStatement(context, statement, policy, unit, offset);
  const key = document.statementKey;
  if (key && holds(key, offset)) {
    const title = use ? `**The statements of this ${slotNames[use.slot]}**` : '**The statements of this policy**';
    return statementsOf(policy, teller(context, unit)).then((sentences) => ({
      span: key,
      markdown: page(title, sentences, 'A request is allowed when one statement allows it and none denies it.'),
    }));
  }
  const other = document.keys.find(({ span }) => holds(span, offset));
  if (other?.name === 'Version') return { span: other.span, markdown: sayVersion(undefined) };
  return other?.name === 'Id' ? { span: other.span, markdown: sayId } : undefined;
}

const sayId = '**A name for the policy**, of your choice; some services ask for one';

function teller({ workspace: { catalog }, descriptionsOf }: HoverContext, unit: Unit): Teller {
  return { catalog, unit, descriptionsOf };
}

/** So many statements are told at once. */
const mostStatements = 8;

/** What each statement says, a line each. */
async function statementsOf(policy: PlacedPolicy, tells: Teller): Promise<string> {
  const { statements } = policy.document;
  const lines: string[] = [];
  for (const statement of statements.slice(0, mostStatements)) {
    const sentence = await sayStatement(statement, policy, tells);
    const sid = literalOf(statement.sid);
    lines.push(`${sid === undefined || sid === '' ? '' : `${code(sid)}: `}${sentence ?? 'not to be told yet'}`);
  }
  if (statements.length > mostStatements) lines.push(`and ${statements.length - mostStatements} more`);
  return bullets(lines);
}

function inStatement(
  context: HoverContext,
  statement: Statement,
  policy: PlacedPolicy,
  unit: Unit,
  offset: number,
): Hover | Promise<Hover | undefined> | undefined {
  const slot = policy.use?.slot;
  const key = statement.keys.find(({ span }) => holds(span, offset));
  if (key) {
    const markdown = sayElement(key.name, slot);
    if (key.name === 'Sid' || key.name === 'Effect')
      return aboutWhole(context, statement, policy, unit, key.span, markdown);
    return markdown === undefined ? undefined : { span: key.span, markdown };
  }
  const { effect, sid } = statement;
  if (effect && holds(effect.at, offset))
    return aboutWhole(context, statement, policy, unit, effect.at, sayEffect(literalOf(effect)));
  if (sid && holds(sid.at, offset))
    return aboutWhole(context, statement, policy, unit, sid.at, sayElement('Sid', slot));
  // The brace that opens it stands for all of it; a statement in YAML begins with its first key.
  const brace = { start: statement.span.start, end: statement.span.start + 1 };
  if (offset <= brace.end && !statement.keys.some(({ span }) => span.start < brace.end))
    return aboutWhole(context, statement, policy, unit, brace, undefined);
  for (const element of [statement.action, statement.notAction]) {
    const value = element && valueAt(element, offset);
    if (value) return hoverOnAction(context, value, element.key === 'NotAction' ? 'NotAction' : 'Action');
  }
  for (const element of [statement.resource, statement.notResource]) {
    const value = element && valueAt(element, offset);
    if (value)
      return (
        hoverOnHole(context, value, policy, unit, offset) ?? hoverOnResource(context, value, statement, policy, unit)
      );
  }
  for (const element of [statement.principal, statement.notPrincipal]) {
    const hover = element && hoverOnPrincipal(element, statement, slot, unit, offset);
    if (hover) return hover;
  }
  return inCondition(context, statement, policy, unit, offset);
}

/** What the statement says as a whole, then what the word is for. */
async function aboutWhole(
  context: HoverContext,
  statement: Statement,
  policy: PlacedPolicy,
  unit: Unit,
  span: Span,
  words: string | undefined,
): Promise<Hover | undefined> {
  const sentence = await sayStatement(statement, policy, teller(context, unit));
  const markdown = page(sentence === undefined ? undefined : `**${sentence}**`, words);
  return markdown === '' ? undefined : { span, markdown };
}

/** A policy variable, or a reference of the template, in the middle of a text. */
function hoverOnHole(
  { workspace: { catalog } }: HoverContext,
  value: TextValue,
  { document }: PlacedPolicy,
  unit: Unit,
  offset: number,
): Hover | undefined {
  for (const part of value.parts) {
    if (part.kind === 'reference' && value.parts.length > 1 && holds(part.span, offset)) {
      const markdown = sayReference({ ...value, parts: [part] }, document.uri, unit);
      return markdown === undefined ? undefined : { span: part.span, markdown };
    }
    if (part.kind !== 'literal') continue;
    for (const { 0: written, 1: name = '', index } of part.source.text.matchAll(/\$\{([^{}]*)\}/g)) {
      const span = spanOf(part.source, index, index + written.length);
      if (!holds(span, offset)) continue;
      const markdown = sayVariable(name, hasVariables(document.version), catalog);
      return markdown === undefined ? undefined : { span, markdown };
    }
  }
  return undefined;
}

async function hoverOnAction(
  context: HoverContext,
  value: TextValue,
  element: 'Action' | 'NotAction',
): Promise<Hover | undefined> {
  const pattern = literalOf(value);
  const { catalog } = context.workspace;
  if (pattern === undefined || !catalog) return undefined;
  const prefix = servicePrefixOf(pattern);
  const descriptions = prefix === undefined ? undefined : await context.descriptionsOf(prefix);
  const markdown = sayAction(pattern, element, catalog, descriptions);
  return markdown === undefined ? undefined : { span: value.at, markdown };
}

function hoverOnResource(
  { workspace: { catalog } }: HoverContext,
  value: TextValue,
  statement: Statement,
  { document: { uri }, use }: PlacedPolicy,
  unit: Unit,
): Hover | undefined {
  if (literalOf(value) === '*') return { span: value.at, markdown: sayEveryResource(statement, use, catalog) };
  return hoverOnArn(value, { uri, unit, use }, catalog);
}

/** What of the workspace an ARN covers, then the ARN in words, with what the file's own references stand for. */
export function hoverOnArn(
  value: TextValue,
  place: ArnPlace,
  catalog: HoverContext['workspace']['catalog'],
): Hover | undefined {
  const { uri, unit } = place;
  const resolved = printed(resolverOf(unit).standsFor(value, uri));
  const words = sayArn(resolved, catalog) ?? sayReference(value, uri, unit);
  const markdown = page(sayCovered(value, place), words);
  return markdown === '' ? undefined : { span: value.at, markdown };
}

/** A text that is one reference: to what. */
function sayReference(value: TextValue, uri: string, unit: Unit): string | undefined {
  const [part, second] = value.parts;
  if (part?.kind !== 'reference' || second) return undefined;
  switch (part.to.kind) {
    case 'logical': {
      const { id, attribute } = part.to;
      const resource = unit.resources.find((one) => one.id === id && one.uri === uri);
      const of = resource ? `${code(id)} (${resource.type})` : code(id);
      return attribute === undefined
        ? `**What \`Ref\` gives for ${of}**, known after deployment`
        : `**${code(attribute)} of ${of}**, known after deployment`;
    }
    case 'parameter':
      return page(
        `**The parameter ${code(part.to.name)}**`,
        part.to.default === undefined ? undefined : `Its default is ${code(part.to.default)}.`,
      );
    case 'pseudo':
      return `**${code(part.to.name)}**, known after deployment`;
  }
}

function hoverOnPrincipal(
  element: PrincipalElement,
  { uri, condition }: Statement,
  slot: Slot | undefined,
  unit: Unit,
  offset: number,
): Hover | undefined {
  const said = (type: string, value: TextValue): string =>
    sayPrincipal(type, printed(resolverOf(unit).standsFor(value, uri)), slot, sayCondition(condition));
  if (element.bare && holds(element.bare.at, offset))
    return { span: element.bare.at, markdown: said('AWS', element.bare) };
  for (const entry of element.entries) {
    if (holds(entry.typeSpan, offset)) {
      const markdown = sayPrincipalType(entry.type);
      return markdown === undefined ? undefined : { span: entry.typeSpan, markdown };
    }
    const value = entry.values.find(({ at }) => holds(at, offset));
    if (value) return { span: value.at, markdown: said(entry.type, value) };
  }
  return undefined;
}

async function inCondition(
  context: HoverContext,
  statement: Statement,
  policy: PlacedPolicy,
  unit: Unit,
  offset: number,
): Promise<Hover | undefined> {
  for (const test of statement.condition?.tests ?? []) {
    if (holds(test.operatorSpan, offset)) {
      const tests = statement.condition?.tests.filter(({ operatorSpan }) => operatorSpan === test.operatorSpan) ?? [];
      const here = tests.map((one) => `Here: ${sayTest(one)}`);
      const markdown = sayOperator(test.operator);
      return markdown === undefined ? undefined : { span: test.operatorSpan, markdown: page(markdown, ...here) };
    }
    if (holds(test.keySpan, offset)) {
      const { catalog } = context.workspace;
      const prefix = test.key.slice(0, Math.max(0, test.key.indexOf(':')));
      const descriptions = prefix === 'aws' ? undefined : await context.descriptionsOf(prefix);
      const markdown = sayConditionKey(test.key, catalog, descriptions);
      return markdown === undefined
        ? undefined
        : { span: test.keySpan, markdown: page(markdown, `Here: ${sayTest(test)}`) };
    }
    const value = test.values.find(({ at }) => holds(at, offset));
    if (value)
      return (
        hoverOnHole(context, value, policy, unit, offset) ??
        hoverOnArn(value, { uri: statement.uri, unit }, context.workspace.catalog) ?? {
          span: value.at,
          markdown: `**The statement counts ${sayTest(test)}**`,
        }
      );
  }
  return undefined;
}

function valueAt(element: TextElement, offset: number): TextValue | undefined {
  return element.values.find(({ at }) => holds(at, offset));
}

export function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function sayVersion(version: string | undefined): string {
  if (version === '2008-10-17')
    return page(
      '**The older version of the policy language**',
      'Policy variables such as `${aws:username}` are plain text in it; `2012-10-17` knows them.',
    );
  return page(
    '**The version of the policy language**, not a date of yours',
    '`2012-10-17` is the current one. Without a version AWS takes `2008-10-17`, in which policy variables are plain text.',
  );
}

function sayEffect(effect: string | undefined): string {
  if (effect === 'Deny')
    return page('**Refuses what the statement matches**', 'A Deny wins over every Allow, in whatever policy.');
  if (effect === 'Allow')
    return page(
      '**Allows what the statement matches**',
      'Unless a statement denies it, in this or another policy that applies.',
    );
  return page('**`Allow` or `Deny`**', 'AWS takes no other spelling.');
}

/** What an element of a statement is for. */
export function sayElement(name: string, slot: Slot | undefined): string | undefined {
  switch (name) {
    case 'Sid':
      return '**A name for the statement**, of your choice; unique in the document';
    case 'Effect':
      return sayEffect(undefined);
    case 'Principal':
      return page(
        slot === 'trust' ? '**Who may assume the role**' : '**Whom the statement speaks of**',
        slot === 'identity'
          ? 'AWS refuses it in a permissions policy: there, whoever the policy is attached to is meant.'
          : '`AWS`: accounts, roles, users; `Service`: AWS services; `Federated`: identity providers; `"*"`: everyone.',
      );
    case 'NotPrincipal':
      return page(
        '**Everyone but these**',
        'With Allow that includes callers without credentials; AWS advises a condition on `aws:PrincipalArn` in its place.',
      );
    case 'Action':
      return slot === 'trust'
        ? page(
            '**How the role is assumed**',
            'Only STS actions count here: `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:AssumeRoleWithSAML`, `sts:TagSession`, `sts:SetSourceIdentity`, `sts:SetContext`.',
          )
        : page(
            '**What may be done**, or not',
            '`service:Action`, where `*` is any run of characters and `?` is one; case does not matter.',
          );
    case 'NotAction':
      return page(
        '**Every action but these**, of all services',
        'With Allow that grants actions that AWS has yet to invent.',
      );
    case 'Resource':
      return slot === 'trust'
        ? page('**AWS refuses it in a trust policy**', 'The role that carries the policy is the resource.')
        : page(
            '**On what**',
            'ARNs, in which `*` is any run of characters, slashes and colons included after the fifth colon; `"*"` alone is everything.',
          );
    case 'NotResource':
      return page(
        '**On everything but these**',
        'With Allow that grants resources that do not exist yet, of every account that lets you.',
      );
    case 'Condition':
      return page(
        '**When the statement counts**',
        'All operators must hold, and all keys of an operator; of several values one is enough.',
      );
    default:
      return undefined;
  }
}

/** Who principals of that kind are. */
export function sayPrincipalType(type: string): string | undefined {
  return principalTypes[type];
}

const principalTypes: Readonly<Record<string, string>> = {
  AWS: page('**Accounts, roles, users and role sessions**', 'Account ids or ARNs; `"*"` is everyone.'),
  Service: page('**AWS services**', 'By their service principal, such as `apigateway.amazonaws.com`.'),
  Federated: page('**Users of an identity provider**', 'OpenID Connect, SAML, or Cognito identity pools.'),
  CanonicalUser: page('**An account by its canonical user id**', 'For S3.'),
};
