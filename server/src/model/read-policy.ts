import type { Span } from '../text/span.ts';
import { entriesOf, entryOf, type MappingNode, type Node, type ScalarNode } from '../tree/node.ts';
import type {
  ConditionElement,
  ConditionTest,
  PolicyDocument,
  PrincipalElement,
  PrincipalEntry,
  SlotUse,
  Statement,
  TextElement,
} from './policy.ts';
import { alternativesOf, type TextValue } from './text-value.ts';

/** How a host format writes values: plain JSON and YAML have texts only, templates have functions. */
export interface ValueReader {
  /** A scalar or a function as text; undefined for nodes that hold no text (lists, ordinary mappings). */
  text(node: Node): TextValue | undefined;
  /**
   * The nodes that may stand here after conditions are decided: the node itself, or the branches of `Fn::If` without
   * `AWS::NoValue`. Undefined for a function whose result is not in the file.
   */
  branches(node: Node): readonly Node[] | undefined;
  readonly host: PolicyDocument['host'];
}

export const plainValues: ValueReader = {
  host: 'plain',
  text: (node) => (node.kind === 'scalar' ? scalarText(node) : undefined),
  branches: (node) => [node],
};

export function scalarText(node: ScalarNode): TextValue {
  return { span: node.source.span, at: node.span, parts: [{ kind: 'literal', source: node.source }] };
}

const documentKeys = new Set(['Version', 'Id', 'Statement']);
const statementKeys = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * True for a mapping that is a policy document beyond doubt: a Statement with at least one statement-like member, and nothing at
 * the top that policies do not have. A file that merely has a key named Statement is none.
 */
export function isPolicyDocument(node: Node | undefined): node is MappingNode {
  if (node?.kind !== 'mapping' || node.tag) return false;
  if (!entriesOf(node).every((entry) => documentKeys.has(entry.key.source.text))) return false;
  const statement = entryOf(node, 'Statement')?.value;
  const members = statement?.kind === 'list' ? statement.items : statement ? [statement] : [];
  return members.some(isStatement);
}

function isStatement(node: Node): boolean {
  if (node.kind !== 'mapping') return false;
  const names = entriesOf(node).map((entry) => entry.key.source.text);
  const known = names.filter((name) => statementKeys.has(name));
  return (
    known.length >= 2 &&
    known.length * 2 >= names.length &&
    names.some((name) => /^(?:Effect|(?:Not)?Action|(?:Not)?Principal)$/.test(name))
  );
}

export interface PolicyPlace {
  readonly uri: string;
  readonly slot: SlotUse | undefined;
  readonly values: ValueReader;
}

/**
 * Reads a policy document. Anything may be missing, half typed or of the wrong kind: what cannot be read is left out and clears
 * `complete`, so that nothing is said of what only seems to be absent.
 */
export function readPolicy(node: Node, place: PolicyPlace): PolicyDocument {
  const entry = entryOf(node, 'Statement');
  const version = entryOf(node, 'Version')?.value;
  const read = readStatements(entry?.value, place);
  const readable = node.kind === 'mapping' && node.tag === undefined && !hasFunctionKey(node);
  return {
    uri: place.uri,
    span: node.span,
    slot: place.slot,
    version: version && place.values.text(version),
    statementKey: entry?.key.span,
    statementAt: entry?.value?.span,
    statementIsList: entry?.value?.kind === 'list',
    statements: read.statements,
    complete: readable && read.complete,
    host: place.values.host,
  };
}

/** Reads a bare list of statements (or one), as SAM and the Serverless Framework write policies. */
export function readStatementList(node: Node, key: Span | undefined, place: PolicyPlace): PolicyDocument {
  const read = readStatements(node, place);
  return {
    uri: place.uri,
    span: node.span,
    slot: place.slot,
    version: undefined,
    statementKey: key,
    statementAt: node.span,
    statementIsList: node.kind === 'list',
    statements: read.statements,
    complete: read.complete,
    host: place.values.host,
  };
}

function readStatements(node: Node | undefined, place: PolicyPlace): { statements: Statement[]; complete: boolean } {
  const statements: Statement[] = [];
  let complete = node !== undefined;
  const take = (from: Node, conditional: boolean): void => {
    const branches = place.values.branches(from);
    if (!branches) {
      complete = false;
      return;
    }
    const isChoice = branches.length !== 1 || branches[0] !== from;
    for (const branch of branches) {
      if (isChoice) take(branch, true);
      else if (branch.kind === 'list') for (const item of branch.items) take(item, conditional);
      else if (branch.kind === 'mapping') statements.push(readStatement(branch, conditional, place));
      else complete = false;
    }
  };
  if (node) take(node, false);
  return { statements, complete };
}

