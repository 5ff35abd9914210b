import { Parser } from 'yaml';
import type { CST } from 'yaml';
import type { Entry, MappingNode, Node, Problem, ScalarNode } from './node.ts';
import {
  PlacedEntry,
  PlacedList,
  PlacedMapping,
  PlacedRuns,
  PlacedScalar,
  PlacedText,
  type Placement,
} from './yaml-nodes.ts';
import { DEEPEST, maskDepths } from './yaml-depth.ts';
import {
  decodeBlock,
  decodeDouble,
  decodePlain,
  decodeSingle,
  plainValue,
  type Decoded,
  type Quoted,
} from './yaml-scalars.ts';

/** How many nodes the aliases of one document may stand for; more is an attack, not a template. */
const MOST_EXPANDED = 100_000;
/** How high the tree of an anchor may be, aliases followed, for whoever walks it. */
const HIGHEST = 256;
const TOO_DEEP = 'nested too deep to be read';
/** Of one piece; a text with more problems is no YAML, and nobody reads them all. */
const MOST_PROBLEMS = 100;

interface Measure {
  /** Nodes of a tree, aliases expanded. */
  readonly size: number;
  readonly height: number;
}

interface Anchor extends Measure {
  readonly node: Node;
}

/** The anchors seen so far in a document. */
export class Anchors {
  expanded = 0;
  readonly measured = new WeakMap<Node, Measure>();
  private readonly byName = new Map<string, Anchor | undefined>();

  get(name: string): Anchor | undefined {
    return this.byName.get(name);
  }

  /** Takes over what a piece defines. */
  add(trace: AnchorTrace): void {
    this.expanded += trace.expanded;
    for (const [name, anchor] of trace.defines) this.byName.set(name, anchor);
  }

  /** True when a piece that was read with other anchors would read the same with these. */
  agree(trace: AnchorTrace): boolean {
    if (trace.refused || this.expanded + trace.expanded > MOST_EXPANDED) return false;
    for (const [name, node] of trace.uses) if (this.byName.get(name)?.node !== node) return false;
    return true;
  }
}

/** What the reading of one piece took from the anchors before it and added to them. */
export interface AnchorTrace {
  readonly uses: ReadonlyMap<string, Node | undefined>;
  readonly defines: ReadonlyMap<string, Anchor | undefined>;
  readonly expanded: number;
  /** An alias was left out because it would have expanded too far. */
  readonly refused: boolean;
}

export interface Composed {
  readonly node: Node | undefined;
  /** Counted from the piece. */
  readonly problems: readonly Problem[];
  /** Undefined when there is neither an anchor nor an alias. */
  readonly trace: AnchorTrace | undefined;
}

/**
 * Reads the text of one YAML document, or of a piece of one, without document markers. Offsets are those of `text`, counted from `place`.
 * `anchors` are those of the pieces before; they are not changed. Half-typed text gives what can be understood of it.
 */
export function composeYaml(text: string, place: Placement, anchors: Anchors): Composed {
  return new Composer(text, place, anchors).run();
}

interface Props {
  /** In the order written. */
  readonly tags: readonly CST.SourceToken[];
  readonly anchor: CST.SourceToken | undefined;
  /** `?`, `-` or `:`. */
  readonly indicator: CST.SourceToken | undefined;
  readonly comma: boolean;
}

const NO_PROPS: Props = { tags: [], anchor: undefined, indicator: undefined, comma: false };

/** A node and where its text ends, which for an alias is not where the node ends. */
interface Read {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

class Composer {
  private readonly text: string;
  private readonly place: Placement;
  private readonly anchors: Anchors;
  private readonly problems: Problem[] = [];
  private readonly uses = new Map<string, Node | undefined>();
  private readonly defines = new Map<string, Anchor | undefined>();
  private expanded = 0;
  private refused = false;
  private depth = 0;

  constructor(text: string, place: Placement, anchors: Anchors) {
    this.text = text;
    this.place = place;
    this.anchors = anchors;
  }

