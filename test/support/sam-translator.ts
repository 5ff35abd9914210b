import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { trustPolicyOf } from '../../server/src/graph/role-use.ts';
import { resolverOf } from '../../server/src/graph/resolve.ts';
import { invokedBy } from '../../server/src/graph/route-target.ts';
import { unitOf } from '../../server/src/graph/build.ts';
import type { Unit } from '../../server/src/graph/unit.ts';
import type { Api, Authorizer, LambdaPermission, Role, Route } from '../../server/src/model/facts.ts';
import type { PolicyDocument, Statement, TextElement } from '../../server/src/model/policy.ts';
import { alternativesOf, printedReference, type TextPart, type TextValue } from '../../server/src/model/text-value.ts';
import { readFacts } from '../../server/src/readers/read-facts.ts';
import { parseTree, syntaxOf } from '../../server/src/tree/parse.ts';
import { corpusFolder } from './project.ts';

const folder = path.join(corpusFolder, 'templates/aws__serverless-application-model/tests/translator');

export const hasTranslations = existsSync(path.join(folder, 'output'));

/** A SAM template and what SAM's own translator makes of it, both as units of one file. */
export interface Translation {
  readonly name: string;
  readonly input: Unit;
  readonly output: Unit;
}

/** Every input that is meant to be right and has an output. */
export function translations(): readonly Translation[] {
  const outputs = new Set(readdirSync(path.join(folder, 'output')));
  return readdirSync(path.join(folder, 'input'))
    .filter((file) => !file.startsWith('error_') && outputs.has(file.replace(/\.yaml$/, '.json')))
    .sort()
    .map((file) => {
      const name = file.replace(/\.yaml$/, '');
      return { name, input: unitAt(`input/${file}`), output: unitAt(`output/${name}.json`) };
    });
}

export function outputTexts(): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(path.join(folder, 'output'))
    .filter((file) => file.endsWith('.json') && !file.startsWith('error_'))
    .sort()
    .map((file) => ({ name: file, text: readFileSync(path.join(folder, 'output', file), 'utf8') }));
}

function unitAt(file: string): Unit {
  return unitOfText(`file:///sam/${file}`, readFileSync(path.join(folder, file), 'utf8'));
}

export function unitOfText(uri: string, text: string): Unit {
  const syntax = syntaxOf(uri);
  const facts = readFacts(uri, text, syntax && parseTree(text, syntax));
  const unit = facts && unitOf([{ facts, links: [], isNested: false }], undefined);
  if (!unit) throw new Error(`${uri} is no template`);
  return unit;
}

/** A text with the partition of the outputs, parameters' defaults in place and logical ids as they are. */
export function said(value: TextValue | undefined): string {
  return value ? value.parts.map(saidPart).join('') : '';
}

function saidPart(part: TextPart): string {
  switch (part.kind) {
    case 'literal':
      return part.source.text;
    case 'unknown':
      return part.written;
    case 'choice':
      return `[${part.options.map((option) => (option ? said(option) : 'nothing')).join('|')}]`;
    case 'reference':
      if (part.to.kind === 'parameter' && part.to.default !== undefined) return part.to.default;
      if (part.to.kind === 'pseudo' && part.to.name === 'AWS::Partition') return 'aws';
      return '${' + printedReference(part.to) + '}';
  }
}

/** `Function:alias may be invoked by principal from arn` */
export function saidPermission(permission: LambdaPermission, unit: Unit): string {
  const source = said(permission.sourceArn).replace(/\.ApiId\}/, '}');
  const account = permission.sourceAccount ? ` of ${said(permission.sourceAccount)}` : '';
  const invoked = saidFunction(permission.function, permission.uri, unit);
  return `${said(permission.principal)} ${said(permission.action)} ${invoked} from ${source}${account}`;
}

function saidFunction(value: TextValue | undefined, uri: string, unit: Unit): string {
  const named = value && resolverOf(unit).functionsNamedBy(value, uri);
  if (!named) return said(value);
  return named.qualifier ? `${named.function.id}:${said(named.qualifier)}` : named.function.id;
}

