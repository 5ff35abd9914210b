import type { PolicyDocument, Slot, SlotUse, Statement } from '../../model/policy.ts';
import { isNamedPolicy } from '../../readers/policy-file.ts';
import { readFacts } from '../../readers/read-facts.ts';
import type { Span } from '../../text/span.ts';
import { isSameSpan } from '../../tree/locate.ts';
import type { Entry, ListNode, MappingNode, Node, ScalarNode, Tree } from '../../tree/node.ts';
import { pathToMark, type Draft, type MarkPath } from './draft.ts';
import { mark, type Reading } from './mark.ts';

/** What of a policy may be written at a place. */
type Place =
  | { readonly kind: 'document-key'; readonly written: readonly string[] }
  | { readonly kind: 'version' }
  /** The value of Statement, or an item of it. */
  | { readonly kind: 'statement' }
  | { readonly kind: 'statement-key'; readonly written: readonly string[] }
  | { readonly kind: 'effect' }
  | { readonly kind: 'action'; readonly element: 'Action' | 'NotAction' }
  | { readonly kind: 'resource'; readonly element: 'Resource' | 'NotResource' }
  /** The value of Principal as a whole, or a key of it. */
  | { readonly kind: 'principal'; readonly written: readonly string[] }
  | { readonly kind: 'principal-value'; readonly type: string }
  | { readonly kind: 'operator'; readonly keys: readonly string[]; readonly written: readonly string[] }
  | { readonly kind: 'condition-key'; readonly operator: string; readonly written: readonly string[] }
  | { readonly kind: 'condition-value'; readonly operator: string; readonly key: string };

/** The word at the cursor, and how it is written. */
interface Word {
  readonly node: ScalarNode;
  /** Of the file: what is replaced. */
  readonly span: Span;
  /** The decoded text on both sides of the cursor. */
  readonly before: string;
  readonly after: string;
  /** It is the key of a mapping, surely or, on a line of its own, perhaps. */
  readonly isKey: boolean;
  readonly isValue: boolean;
  /** The list that it is an item of. */
  readonly list: ListNode | undefined;
  /** It stands in brackets or braces of YAML. */
  readonly inFlow: boolean;
  /** The function whose text it is: `Fn::Sub`, `Fn::GetAtt`, `Ref`. */
  readonly inFunction: string | undefined;
  /** It stands in a document that is a string of JSON, with backslashes before its quotes. */
  readonly isEscaped: boolean;
  readonly reading: Reading;
}

export interface Spot {
  readonly draft: Draft;
  readonly place: Place;
  readonly word: Word;
  readonly policy: PolicyDocument | undefined;
  readonly statement: Statement | undefined;
  readonly slot: Slot | undefined;
  readonly use: SlotUse | undefined;
  /** The node whose neighbours show how the author writes. */
  readonly near: Node;
  /** The documents around, without the resources beside. */
  readonly roots: readonly Node[];
  /** The other texts of the same list. */
  readonly listed: readonly string[];
}

/** The place in a policy where the mark stands; undefined where it stands in none, or where nothing can be written safely. */
export function spotOf(draft: Draft, reading: Reading): Spot | undefined {
  const path = pathToMark(draft);
  const word = path && wordOf(path, draft, reading);
  if (!path || !word) return undefined;
  const tree = around(draft);
  const facts = readFacts(draft.uri, draft.text, tree);
  const policy = lastOf(facts?.policies ?? [], (one) => one.made !== true && holdsMark(one.span, draft.at));
  if (!policy) return newPolicySpot(draft, path, word);
  const from = path.nodes.findIndex(({ span }) => isSameSpan(span, policy.span));
  if (from < 0) return undefined;
  const steps = stepsFrom(path, from);
  const statement = policy.statements.find(({ span }) => holdsMark(span, draft.at));
  const place = statement ? placeInStatement(statement, steps, word) : placeInDocument(policy, steps, word);
  if (!place || ('written' in place && isMisplaced(draft, word))) return undefined;
  return {
    draft,
    place,
    word,
    policy,
    statement,
    slot: policy.slot?.slot,
    use: policy.slot,
    near: path.nodes[from] as Node,
    roots: tree.documents,
    listed: listedBeside(path),
  };
}

/** A key of YAML beside the dashes of a list, or between them and what they begin: it belongs to nothing there. */
function isMisplaced({ tree }: Draft, { node, inFlow }: Word): boolean {
  return node.syntax === 'yaml' && !inFlow && tree.problems.some(({ span }) => span.start === node.span.start);
}