  run(): Composed {
    let node: Node | undefined;
    const { text, masked } = maskDepths(this.text);
    if (masked) this.problem(masked.start, masked.end, TOO_DEEP);
    for (const token of new Parser().parse(text)) {
      if (token.type === 'error')
        this.problem(token.offset, token.offset + token.source.length, 'text in a place where YAML allows none');
      if (token.type !== 'document') continue;
      const props = propsOf(token.start);
      if (node) {
        this.problem(token.offset, token.offset + 1, 'a second document without a line of --- before it');
      } else if (token.value || props.tags.length > 0 || props.anchor) {
        node = this.read(token.value, props, endOf(token.start, token.offset)).node;
      }
      if (token.end) this.leftOver(token.end);
    }
    const traced = this.uses.size > 0 || this.defines.size > 0 || this.refused;
    return {
      node,
      problems: this.problems,
      trace: traced
        ? { uses: this.uses, defines: this.defines, expanded: this.expanded, refused: this.refused }
        : undefined,
    };
  }

  private problem(start: number, end: number, message: string): void {
    if (this.problems.length === MOST_PROBLEMS) return;
    this.problems.push({ span: { start, end: Math.max(start, Math.min(end, this.text.length)) }, message });
  }

  /** Anything but blanks and comments after a finished value is out of place. */
  private leftOver(tokens: readonly CST.SourceToken[]): void {
    for (const token of tokens) {
      if (token.type === 'space' || token.type === 'newline' || token.type === 'comment') continue;
      this.problem(
        token.offset,
        token.offset + token.source.length,
        `"${token.source}" stands after the end of a value`,
      );
    }
  }

  private read(token: CST.Token | null | undefined, props: Props, emptyAt: number): Read {
    const name = props.anchor?.source.slice(1);
    // Until its node is complete the anchor stands for nothing, so a node cannot contain itself.
    if (name !== undefined) this.define(name, undefined);
    this.depth++;
    const tooDeep = this.depth > 2 * DEEPEST;
    let read = this.untagged(tooDeep ? undefined : token, props, emptyAt);
    if (tooDeep) this.problem(emptyAt, emptyAt, TOO_DEEP);
    this.depth--;
    for (let i = props.tags.length - 1; i >= 0; i--) {
      const tag = props.tags[i];
      if (tag) read = this.tagged(tag, read);
    }
    if (props.tags.length > 1) {
      const second = props.tags[1] as CST.SourceToken;
      this.problem(
        second.offset,
        second.offset + second.source.length,
        `"${second.source}" is a second tag on one value`,
      );
    }
    if (name !== undefined) this.define(name, { node: read.node, ...measure(read.node, this.anchors.measured) });
    return read;
  }

  private define(name: string, anchor: Anchor | undefined): void {
    this.defines.set(name, anchor);
  }

  private tagged(tag: CST.SourceToken, read: Read): Read {
    const key = longForm(tag.source);
    if (key === undefined) return read;
    const { offset, source } = tag;
    const end = offset + source.length;
    const runs = new PlacedRuns(this.place, offset, end, key, [0, offset, end]);
    const keyNode = new PlacedScalar(this.place, offset, end, key, runs, 'plain');
    const entry = new PlacedEntry(this.place, offset, read.end, keyNode, read.node);
    const node = new PlacedMapping(this.place, offset, read.end, [entry], false, { tag: source });
    return { node, start: offset, end: read.end };
  }

  private untagged(token: CST.Token | null | undefined, props: Props, emptyAt: number): Read {
    switch (token?.type) {
      case 'alias':
        return this.alias(token);
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        return this.flowScalar(token, props);
      case 'block-scalar':
        return this.blockScalar(token);
      case 'block-map':
        return this.blockMap(token);
      case 'block-seq':
        return this.blockList(token);
      case 'flow-collection':
        return this.flowCollection(token);
      default: {
        const last = props.tags.at(-1) ?? props.anchor;
        const at = last ? last.offset + last.source.length : emptyAt;
        return { node: this.scalar(at, at, null, { text: '', start: at, end: at }, 'plain'), start: at, end: at };
      }
    }
  }

  private scalar(
    start: number,
    end: number,
    value: ScalarNode['value'],
    decoded: Decoded,
    style: ScalarNode['style'],
  ): ScalarNode {
    const source = decoded.runs
      ? new PlacedRuns(this.place, decoded.start, decoded.end, decoded.text, decoded.runs)
      : new PlacedText(this.place, decoded.start, decoded.end, decoded.text);
    return new PlacedScalar(this.place, start, end, value, source, style);
  }

