import {
  literalOf,
  splitText,
  unknownText,
  withHoles,
  type Reference,
  type TextPart,
  type TextValue,
} from '../../model/text-value.ts';
import { scalarText, type ValueReader } from '../../model/read-policy.ts';
import { sliceOf, spanOf, type SourceText } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';
import {
  entriesOf,
  entryOf,
  stringOf,
  valueOf,
  type MappingNode,
  type Node,
  type ScalarNode,
} from '../../tree/node.ts';

/** Beyond this depth of functions within functions a value is taken as unknown. */
const deepest = 24;

/** Reads values of one template: CloudFormation's functions as text with holes, `Fn::If` as alternatives. */
export class TemplateValues implements ValueReader {
  readonly host = 'template';
  readonly #parameters: Node | undefined;
  readonly #mappings: Node | undefined;

  constructor(template: Node) {
    this.#parameters = valueOf(template, 'Parameters');
    this.#mappings = valueOf(template, 'Mappings');
  }

  text(node: Node): TextValue | undefined {
    const text = this.#text(node, 0);
    return text && withDynamicReferences(text);
  }

  branches(node: Node): readonly Node[] | undefined {
    return this.#branches(node, 0);
  }

  /** A text that may hold a document, as it is or of `Fn::Sub`, and how the texts in it are read. Undefined for other nodes. */
  textOfDocument(node: Node): DocumentText | undefined {
    if (node.kind === 'scalar') return { scalar: node, values: textValues };
    const call = functionOf(node);
    if (call?.name !== 'Fn::Sub') return undefined;
    const items = call.argument?.kind === 'list' ? call.argument.items : [call.argument];
    const [scalar, variables] = items;
    if (scalar?.kind !== 'scalar') return undefined;
    const values: ValueReader = {
      ...textValues,
      text: (one) => {
        if (one.kind !== 'scalar') return undefined;
        const { bare } = scalarText(one);
        const parts = this.#filledIn(one.source, variables, 0);
        return withDynamicReferences({ span: one.source.span, at: one.span, parts, ...(bare && { bare }) });
      },
      isFilledIn: ({ source }) => hole.test(source.text),
    };
    return { scalar, values };
  }