function holdsMark(span: Span, at: number): boolean {
  return span.start <= at && at < span.end;
}

/** The tree without the resources that the mark is not in: what they are is asked of the workspace. */
function around({ tree, at }: Draft): Tree {
  const documents = tree.documents.map((document) => {
    if (document.kind !== 'mapping') return document;
    const entries = document.entries.map((entry) =>
      entry.key.source.text === 'Resources' ? narrowed(entry, at) : entry,
    );
    return withEntries(document, entries);
  });
  return { ...tree, documents };
}

function narrowed(entry: Entry, at: number): Entry {
  const { value } = entry;
  if (value?.kind !== 'mapping' || !holdsMark(value.span, at)) return entry;
  const entries = value.entries.filter(({ span }) => holdsMark(span, at));
  return { key: entry.key, span: entry.span, value: withEntries(value, entries) };
}

function withEntries({ span, syntax, flow, merged }: MappingNode, entries: readonly Entry[]): MappingNode {
  return { kind: 'mapping', span, syntax, flow, entries, ...(merged ? { merged } : {}) };
}

/** The names of the elements on the way from a document to the mark, without lists and functions. */
interface Step {
  readonly key: string;
  readonly owner: MappingNode;
}

function stepsFrom({ nodes, entries, onKey }: MarkPath, from: number): readonly Step[] {
  const steps: Step[] = [];
  for (let i = from; i < nodes.length; i++) {
    const owner = nodes[i];
    const key = entries[i]?.key.source.text;
    if (owner?.kind !== 'mapping' || key === undefined) continue;
    if (onKey && i === nodes.length - 1) break;
    if (!key.startsWith('Fn::') && !(key === 'Ref' && owner.entries.length === 1)) steps.push({ key, owner });
  }
  return steps;
}

function wordOf({ nodes, entries, onKey }: MarkPath, draft: Draft, reading: Reading): Word | undefined {
  const last = nodes.at(-1);
  const node = onKey ? entries.at(-1)?.key : last;
  if (node?.kind !== 'scalar') return undefined;
  // Inside of another text only where that stands letter for letter, or where one word is written in a string of JSON.
  const strings = nodes.slice(0, -1).filter((one) => one.kind === 'scalar' && one.style !== 'literal');
  const isEscaped = strings.length > 0;
  if (isEscaped && (onKey || !isOneWordIn(strings, node))) return undefined;
  if (node.style === 'literal' || node.style === 'folded') return undefined;
  const { text } = node.source;
  const cut = text.indexOf(mark);
  const span = { start: draft.toFile(node.span.start), end: draft.toFile(node.span.end) };
  const inFlow = isInFlow(onKey ? last : nodes.at(-2));
  if (reading.commaAdded && !inFlow) return undefined;
  const isAlone = onKey && reading.colonAdded && last?.kind === 'mapping' && last.entries.length === 1;
  const outer = nodes[nodes.length - (onKey ? 1 : 2)];
  const container = isAlone ? nodes.at(-2) : outer;
  if (draft.text.slice(node.span.start, node.span.end).includes('\n')) return undefined;
  return {
    node,
    span,
    before: text.slice(0, cut),
    after: text.slice(cut + 1),
    isKey: onKey,
    isValue: !onKey || isAlone,
    list: container?.kind === 'list' ? container : undefined,
    inFlow,
    inFunction: functionAround(nodes, entries),
    isEscaped,
    reading,
  };
}