  private flowScalar(token: CST.FlowScalar, props: Props): Read {
    const { offset: start, source } = token;
    const end = start + source.length;
    if (token.end) this.leftOver(token.end);
    if (token.type === 'scalar') {
      const decoded = decodePlain(source, start);
      if ('@`%,|>'.includes(source.charAt(0)) && source !== '')
        this.problem(start, start + 1, `text that begins with ${source.charAt(0)} needs quotes`);
      const asText = props.tags.some((tag) => /^!$|^!!(?:str|binary)$|:(?:str|binary)>$/.test(tag.source));
      const value = asText ? decoded.text : plainValue(decoded.text);
      return { node: this.scalar(start, end, value, decoded, 'plain'), start, end };
    }
    const single = token.type === 'single-quoted-scalar';
    const decoded: Quoted = single ? decodeSingle(source, start) : decodeDouble(source, start);
    if (!decoded.closed) this.problem(start, decoded.end, `a text that begins with ${source.charAt(0)} is not closed`);
    else if (decoded.badEscape !== undefined)
      this.problem(decoded.badEscape, decoded.badEscape + 2, 'YAML knows no such escape');
    const nodeEnd = decoded.closed ? end : decoded.end;
    const node = this.scalar(start, nodeEnd, decoded.text, decoded, single ? 'single' : 'double');
    return { node, start, end: nodeEnd };
  }

  private blockScalar(token: CST.BlockScalar): Read {
    let header = '';
    let headerEnd = token.offset;
    for (const prop of token.props) {
      if (prop.type === 'block-scalar-header') {
        header = prop.source;
        headerEnd = prop.offset + header.length;
      } else if (prop.type !== 'space' && prop.type !== 'newline' && prop.type !== 'comment') {
        this.problem(prop.offset, prop.offset + 1, 'text after the header of a block scalar');
      }
    }
    if (!/^[|>](?:[-+]?[1-9]?|[1-9][-+])$/.test(header))
      this.problem(token.offset, headerEnd, `"${header}" is no header of a block scalar`);
    const last = token.props.at(-1);
    const at = last && 'source' in last ? last.offset + last.source.length : headerEnd;
    const decoded = decodeBlock(header, token.source, at, token.indent);
    const style = header.startsWith('>') ? 'folded' : 'literal';
    const empty = decoded.text === '';
    const placed = empty ? { text: '', start: headerEnd, end: headerEnd } : decoded;
    const end = Math.max(headerEnd, decoded.contentEnd);
    return { node: this.scalar(token.offset, end, decoded.text, placed, style), start: token.offset, end };
  }

  private alias(token: CST.FlowScalar): Read {
    const { offset: start, source } = token;
    const end = start + source.length;
    if (token.end) this.leftOver(token.end);
    const name = source.slice(1);
    const own = this.defines.has(name);
    const anchor = own ? this.defines.get(name) : this.anchors.get(name);
    if (!own) this.uses.set(name, anchor?.node);
    if (!anchor) {
      const message =
        name === '' ? 'text that begins with * needs quotes' : `no anchor "${name}" stands before this alias`;
      this.problem(start, end, message);
      return { node: this.scalar(start, end, source, { text: source, start, end }, 'plain'), start, end };
    }
    const { size, height } = anchor;
    if (this.anchors.expanded + this.expanded + size > MOST_EXPANDED || height > HIGHEST) {
      this.refused = true;
      this.problem(start, end, `"${source}" is left out: the aliases of this file stand for too much`);
      return { node: this.scalar(start, end, null, { text: source, start, end }, 'plain'), start, end };
    }
    this.expanded += size;
    return { node: anchor.node, start, end };
  }

  private blockMap(token: CST.BlockMap): Read {
    const entries: Entry[] = [];
    const merged: MappingNode[] = [];
    const span = this.blockEntries(token, entries, merged);
    const rest = merged.length > 0 ? { merged } : {};
    const node = new PlacedMapping(this.place, span.start, span.end, entries, false, rest);
    return { node, start: span.start, end: span.end };
  }

