import type { Span } from '../text/span.ts';
import { entriesOf, entryOf, type Entry, type MappingNode, type Node, type ScalarNode } from '../tree/node.ts';
import {
  documentElements,
  statementElements,
  type ConditionElement,
  type ConditionOperator,
  type ConditionTest,
  type ElementKey,
  type Misfit,
  type PolicyDocument,
  type PrincipalElement,
  type PrincipalEntry,
  type SlotUse,
  type Statement,
  type TextElement,
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
  /** Whether something is filled into a key before AWS reads it. */
  isFilledIn?(key: ScalarNode): boolean;
  readonly host: PolicyDocument['host'];
}

export const plainValues: ValueReader = {
  host: 'plain',
  text: (node) => (node.kind === 'scalar' ? scalarText(node) : undefined),
  branches: (node) => [node],
};

export function scalarText(node: ScalarNode): TextValue {
  const parts = [{ kind: 'literal', source: node.source }] as const;
  if (typeof node.value === 'number') return { span: node.source.span, at: node.span, parts, bare: 'a number' };
  if (typeof node.value === 'boolean') return { span: node.source.span, at: node.span, parts, bare: 'a boolean' };
  return { span: node.source.span, at: node.span, parts };
}

/**
 * True for a mapping that is a policy document beyond doubt: a Statement with at least one statement-like member, and nothing at
 * the top that policies do not have. A file that merely has a key named Statement is none.
 */
export function isPolicyDocument(node: Node | undefined): node is MappingNode {
  if (node?.kind !== 'mapping' || node.tag) return false;
  if (!entriesOf(node).every((entry) => documentElements.includes(entry.key.source.text))) return false;
  const statement = entryOf(node, 'Statement')?.value;
  const members = statement?.kind === 'list' ? statement.items : statement ? [statement] : [];
  return members.some(isStatement);
}

function isStatement(node: Node): boolean {
  if (node.kind !== 'mapping') return false;
  const names = entriesOf(node).map((entry) => entry.key.source.text);
  const known = names.filter((name) => statementElements.includes(name));
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
  /** Of a policy in JSON: what keeps it from being read. */
  readonly problems?: PolicyDocument['problems'];
  readonly extraCommas?: PolicyDocument['extraCommas'] | undefined;
  readonly comment?: PolicyDocument['comment'] | undefined;
}

/**
 * Reads a policy document. Anything may be missing, half typed or of the wrong kind: what cannot be read is left out and clears
 * `complete`, so that nothing is said of what only seems to be absent.
 */
export function readPolicy(node: Node, place: PolicyPlace): PolicyDocument {
  const entry = entryOf(node, 'Statement');
  const misfits: Misfit[] = [];
  const read = readStatements(entry?.value, place, entry?.key, misfits);
  const readable = node.kind === 'mapping' && node.tag === undefined && !hasFunctionKey(node, place.values);
  const { problems = [] } = place;
  return {
    uri: place.uri,
    span: node.span,
    slot: place.slot,
    id: readText(node, 'Id', place.values, misfits),
    version: readText(node, 'Version', place.values, misfits),
    keys: keysOf(node),
    statementKey: entry?.key.span,
    statementAt: entry?.value?.span,
    statementIsList: entry?.value?.kind === 'list',
    statements: read.statements,
    complete: readable && read.complete && problems.length === 0,
    size: sizeOf(node, place.values),
    misfits,
    problems,
    ...(place.extraCommas && { extraCommas: place.extraCommas }),
    ...(place.comment && { comment: place.comment }),
    host: place.values.host,
  };
}

/** Reads a bare list of statements (or one), as SAM and the Serverless Framework write policies. */
export function readStatementList(node: Node, key: Span | undefined, place: PolicyPlace): PolicyDocument {
  const misfits: Misfit[] = [];
  const read = readStatements(node, place, undefined, misfits);
  return {
    uri: place.uri,
    span: node.span,
    slot: place.slot,
    id: undefined,
    version: undefined,
    keys: [],
    statementKey: key,
    statementAt: node.span,
    statementIsList: node.kind === 'list',
    statements: read.statements,
    complete: read.complete,
    size: sizeOf(node, place.values),
    misfits,
    problems: [],
    host: place.values.host,
  };
}

/** No policy of fewer characters is near any quota. */
const short = 1000;

function sizeOf(node: Node, values: ValueReader): number | undefined {
  return node.span.end - node.span.start < short ? undefined : jsonSize(node, values);
}