function isOneWordIn([string, second]: readonly Node[], { source }: ScalarNode): boolean {
  return string?.syntax === 'json' && !second && !/[\s"'{}[\],\\]/.test(source.text);
}

function isInFlow(around: Node | undefined): boolean {
  return around !== undefined && around.kind !== 'scalar' && around.flow && around.syntax === 'yaml';
}

function functionAround(nodes: readonly Node[], entries: readonly (Entry | undefined)[]): string | undefined {
  for (let i = nodes.length - 1; i >= Math.max(0, nodes.length - 3); i--) {
    const key = entries[i]?.key.source.text;
    const owner = nodes[i];
    if (owner?.kind === 'mapping' && key !== undefined)
      return /^(?:Fn::(?:Sub|GetAtt|Join|ImportValue|FindInMap|Select|Split)|Ref)$/.test(key) ? key : undefined;
  }
  return undefined;
}

function placeInDocument(policy: PolicyDocument, steps: readonly Step[], word: Word): Place | undefined {
  const [step, second] = steps;
  if (!step) {
    if (!word.isKey || word.before.endsWith(':')) return undefined;
    return { kind: 'document-key', written: namesBut(policy.keys) };
  }
  if (!word.isValue || second || word.inFunction !== undefined) return undefined;
  if (step.key === 'Version') return { kind: 'version' };
  if (step.key === 'Statement') return { kind: 'statement' };
  return undefined;
}

function namesBut(keys: readonly { readonly name: string }[]): readonly string[] {
  return keys.map(({ name }) => name).filter((name) => !name.includes(mark));
}

function placeInStatement(statement: Statement, all: readonly Step[], word: Word): Place | undefined {
  const from = all.findIndex(({ owner }) => isSameSpan(owner.span, statement.span));
  const steps = from < 0 ? [] : all.slice(from);
  const [element, second, third] = steps.map(({ key }) => key);
  switch (element) {
    case undefined:
      return word.isKey && !word.before.endsWith(':')
        ? { kind: 'statement-key', written: namesBut(statement.keys) }
        : undefined;
    case 'Effect':
      return word.isValue && second === undefined && word.inFunction === undefined ? { kind: 'effect' } : undefined;
    case 'Action':
    case 'NotAction':
      return word.isValue && second === undefined ? { kind: 'action', element } : undefined;
    case 'Resource':
    case 'NotResource':
      return word.isValue && second === undefined ? { kind: 'resource', element } : undefined;
    case 'Principal':
    case 'NotPrincipal':
      if (second !== undefined) return word.isValue ? { kind: 'principal-value', type: second } : undefined;
      return { kind: 'principal', written: namesIn(statement, 'principal') };
    case 'Condition':
      return placeInCondition(statement, second, third, word);
    default:
      return undefined;
  }
}

function namesIn(statement: Statement, element: 'principal'): readonly string[] {
  const entries = (statement[element] ?? statement.notPrincipal)?.entries ?? [];
  return namesBut(entries.map(({ type }) => ({ name: type })));
}

function placeInCondition(
  { condition }: Statement,
  operator: string | undefined,
  key: string | undefined,
  word: Word,
): Place | undefined {
  const tests = condition?.tests ?? [];
  if (operator === undefined) {
    const typed = condition?.operators.find(({ name }) => name.includes(mark));
    const keys = tests.filter((test) => test.operatorSpan.start === typed?.span.start).map((test) => test.key);
    return { kind: 'operator', keys, written: namesBut(condition?.operators ?? []) };
  }
  if (key === undefined) {
    const beside = tests.filter((test) => test.operator === operator).map((test) => ({ name: test.key }));
    return { kind: 'condition-key', operator, written: namesBut(beside) };
  }
  return word.isValue ? { kind: 'condition-value', operator, key } : undefined;
}

/** A file that is called a policy and holds nothing yet that makes it one. */
function newPolicySpot(draft: Draft, path: MarkPath, word: Word): Spot | undefined {
  const [root, second] = path.nodes;
  if (!isNamedPolicy(draft.uri) || root?.kind !== 'mapping' || root.tag !== undefined) return undefined;
  const names = root.entries.map(({ key }) => key.source.text).filter((name) => !name.includes(mark));
  if (!names.every((name) => name === 'Version' || name === 'Id' || name === 'Statement')) return undefined;
  const entry = path.entries[0];
  const isOwnKey = path.onKey && !second;
  const isVersion = !path.onKey && path.nodes.length === 2 && entry?.key.source.text === 'Version';
  if (!isOwnKey && !isVersion) return undefined;
  if (isOwnKey && word.before.endsWith(':')) return undefined;
  return {
    draft,
    place: isOwnKey ? { kind: 'document-key', written: names } : { kind: 'version' },
    word,
    policy: undefined,
    statement: undefined,
    slot: undefined,
    use: undefined,
    near: root,
    roots: [root],
    listed: [],
  };
}

function listedBeside({ nodes }: MarkPath): readonly string[] {
  const list = lastOf(nodes, (node) => node.kind === 'list');
  return (list?.kind === 'list' ? list.items : []).flatMap((item) => {
    const text = item.kind === 'scalar' ? item.source.text : undefined;
    return text === undefined || text.includes(mark) ? [] : [text];
  });
}

function lastOf<T>(list: readonly T[], wants: (one: T) => boolean): T | undefined {
  for (let i = list.length - 1; i >= 0; i--) {
    const one = list[i];
    if (one !== undefined && wants(one)) return one;
  }
  return undefined;
}