function readStatement(node: MappingNode, conditional: boolean, place: PolicyPlace): Statement {
  const { values, uri } = place;
  const textOf = (key: string): TextValue | undefined => {
    const value = entryOf(node, key)?.value;
    return value && values.text(value);
  };
  return {
    uri,
    span: node.span,
    sid: textOf('Sid'),
    effect: textOf('Effect'),
    principal: readPrincipal(node, 'Principal', values),
    notPrincipal: readPrincipal(node, 'NotPrincipal', values),
    action: readElement(node, 'Action', values),
    notAction: readElement(node, 'NotAction', values),
    resource: readElement(node, 'Resource', values),
    notResource: readElement(node, 'NotResource', values),
    condition: readCondition(node, values),
    keys: entriesOf(node).map((entry) => ({
      name: entry.key.source.text,
      span: entry.key.span,
      at: entry.value?.span ?? entry.key.span,
    })),
    complete: !hasFunctionKey(node),
    conditional,
  };
}

function hasFunctionKey(node: MappingNode): boolean {
  return entriesOf(node).some((entry) => entry.key.source.text.startsWith('Fn::'));
}

function readElement(node: MappingNode, key: string, values: ValueReader): TextElement | undefined {
  const entry = entryOf(node, key);
  if (!entry) return undefined;
  if (!entry.value)
    return {
      key,
      keySpan: entry.key.span,
      at: entry.key.span,
      isList: false,
      values: [],
      complete: false,
      conditional: false,
    };
  const read = readTexts(entry.value, values);
  return {
    key,
    keySpan: entry.key.span,
    at: entry.value.span,
    isList: entry.value.kind === 'list',
    ...read,
  };
}

function readTexts(node: Node, values: ValueReader): { values: TextValue[]; complete: boolean; conditional: boolean } {
  const out: TextValue[] = [];
  let complete = true;
  let conditional = false;
  const take = (from: Node): void => {
    const branches = values.branches(from);
    if (!branches) {
      const text = values.text(from);
      if (text) out.push(...alternativesOf(text).filter((one) => one !== undefined));
      else complete = false;
      return;
    }
    if (branches.length !== 1 || branches[0] !== from) conditional = true;
    for (const branch of branches) {
      if (branch !== from) take(branch);
      else if (branch.kind === 'list') for (const item of branch.items) take(item);
      else {
        const text = branch.kind === 'scalar' && branch.value === null ? undefined : values.text(branch);
        if (text) out.push(...alternativesOf(text).filter((one) => one !== undefined));
        else complete = false;
      }
    }
  };
  take(node);
  return { values: out, complete, conditional };
}

function readPrincipal(
  node: MappingNode,
  key: 'Principal' | 'NotPrincipal',
  values: ValueReader,
): PrincipalElement | undefined {
  const entry = entryOf(node, key);
  if (!entry) return undefined;
  let bare: TextValue | undefined;
  let complete = entry.value !== undefined;
  const entries: PrincipalEntry[] = [];
  const take = (from: Node): void => {
    const branches = values.branches(from);
    if (!branches) {
      bare ??= values.text(from);
      complete = false;
      return;
    }
    for (const branch of branches) {
      if (branch !== from) take(branch);
      else if (branch.kind === 'scalar') bare ??= values.text(branch);
      else if (branch.kind === 'list') complete = false;
      else {
        if (hasFunctionKey(branch)) complete = false;
        for (const one of entriesOf(branch)) {
          if (one.key.source.text.startsWith('Fn::')) continue;
          const read = one.value ? readTexts(one.value, values) : { values: [], complete: false, conditional: false };
          entries.push({
            type: one.key.source.text,
            typeSpan: one.key.span,
            at: one.value?.span ?? one.key.span,
            isList: one.value?.kind === 'list',
            ...read,
          });
        }
      }
    }
  };
  if (entry.value) take(entry.value);
  return { key, keySpan: entry.key.span, at: entry.value?.span ?? entry.key.span, bare, entries, complete };
}

function readCondition(node: MappingNode, values: ValueReader): ConditionElement | undefined {
  const entry = entryOf(node, 'Condition');
  if (!entry) return undefined;
  const tests: ConditionTest[] = [];
  let complete = true;
  const branches = (entry.value && values.branches(entry.value)) ?? [];
  if (branches.length !== 1) complete = false;
  for (const branch of branches) {
    if (branch.kind !== 'mapping') complete = false;
    for (const operator of entriesOf(branch)) {
      const bodies = (operator.value && values.branches(operator.value)) ?? [];
      if (bodies.length !== 1) complete = false;
      for (const body of bodies) {
        if (body.kind !== 'mapping') complete = false;
        for (const test of entriesOf(body)) {
          const read = test.value ? readTexts(test.value, values) : { values: [], complete: false, conditional: false };
          tests.push({
            operator: operator.key.source.text,
            operatorSpan: operator.key.span,
            key: test.key.source.text,
            keySpan: test.key.span,
            ...read,
          });
        }
      }
    }
  }
  return { keySpan: entry.key.span, at: entry.value?.span ?? entry.key.span, tests, complete };
}