function jsonSize(node: Node, values: ValueReader): number {
  if (node.kind === 'scalar') return visible(node.source.text) + (typeof node.value === 'string' ? 2 : 0);
  const branches = values.branches(node);
  // Of what conditions choose from, the least that may come.
  if (!branches || branches[0] !== node) return 0;
  if (node.kind === 'list')
    return (
      1 +
      Math.max(
        1,
        node.items.reduce((sum, item) => sum + jsonSize(item, values) + 1, 0),
      )
    );
  const text = values.text(node);
  if (text) return text.parts.reduce((sum, part) => sum + (part.kind === 'literal' ? visible(part.source.text) : 0), 2);
  return (
    1 +
    Math.max(
      1,
      entriesOf(node).reduce(
        (sum, { key, value }) => sum + visible(key.source.text) + 4 + (value ? jsonSize(value, values) : 0),
        0,
      ),
    )
  );
}

function visible(text: string): number {
  let count = text.length;
  for (const char of text) if (char === ' ' || char === '\n' || char === '\t' || char === '\r') count--;
  return count;
}

function keysOf(node: Node): readonly ElementKey[] {
  return entriesOf(node).map((entry) => ({
    name: entry.key.source.text,
    span: entry.key.span,
    at: entry.value?.span ?? entry.key.span,
    isBare: entry.key.syntax === 'json' && entry.key.style === 'plain',
  }));
}

/** The kind of a node in JSON's words; undefined for a function, which may stand for anything. */
function kindOf(node: Node, values: ValueReader): Misfit['found'] | undefined {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'mapping') {
    const branches = values.branches(node);
    return branches?.length === 1 && branches[0] === node && !values.text(node) ? 'a mapping' : undefined;
  }
  if (node.value === null) return 'null';
  return typeof node.value === 'number' ? 'a number' : typeof node.value === 'boolean' ? 'a boolean' : 'a text';
}

function readText(node: Node, key: string, values: ValueReader, misfits: Misfit[]): TextValue | undefined {
  const entry = entryOf(node, key);
  if (!entry?.value) return undefined;
  const text = entry.value.kind === 'scalar' && entry.value.value === null ? undefined : values.text(entry.value);
  if (!text || text.bare) noteMisfit(entry.value, entry.key, 'a text', values, misfits);
  return text;
}

function noteMisfit(
  node: Node,
  key: ScalarNode,
  wanted: Misfit['wanted'],
  values: ValueReader,
  misfits: Misfit[],
): void {
  const found = kindOf(node, values);
  // In YAML a key without a value is one that is being typed.
  if (found === undefined || found === wanted || (found === 'null' && node.syntax === 'yaml')) return;
  const text = node.kind === 'scalar' ? node.source.text : undefined;
  misfits.push({ element: key.source.text, elementSpan: key.span, at: node.span, wanted, found, text });
}

function readStatements(
  node: Node | undefined,
  place: PolicyPlace,
  key: ScalarNode | undefined,
  misfits: Misfit[],
): { statements: Statement[]; complete: boolean } {
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
      else {
        complete = false;
        const wanted = branch === node ? 'a statement or a list of them' : 'a statement';
        if (key) noteMisfit(branch, key, wanted, place.values, misfits);
      }
    }
  };
  if (node) take(node, false);
  return { statements, complete };
}

function readStatement(node: MappingNode, conditional: boolean, place: PolicyPlace): Statement {
  const { values, uri } = place;
  const misfits: Misfit[] = [];
  return {
    uri,
    span: node.span,
    sid: readText(node, 'Sid', values, misfits),
    effect: readText(node, 'Effect', values, misfits),
    principal: readPrincipal(node, 'Principal', values, misfits),
    notPrincipal: readPrincipal(node, 'NotPrincipal', values, misfits),
    action: readElement(node, 'Action', values, misfits),
    notAction: readElement(node, 'NotAction', values, misfits),
    resource: readElement(node, 'Resource', values, misfits),
    notResource: readElement(node, 'NotResource', values, misfits),
    condition: readCondition(node, values, misfits),
    keys: keysOf(node),
    misfits,
    complete: !hasFunctionKey(node, values),
    conditional,
  };
}

function hasFunctionKey(node: MappingNode, values: ValueReader): boolean {
  return entriesOf(node).some(({ key }) => key.source.text.startsWith('Fn::') || values.isFilledIn?.(key));
}

function readElement(node: MappingNode, key: string, values: ValueReader, misfits: Misfit[]): TextElement | undefined {
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
  const read = readTexts(entry.value, values, (value) => {
    noteMisfit(value, entry.key, value === entry.value ? 'a text or a list of texts' : 'a text', values, misfits);
  });
  return {
    key,
    keySpan: entry.key.span,
    at: entry.value.span,
    isList: entry.value.kind === 'list',
    ...read,
  };
}