  private blockEntries(token: CST.BlockMap, entries: Entry[], merged: MappingNode[]): { start: number; end: number } {
    let first: number | undefined;
    let end = token.offset;
    for (const item of token.items) {
      const props = propsOf(item.start);
      const bare = !item.key && !item.sep;
      if (bare && props.tags.length === 0 && !props.anchor && !props.indicator) continue;
      const explicit = props.indicator !== undefined;
      const sepProps = item.sep ? propsOf(item.sep) : NO_PROPS;
      let keyToken = item.key;
      if (
        keyToken &&
        'indent' in keyToken &&
        keyToken.indent !== token.indent &&
        !explicit &&
        keyToken.type !== 'block-map'
      )
        this.problem(keyToken.offset, keyToken.offset + 1, 'this key stands in another column than the keys before it');
      if (keyToken?.type === 'scalar' && !explicit && keyToken.source.includes('\n'))
        keyToken = this.lastLine(keyToken);
      const startToken = [props.indicator, props.anchor, props.tags[0], keyToken, sepProps.indicator].reduce(
        (low, part) => (part && part.offset < low ? part.offset : low),
        Infinity,
      );
      const at = Number.isFinite(startToken) ? startToken : end;
      const key = this.read(keyToken, props, endOf(item.start, at));
      first ??= at;
      end = Math.max(end, key.end);
      if (key.node.kind !== 'scalar') {
        this.problem(key.start, key.end, 'a key that is no text');
        // Its value may still hold an anchor.
        if (item.value) this.read(item.value, sepProps, key.end);
        continue;
      }
      const keyNode = key.node;
      if (!sepProps.indicator && !explicit) {
        this.problem(key.start, key.end, `no colon after "${keyNode.source.text}"`);
        if (item.sep) this.leftOver(item.sep);
        entries.push(new PlacedEntry(this.place, at, key.end, keyNode, undefined));
        continue;
      }
      const colonEnd = sepProps.indicator ? sepProps.indicator.offset + 1 : key.end;
      const sameLine =
        item.value?.type === 'block-map' && !explicit && !item.sep?.some((part) => part.type === 'newline');
      const word = sameLine ? wordWithColon(item.value) : undefined;
      if (sameLine && item.value) {
        const { offset } = item.value;
        const message = word ? `"${word.source}" needs quotes` : 'a second key on one line';
        this.problem(offset, offset + (word?.source.length ?? 1), message);
      }
      const value = this.read(word ?? item.value, sepProps, colonEnd);
      end = Math.max(end, value.end);
      const mappings = keyNode.style === 'plain' && keyNode.source.text === '<<' ? mergedIn(value.node) : undefined;
      if (mappings) merged.push(...mappings);
      else entries.push(new PlacedEntry(this.place, at, value.end, keyNode, value.node));
    }
    return { start: first ?? token.offset, end };
  }

  /** A half-typed line above a key is read by YAML as the beginning of that key. */
  private lastLine(token: CST.FlowScalar): CST.FlowScalar {
    const breakAt = token.source.lastIndexOf('\n');
    const from = breakAt + 1 + (/^[ \t]*/.exec(token.source.slice(breakAt + 1))?.[0].length ?? 0);
    const stray = token.source.slice(0, breakAt).trimEnd();
    this.problem(
      token.offset,
      token.offset + stray.length,
      `no colon after "${stray.split('\n', 1)[0]?.trim() ?? ''}"`,
    );
    return { ...token, offset: token.offset + from, source: token.source.slice(from) };
  }

  private blockList(token: CST.BlockSequence): Read {
    const items: Node[] = [];
    let start: number | undefined;
    let end = token.offset;
    for (const item of token.items) {
      const props = propsOf(item.start);
      if (!props.indicator && !item.value) continue;
      const at = props.indicator?.offset ?? item.value?.offset ?? end;
      if (!props.indicator) this.problem(at, at + 1, 'a list item without a dash');
      const read = this.read(item.value, props, at + 1);
      items.push(read.node);
      start ??= at;
      end = Math.max(end, read.end);
    }
    const from = start ?? token.offset;
    return { node: new PlacedList(this.place, from, end, items, false), start: from, end };
  }