  #branches(node: Node, depth: number): readonly Node[] | undefined {
    const call = functionOf(node);
    if (!call || depth > deepest) return [node];
    if (call.name === 'Fn::If') {
      if (call.argument?.kind !== 'list' || call.argument.items.length !== 3) return undefined;
      const out: Node[] = [];
      for (const option of call.argument.items.slice(1)) {
        if (isNoValue(option)) continue;
        const inner = this.#branches(option, depth + 1);
        if (!inner) out.push(option);
        else out.push(...inner);
      }
      return out;
    }
    if (isNoValue(node)) return [];
    // A function that gives a list or a mapping which the file does not show; those that give text are read by text().
    return textFunctions.has(call.name) ? [node] : undefined;
  }

  #text(node: Node, depth: number): TextValue | undefined {
    if (node.kind === 'scalar') return scalarText(node);
    if (node.kind === 'list') return undefined;
    const call = functionOf(node);
    if (!call) return undefined;
    const place = { span: wordOf(node, call.key), at: node.span };
    if (depth > deepest) return unknownText(place);
    return (
      this.#call(call, place, depth) ?? { ...place, parts: [{ kind: 'unknown', span: place.span, written: '${...}' }] }
    );
  }

  #call(call: FunctionCall, place: Placing, depth: number): TextValue | undefined {
    const { argument } = call;
    switch (call.name) {
      case 'Ref': {
        const name = stringOf(argument);
        if (name === undefined || argument?.kind !== 'scalar') return undefined;
        return { ...place, span: argument.source.span, parts: [this.#reference(name, argument.source.span)] };
      }
      case 'Fn::GetAtt':
        return this.#getAtt(argument, place);
      case 'Fn::Sub':
        return this.#sub(argument, place, depth);
      case 'Fn::Join': {
        if (argument?.kind !== 'list') return undefined;
        const [separator, list] = argument.items;
        const items = list?.kind === 'list' ? list.items.filter((item) => !isNoValue(item)) : undefined;
        if (stringOf(separator) === undefined || separator?.kind !== 'scalar' || !items) return undefined;
        const parts: TextPart[] = [];
        for (const [i, item] of items.entries()) {
          if (i > 0 && separator.source.text !== '') parts.push({ kind: 'literal', source: separator.source });
          const text = this.#text(item, depth + 1);
          if (text) parts.push(...text.parts);
          else parts.push({ kind: 'unknown', span: item.span, written: '${...}' });
        }
        return { ...place, parts };
      }
      case 'Fn::If': {
        if (argument?.kind !== 'list' || argument.items.length !== 3) return undefined;
        const options = argument.items
          .slice(1)
          .map((option) => (isNoValue(option) ? undefined : (this.#text(option, depth + 1) ?? unknownText(place))));
        return { ...place, parts: [{ kind: 'choice', span: place.span, options }] };
      }
      case 'Fn::Select': {
        if (argument?.kind !== 'list') return undefined;
        const [which, list] = argument.items;
        const index = which?.kind === 'scalar' ? Number(which.source.text) : Number.NaN;
        if (!list || !Number.isInteger(index) || index < 0) return undefined;
        if (list.kind === 'list') {
          const item = list.items[index];
          return item && this.#text(item, depth + 1);
        }
        const split = functionOf(list);
        if (split?.name !== 'Fn::Split' || split.argument?.kind !== 'list') return undefined;
        const [separator, whole] = split.argument.items;
        const text = whole && this.#text(whole, depth + 1);
        const by = stringOf(separator);
        if (!text || !by) return undefined;
        const piece = splitText(text, by)[index];
        // A hole before the piece may hold separators of its own, which would count.
        const before = splitText(text, by).slice(0, index + 1);
        return piece && before.every((one) => one.parts.every((part) => part.kind === 'literal'))
          ? { ...piece, at: place.at }
          : undefined;
      }
      case 'Fn::FindInMap':
        return this.#findInMap(argument, place, depth);
      case 'Fn::ImportValue':
        return { ...place, parts: [{ kind: 'unknown', span: place.span, written: '${Fn::ImportValue}' }] };
      default:
        return undefined;
    }
  }

  #reference(name: string, span: Span): TextPart {
    if (name.startsWith('AWS::')) return { kind: 'reference', span, to: { kind: 'pseudo', name } };
    const parameter = valueOf(this.#parameters, name);
    if (parameter) {
      const fallback = valueOf(parameter, 'Default');
      const type = stringOf(valueOf(parameter, 'Type'));
      // The default of an SSM parameter is the name under which the value is found, not the value.
      if (fallback?.kind === 'scalar' && !type?.startsWith('AWS::SSM::')) {
        return { kind: 'reference', span, to: { kind: 'parameter', name, default: fallback.source.text } };
      }
      return { kind: 'reference', span, to: { kind: 'parameter', name } };
    }
    return { kind: 'reference', span, to: logical(name) };
  }

  #getAtt(argument: Node | undefined, place: Placing): TextValue | undefined {
    if (argument?.kind === 'list') {
      const names = argument.items.map((item) => stringOf(item));
      const [id, ...rest] = names;
      if (id === undefined || rest.length === 0 || rest.some((one) => one === undefined)) return undefined;
      return {
        ...place,
        parts: [{ kind: 'reference', span: place.span, to: { kind: 'logical', id, attribute: rest.join('.') } }],
      };
    }
    const text = stringOf(argument);
    if (argument?.kind !== 'scalar' || text === undefined || !text.includes('.')) return undefined;
    return {
      ...place,
      span: argument.source.span,
      parts: [{ kind: 'reference', span: argument.source.span, to: logical(text) }],
    };
  }

  #sub(argument: Node | undefined, place: Placing, depth: number): TextValue | undefined {
    const items = argument?.kind === 'list' ? argument.items : [argument];
    const scalar = items.find((item) => item?.kind === 'scalar');
    const variables = items.find((item) => item?.kind === 'mapping');
    if (scalar?.kind !== 'scalar') return undefined;
    return { span: scalar.source.span, at: place.at, parts: this.#filledIn(scalar.source, variables, depth) };
  }

  /** The text of `Fn::Sub`, or a piece of it. */
  #filledIn(source: SourceText, variables: Node | undefined, depth: number): readonly TextPart[] {
    const parts: TextPart[] = [];
    let from = 0;
    const pattern = /\$\{([^}]*)\}/g;
    for (const match of source.text.matchAll(pattern)) {
      pushLiteral(parts, source, from, match.index);
      from = match.index + match[0].length;
      const name = (match[1] ?? '').trim();
      const span = spanOf(source, match.index, from);
      if (name.startsWith('!')) {
        // `${!Name}` is how Fn::Sub writes a `${Name}` that reaches IAM.
        parts.push({
          kind: 'literal',
          source: { text: '${' + name.slice(1) + '}', span, runs: [0, span.start, span.end] },
        });
        continue;
      }
      const variable = entryOf(variables, name)?.value;
      const text = variable && this.#text(variable, depth + 1);
      if (variable) parts.push(...(text?.parts ?? [{ kind: 'unknown' as const, span, written: match[0] }]));
      else if (name === '') parts.push({ kind: 'unknown', span, written: match[0] });
      else parts.push(this.#reference(name, span));
    }
    pushLiteral(parts, source, from, source.text.length);
    return parts;
  }

  #findInMap(argument: Node | undefined, place: Placing, depth: number): TextValue | undefined {
    if (argument?.kind !== 'list') return undefined;
    const [mapName, first, second] = argument.items.map((item) => {
      const text = this.#text(item, depth + 1);
      return literalOf(text);
    });
    const map = mapName === undefined ? undefined : valueOf(this.#mappings, mapName);
    if (!map) return undefined;
    const rows = first === undefined ? entriesOf(map).map((entry) => entry.value) : [valueOf(map, first)];
    const cells = rows.flatMap((row) =>
      second === undefined ? entriesOf(row).map((entry) => entry.value) : [valueOf(row, second)],
    );
    const options = cells.map((cell) => (cell?.kind === 'scalar' ? scalarText(cell) : unknownText(place)));
    if (options.length === 0 || options.length > 32) return undefined;
    const [only, more] = options;
    if (only && !more) return { ...only, at: place.at };
    return { ...place, parts: [{ kind: 'choice', span: place.span, options }] };
  }
}

export interface DocumentText {
  readonly scalar: ScalarNode;
  readonly values: ValueReader;
}

/** What `Fn::Sub` fills in. */
const hole = /\$\{(?!!)/;

/** Inside of a text no function is heard; dynamic references are resolved everywhere. */
const textValues: ValueReader = {
  host: 'text',
  text: (node) => (node.kind === 'scalar' ? withDynamicReferences(scalarText(node)) : undefined),
  branches: (node) => [node],
};

function withDynamicReferences(text: TextValue): TextValue {
  return withHoles(text, '{{resolve:', /\{\{resolve:[^}]*\}\}/g);
}

/** Whether `Fn::Sub` fills something in between the texts of a document: what stands there is not in the file. */
export function hasHoleBetweenTexts(document: string): boolean {
  return hole.test(document.replace(/"(?:[^"\\]|\\.)*"/g, ''));
}

interface Placing {
  readonly span: Span;
  readonly at: Span;
}

interface FunctionCall {
  readonly name: string;
  readonly key: Span;
  readonly argument: Node | undefined;
}

const textFunctions = new Set([
  'Ref',
  'Fn::GetAtt',
  'Fn::Sub',
  'Fn::Join',
  'Fn::Select',
  'Fn::FindInMap',
  'Fn::ImportValue',
  'Fn::Base64',
  'Fn::ToJsonString',
]);

/** A mapping of one entry whose key is a function of CloudFormation. */
export function functionOf(node: Node | undefined): FunctionCall | undefined {
  if (node?.kind !== 'mapping' || node.entries.length !== 1) return undefined;
  const entry = node.entries[0];
  const name = entry?.key.source.text;
  if (!entry || name === undefined || !(name === 'Ref' || name.startsWith('Fn::'))) return undefined;
  return { name, key: entry.key.span, argument: entry.value };
}

function isNoValue(node: Node | undefined): boolean {
  const call = functionOf(node);
  return call?.name === 'Ref' && stringOf(call.argument) === 'AWS::NoValue';
}

/** `A.B.C` as a reference: the part before the first dot is the logical id. */
function logical(name: string): Reference {
  const dot = name.indexOf('.');
  return dot < 0
    ? { kind: 'logical', id: name }
    : { kind: 'logical', id: name.slice(0, dot), attribute: name.slice(dot + 1) };
}

/** Where to underline a function as a whole: its argument when that is one text, else its name. */
function wordOf(node: MappingNode, key: Span): Span {
  const argument = node.entries[0]?.value;
  return argument?.kind === 'scalar' ? argument.source.span : key;
}

function pushLiteral(parts: TextPart[], source: SourceText, from: number, to: number): void {
  if (to > from) parts.push({ kind: 'literal', source: sliceOf(source, from, to) });
}

/** The logical ids that a resource refers to, anywhere inside, or depends on. */
export function mentionsIn(node: Node | undefined): readonly string[] {
  const found = new Set<string>();
  const walk = (at: Node | undefined, depth: number): void => {
    if (!at || depth > 64) return;
    if (at.kind === 'list') for (const item of at.items) walk(item, depth + 1);
    if (at.kind !== 'mapping') return;
    const call = functionOf(at);
    const text = call?.argument?.kind === 'list' ? stringOf(call.argument.items[0]) : stringOf(call?.argument);
    if (call && text !== undefined) {
      if (call.name === 'Ref' || call.name === 'Fn::GetAtt') found.add(text.split('.')[0] ?? text);
      if (call.name === 'Fn::Sub')
        for (const match of text.matchAll(/\$\{([^}.!]+)[^}]*\}/g)) found.add((match[1] ?? '').trim());
    }
    for (const entry of at.entries) walk(entry.value, depth + 1);
  };
  const needed = valueOf(node, 'DependsOn');
  for (const one of needed?.kind === 'list' ? needed.items : needed ? [needed] : []) found.add(stringOf(one) ?? '');
  walk(node, 0);
  return [...found];
}