/** `misfit` hears of values that are written as no texts. */
function readTexts(
  node: Node,
  values: ValueReader,
  misfit: (value: Node) => void,
): { values: TextValue[]; complete: boolean; conditional: boolean } {
  const out: TextValue[] = [];
  let complete = true;
  let conditional = false;
  const takeText = (text: TextValue | undefined): void => {
    if (!text) {
      complete = false;
      return;
    }
    const all = alternativesOf(text);
    if (all.length > 1) conditional = true;
    out.push(...all.filter((one) => one !== undefined));
  };
  const take = (from: Node, isItem: boolean): void => {
    const branches = values.branches(from);
    if (!branches) {
      takeText(values.text(from));
      return;
    }
    if (branches.length !== 1 || branches[0] !== from) conditional = true;
    for (const branch of branches) {
      if (branch !== from) take(branch, isItem);
      else if (branch.kind === 'list') {
        if (isItem) misfit(branch);
        for (const item of branch.items) take(item, true);
      } else {
        const text = branch.kind === 'scalar' && branch.value === null ? undefined : values.text(branch);
        takeText(text);
        if (!text || text.bare) misfit(branch);
      }
    }
  };
  take(node, false);
  return { values: out, complete, conditional };
}

function readPrincipal(
  node: MappingNode,
  key: 'Principal' | 'NotPrincipal',
  values: ValueReader,
  misfits: Misfit[],
): PrincipalElement | undefined {
  const entry = entryOf(node, key);
  if (!entry) return undefined;
  let bare: TextValue | undefined;
  let isList = false;
  let complete = entry.value !== undefined;
  let conditional = false;
  const entries: PrincipalEntry[] = [];
  const take = (from: Node): void => {
    const branches = values.branches(from);
    if (!branches) {
      bare ??= values.text(from);
      complete = false;
      return;
    }
    if (branches.length !== 1 || branches[0] !== from) conditional = true;
    for (const branch of branches) {
      const text = values.text(branch);
      if (branch !== from) take(branch);
      else if (text || branch.kind === 'scalar') bare ??= text;
      else if (branch.kind === 'list') {
        complete = false;
        isList = true;
      } else {
        if (hasFunctionKey(branch, values)) complete = false;
        for (const one of entriesOf(branch)) {
          if (one.key.source.text.startsWith('Fn::')) continue;
          const read = textsOf(one, values, misfits);
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
  return {
    key,
    keySpan: entry.key.span,
    at: entry.value?.span ?? entry.key.span,
    bare,
    isList,
    entries,
    complete,
    conditional,
  };
}

function textsOf(
  entry: Entry,
  values: ValueReader,
  misfits: Misfit[],
): { values: TextValue[]; complete: boolean; conditional: boolean } {
  if (!entry.value) return { values: [], complete: false, conditional: false };
  return readTexts(entry.value, values, (value) => {
    noteMisfit(value, entry.key, value === entry.value ? 'a text or a list of texts' : 'a text', values, misfits);
  });
}

function readCondition(node: MappingNode, values: ValueReader, misfits: Misfit[]): ConditionElement | undefined {
  const entry = entryOf(node, 'Condition');
  if (!entry) return undefined;
  const tests: ConditionTest[] = [];
  const operators: ConditionOperator[] = [];
  // Numbers and booleans are values of a condition like texts.
  const textMisfits: Misfit[] = [];
  let complete = true;
  const branches = (entry.value && values.branches(entry.value)) ?? [];
  if (branches.length !== 1) complete = false;
  for (const branch of branches) {
    if (branch.kind !== 'mapping') {
      complete = false;
      noteMisfit(branch, entry.key, 'a mapping', values, misfits);
    } else if (hasFunctionKey(branch, values)) {
      complete = false;
    }
    for (const operator of entriesOf(branch)) {
      const bodies = (operator.value && values.branches(operator.value)) ?? [];
      if (bodies.length !== 1) complete = false;
      operators.push({
        name: operator.key.source.text,
        span: operator.key.span,
        at: operator.value?.span ?? operator.key.span,
        isEmpty: bodies.length === 1 && bodies[0]?.kind === 'mapping' && entriesOf(bodies[0]).length === 0,
      });
      for (const body of bodies) {
        if (body.kind !== 'mapping') {
          complete = false;
          noteMisfit(body, operator.key, 'a mapping', values, misfits);
        } else if (hasFunctionKey(body, values)) {
          complete = false;
        }
        for (const test of entriesOf(body)) {
          tests.push({
            operator: operator.key.source.text,
            operatorSpan: operator.key.span,
            key: test.key.source.text,
            keySpan: test.key.span,
            blockAt: body.span,
            at: test.value?.span ?? test.key.span,
            isList: test.value?.kind === 'list',
            ...textsOf(test, values, textMisfits),
          });
        }
      }
    }
  }
  misfits.push(...textMisfits.filter(({ found }) => found !== 'a number' && found !== 'a boolean'));
  return { keySpan: entry.key.span, at: entry.value?.span ?? entry.key.span, operators, tests, complete };
}