  private flowCollection(token: CST.FlowCollection): Read {
    const start = token.offset;
    const list = token.start.source === '[';
    const items: Node[] = [];
    const entries: Entry[] = [];
    const merged: MappingNode[] = [];
    let end = start + 1;
    token.items.forEach((item, index) => {
      const props = propsOf(item.start);
      const sepProps = item.sep ? propsOf(item.sep) : NO_PROPS;
      const empty =
        !item.key && !item.value && !item.sep && props.tags.length === 0 && !props.anchor && !props.indicator;
      const itemStart = item.start[0]?.offset ?? item.key?.offset ?? item.value?.offset ?? end;
      if (index === 0 ? props.comma : empty && index < token.items.length - 1)
        this.problem(itemStart, itemStart + 1, 'a comma without an item before it');
      if (empty) return;
      if (index > 0 && !props.comma) this.problem(itemStart, itemStart + 1, 'no comma before this item');
      const emptyAt = endOf(item.start, end);
      if (list && !item.sep && !props.indicator) {
        const read = this.read(item.value ?? item.key, props, emptyAt);
        items.push(read.node);
        end = Math.max(end, read.end);
        return;
      }
      const key = this.read(item.key, props, emptyAt);
      end = Math.max(end, key.end);
      const colonEnd = sepProps.indicator ? sepProps.indicator.offset + 1 : key.end;
      if (item.value && !sepProps.indicator)
        this.problem(item.value.offset, item.value.offset + 1, 'no comma or colon before this');
      const value = this.read(item.value, sepProps, colonEnd);
      end = Math.max(end, value.end);
      if (key.node.kind !== 'scalar') {
        this.problem(key.start, key.end, 'a key that is no text');
        return;
      }
      const entry = new PlacedEntry(this.place, key.start, value.end, key.node, value.node);
      if (list) {
        items.push(new PlacedMapping(this.place, key.start, value.end, [entry], true));
        return;
      }
      const mappings = key.node.style === 'plain' && key.node.source.text === '<<' ? mergedIn(value.node) : undefined;
      if (mappings) merged.push(...mappings);
      else entries.push(entry);
    });
    const [close, ...rest] = token.end;
    if (close?.source === (list ? ']' : '}')) end = close.offset + 1;
    else this.problem(start, start + 1, `a ${token.start.source} that is not closed`);
    this.leftOver(rest);
    const node = list
      ? new PlacedList(this.place, start, end, items, true)
      : new PlacedMapping(this.place, start, end, entries, true, merged.length > 0 ? { merged } : {});
    return { node, start, end };
  }
}

/** The long form's key; undefined for YAML's own tags, which say no more than the text does. */
function longForm(tag: string): string | undefined {
  const name = /^!([A-Za-z][\w.:-]*)$/.exec(tag)?.[1];
  if (name === undefined) return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : `Fn::${name}`;
}

function propsOf(tokens: readonly CST.SourceToken[]): Props {
  let tags: CST.SourceToken[] | undefined;
  let anchor: CST.SourceToken | undefined;
  let indicator: CST.SourceToken | undefined;
  let comma = false;
  for (const token of tokens) {
    switch (token.type) {
      case 'tag':
        (tags ??= []).push(token);
        break;
      case 'anchor':
        anchor = token;
        break;
      case 'explicit-key-ind':
      case 'seq-item-ind':
      case 'map-value-ind':
        indicator ??= token;
        break;
      case 'comma':
        comma = true;
        break;
      default:
    }
  }
  return { tags: tags ?? [], anchor, indicator, comma };
}

/** `s3:`, the beginning of `s3:GetObject`, which YAML takes for a key. */
function wordWithColon(token: CST.Token | undefined): CST.FlowScalar | undefined {
  if (token?.type !== 'block-map' || token.items.length !== 1) return undefined;
  const [item] = token.items;
  if (!item?.key || item.value || item.key.type !== 'scalar' || item.sep[0]?.type !== 'map-value-ind') return undefined;
  if (item.start.some((part) => part.type === 'tag' || part.type === 'anchor')) return undefined;
  return { ...item.key, source: `${item.key.source}:` };
}

function endOf(tokens: readonly CST.SourceToken[], otherwise: number): number {
  const last = tokens.at(-1);
  return last ? last.offset + last.source.length : otherwise;
}

/** The mappings that a merge key brings in; undefined when its value is none. */
function mergedIn(node: Node): readonly MappingNode[] | undefined {
  if (node.kind === 'mapping') return [node];
  if (node.kind !== 'list') return undefined;
  const mappings = node.items.filter((item) => item.kind === 'mapping');
  return mappings.length === node.items.length ? mappings : undefined;
}

function measure(node: Node, known: WeakMap<Node, Measure>): Measure {
  const before = known.get(node);
  if (before) return before;
  let size = 1;
  let height = 1;
  const add = (child: Node): void => {
    const inner = measure(child, known);
    size += inner.size;
    height = Math.max(height, inner.height + 1);
  };
  if (node.kind === 'list') node.items.forEach(add);
  if (node.kind === 'mapping') {
    for (const entry of node.entries) {
      size++;
      if (entry.value) add(entry.value);
    }
    node.merged?.forEach(add);
  }
  const measured = { size, height };
  known.set(node, measured);
  return measured;
}