/** Everything a role holds, a line each. */
export function saidRole(role: Role, unit: Unit): readonly string[] {
  const trust = trustPolicyOf(role, unit);
  const inline = [...unit.policies, ...unit.madePolicies].filter(({ document, use }) => {
    if (document.slot?.slot !== 'identity') return false;
    return use?.attachedTo.some((text) => idOf(text) === role.id) ?? false;
  });
  return [
    ...(trust ? saidStatements(trust) : [`Allow sts:AssumeRole by Service ${role.impliedTrust ?? 'nobody'}`]).map(
      (line) => `trust: ${line}`,
    ),
    ...role.managedPolicies
      .flatMap((policy) => alternativesOf(policy))
      .flatMap((policy) => (policy ? [`managed: ${said(policy).replace(/^arn:.*\//, '')}`] : [])),
    ...inline.flatMap(({ document }) => saidStatements(document)).map((line) => `inline: ${line}`),
    ...(role.path ? [`path: ${said(role.path)}`] : []),
    ...(role.boundary ? [`boundary: ${said(role.boundary)}`] : []),
  ];
}

function idOf(text: TextValue): string | undefined {
  const [part, second] = text.parts;
  return !second && part?.kind === 'reference' && part.to.kind === 'logical' ? part.to.id : undefined;
}

export function saidStatements(document: PolicyDocument): readonly string[] {
  return document.statements.map(saidStatement);
}

function saidStatement(statement: Statement): string {
  const { principal, condition } = statement;
  const who = principal
    ? ` by ${said(principal.bare)}${principal.entries.map(({ type, values }) => `${type} ${values.map(said).sort().join()}`).join()}`
    : '';
  const when = condition
    ? ` if ${condition.tests.map(({ operator, key, values }) => `${operator} ${key} ${values.map(said).sort().join()}`).join()}`
    : '';
  const what = saidElement(statement.action) + saidElement(statement.notAction);
  const where = saidElement(statement.resource) + saidElement(statement.notResource);
  return `${said(statement.effect)} ${what}${where === '' ? '' : ` on ${where}`}${who}${when}`;
}

function saidElement(element: TextElement | undefined): string {
  return element ? [...new Set(element.values.map(said))].sort().join(' ') : '';
}

/** The statements of an API's resource policy, a line each. */
export function saidResourcePolicy(api: Api, unit: Unit): readonly string[] {
  const file = unit.files.find((one) => one.uri === api.uri);
  return api.policies.flatMap((index) => {
    const document = file?.policies[index];
    return document ? saidStatements(document).map((line) => `${api.id} ${line}`) : [];
  });
}

export function saidAuthorizer(authorizer: Authorizer): string {
  const { api, id, kind, target, credentials } = authorizer;
  return `${said(api)} ${id} ${kind} ${said(target)}${credentials ? ` as ${said(credentials)}` : ''}`;
}

/** The route, and what API Gateway calls for it as whom. */
export function saidRoute(route: Route, unit: Unit): string {
  const { integration } = route;
  const invoked = invokedBy(route, unit).map(({ function: called, qualifier }) =>
    qualifier ? `${called.id}:${said(qualifier)}` : called.id,
  );
  const method = said(route.method) || 'ANY';
  const target = invoked.length > 0 ? [...new Set(invoked)].join() : said(integration?.target);
  const credentials = integration?.credentials ? ` as ${said(integration.credentials)}` : '';
  const authorization = said(route.authorization) || 'NONE';
  const authorizer =
    route.authorizer && !authorization.includes('$') ? ` ${said(route.authorizer).replace(/^\$\{(.*)\}$/, '$1')}` : '';
  const key = `${said(route.api).replace(/^\$\{(.*)\}$/, '$1')} ${method} ${said(route.path)}`;
  return `${key} (${authorization}${authorizer}): ${target}${credentials}`;
}
