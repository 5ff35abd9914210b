import { select, type Selection } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';
import type { AccessEdge, AccessNode } from '../../server/src/lsp/access-protocol.ts';
import { element, setText, svgElement } from './dom.ts';
import { kindIcon } from './icons.ts';
import { arrowHeads, linesOf } from './edge-lines.ts';
import { columnsWithin, columnWidth, headHeight, placed, type Placement } from './placement.ts';
import { placeOf, type Stage } from './stage.ts';
import { kindNames, sentenceOf, stateNames, stateSigns, type IndexedMap } from './words.ts';

const columnOf: Readonly<Record<AccessNode['kind'], number>> = {
  caller: 0,
  route: 1,
  integration: 2,
  role: 3,
  function: 4,
  service: 4,
};

const columnNames: readonly string[] = ['Callers', 'Routes', 'Integrations', 'Roles', 'Functions and services'];

const margin = 24;

/** What of the picture is kept while the panel is hidden. */
export interface GraphState {
  readonly placement: Placement | undefined;
  readonly view: { readonly x: number; readonly y: number; readonly k: number } | undefined;
  readonly focused: string | undefined;
}

/** Draws nodes in columns and edges between them; moves the focus along them by the arrow keys. */
export class GraphView {
  readonly element: HTMLElement;
  readonly #stage: Stage;
  readonly #world: HTMLElement;
  readonly #heads: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #nodes: HTMLElement;
  readonly #zoom = zoom<HTMLElement, unknown>();
  readonly #selection: Selection<HTMLElement, unknown, null, undefined>;
  #map: IndexedMap | undefined;
  #edges: readonly AccessEdge[] = [];
  #nodesDrawn: readonly AccessNode[] = [];
  #placement: Placement | undefined;
  /** Where each column begins: further apart in a wider panel. */
  #columns: ReadonlyMap<number, number> = new Map();
  #transform: ZoomTransform = zoomIdentity;
  #focused: string | undefined;
  /** From which end the focus came to an edge: its neighbours there are above and below. */
  #cameFrom: 'from' | 'to' = 'from';
  /** Nobody has moved the picture: it is fitted anew as it changes. */
  #isFitted = true;

  constructor(stage: Stage, state: GraphState | undefined) {
    this.#stage = stage;
    this.#placement = state?.placement;
    this.#focused = state?.focused;
    this.#heads = element('div', 'heads');
    this.#svg = svgElement('svg', { class: 'edges' });
    this.#nodes = element('div', 'nodes');
    this.#world = element('div', 'world', this.#heads, this.#svg, this.#nodes);
    this.element = element('div', 'graph', this.#world);
    this.element.setAttribute('role', 'application');
    this.element.setAttribute('aria-label', 'Picture of who may call which route and what stands behind it');
    this.element.setAttribute('aria-describedby', 'graph-keys');
    this.#svg.append(arrowHeads());
    this.#selection = select(this.element);
    this.#listenToZoom(state);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusin', (event) => this.#onFocus(event));
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element || event.target === this.#svg || event.target === this.#world) this.#clear();
    });
  }

  get state(): GraphState {
    const { x, y, k } = this.#transform;
    return { placement: this.#placement, view: this.#isFitted ? undefined : { x, y, k }, focused: this.#focused };
  }

  /** Draws a map. With `anew` nothing keeps its place. */
  draw(map: IndexedMap, anew: boolean): void {
    this.#map = map;
    this.#edges = map.edges.filter(({ state }) => state !== 'refused');
    const joined = new Set(this.#edges.flatMap(({ from, to }) => [from, to]));
    const routes = new Set(map.routes.map(({ node }) => node));
    this.#nodesDrawn = map.nodes.filter(({ id }) => joined.has(id) || routes.has(id));
    const nodes = this.#nodesDrawn.map(({ id, kind }) => ({ id, column: columnOf[kind] }));
    this.#placement = placed({ nodes, edges: this.#edges }, anew ? undefined : this.#placement);
    if (anew) this.#isFitted = true;
    this.#drawAll(map, this.#placement);
    if (this.#isFitted) this.fit();
  }

  arrange(): void {
    if (this.#map) this.draw(this.#map, true);
    this.#stage.keep();
  }

  fit(): void {
    const placement = this.#placement;
    const { clientWidth, clientHeight } = this.element;
    if (!placement || clientWidth === 0) return;
    const width = this.#width;
    const wide = (clientWidth - 2 * margin) / width;
    const high = (clientHeight - margin) / placement.height;
    // Small letters help nobody: what does not fit is scrolled to.
    const k = Math.min(1, Math.max(0.6, Math.min(wide, Math.max(high, 0.8))));
    const x = Math.max(margin, (clientWidth - width * k) / 2);
    this.#moveUnnoticed(() => this.#zoom.transform(this.#selection, zoomIdentity.translate(x, 0).scale(k)));
    this.#isFitted = true;
    const focused = this.#focused === undefined ? undefined : this.#elementOf(this.#focused);
    if (focused) this.#bringIntoView(focused);
  }

  /** Moves the picture without its being taken for the user's work, which is not to be undone. */
  #moveUnnoticed(move: () => void): void {
    const wasFitted = this.#isFitted;
    move();
    this.#isFitted = wasFitted;
  }

  /** The panel has another size, or the picture is shown again. */
  resized(): void {
    if (this.#map && this.#placement) this.#drawAll(this.#map, this.#placement);
    if (this.#isFitted) this.fit();
  }

  get #width(): number {
    const [last, x] = [...this.#columns].at(-1) ?? [0, 0];
    return x + columnWidth(last);
  }

  #drawAll(map: IndexedMap, placement: Placement): void {
    this.#columns = columnsWithin(placement.columns, this.element.clientWidth - 2 * margin);
    this.#drawHeads(placement);
    this.#drawNodes(placement, map);
    this.#drawEdges(placement, map);
    this.#setTabStop();
    this.#highlight();
  }

  /** What is drawn, by the ids of the map. */
  idsOf(selector: string): readonly string[] {
    return [...this.element.querySelectorAll(selector)].map((drawn) => this.#idOf(drawn));
  }

  scale(by: number): void {
    this.#zoom.scaleBy(this.#selection, by);
  }

  /** Moves the focus to the picture, where it was. */
  focus(): void {
    const target = this.#focused === undefined ? undefined : this.#elementOf(this.#focused);
    (target ?? this.#nodes.querySelector<HTMLElement>('.node'))?.focus();
  }

  #listenToZoom(state: GraphState | undefined): void {
    this.#zoom
      .scaleExtent([0.2, 2])
      // The wheel moves the picture; with Ctrl, as trackpads send a pinch, it scales.
      .filter((event: Event) =>
        event.type === 'wheel' ? (event as WheelEvent).ctrlKey : !(event as MouseEvent).button,
      )
      .on('zoom', ({ transform }: { readonly transform: ZoomTransform }) => {
        this.#transform = transform;
        this.#isFitted = false;
        this.#world.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
        this.#placeHeads();
      });
    this.#selection.call(this.#zoom).on('dblclick.zoom', null);
    this.element.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey) return;
        event.preventDefault();
        const [dx, dy] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
        this.#zoom.translateBy(this.#selection, -dx / this.#transform.k, -dy / this.#transform.k);
      },
      { passive: false },
    );
    if (state?.view) {
      const { x, y, k } = state.view;
      this.#zoom.transform(this.#selection, zoomIdentity.translate(x, y).scale(k));
    } else {
      this.#isFitted = true;
    }
    // From now on: nobody is there yet who could keep what is being restored.
    this.#zoom.on('end', () => this.#stage.keep());
  }

  #drawHeads({ columns }: Placement): void {
    select(this.#heads)
      .selectAll<HTMLElement, number>('div')
      .data(columns, (column) => column)
      .join((enter) => enter.append('div').attr('class', 'head'))
      .text((column) => columnNames[column] ?? '')
      .style('left', (column) => `${this.#columns.get(column) ?? 0}px`)
      .style('width', (column) => `${columnWidth(column)}px`);
    this.#placeHeads();
  }

  /** The names of the columns stay at the upper edge, however far down one looks. */
  #placeHeads(): void {
    const { y, k } = this.#transform;
    this.#heads.style.transform = `translateY(${Math.max(0, -y / k)}px)`;
  }

  #drawNodes(placement: Placement, map: IndexedMap): void {
    const leftOf = ({ kind }: AccessNode): number => this.#columns.get(columnOf[kind]) ?? 0;
    const broken = new Set(map.routes.flatMap(({ node, state }) => (state === 'ungranted' ? [node] : [])));
    select(this.#nodes)
      .selectAll<HTMLElement, AccessNode>('.node')
      .data(this.#nodesDrawn, ({ id }) => id)
      .join(
        (enter) => enter.append((node) => this.#makeNode(node.kind)),
        (update) => update,
        (exit) => exit.remove(),
      )
      .attr('class', ({ id, kind }) => `node ${kind}${broken.has(id) ? ' broken' : ''}`)
      .style('width', ({ kind }) => `${columnWidth(columnOf[kind])}px`)
      .style('transform', (node) => `translate(${leftOf(node)}px, ${placement.nodes[node.id] ?? 0}px)`)
      .attr('title', ({ label, detail }) => `${label}\n${detail}`)
      .attr('aria-label', (node) => this.#nameOfNode(node))
      .each(function (node) {
        const [label, detail] = this.querySelectorAll<HTMLElement>('span');
        if (label) setText(label, node.label);
        if (detail) setText(detail, node.detail);
      });
  }

  #makeNode(kind: AccessNode['kind']): HTMLElement {
    const words = element('div', 'words', element('span', 'label'), element('span', 'detail'));
    const made = element('div', 'node', kindIcon(kind), words);
    made.setAttribute('role', 'button');
    made.tabIndex = -1;
    made.addEventListener('dblclick', () => this.#open(this.#idOf(made)));
    made.addEventListener('mouseenter', () => this.#highlight(this.#idOf(made)));
    made.addEventListener('mouseleave', () => this.#highlight());
    return made;
  }

  #nameOfNode({ id, kind, label, detail }: AccessNode): string {
    const into = this.#edges.filter(({ to }) => to === id).length;
    const out = this.#edges.filter(({ from }) => from === id).length;
    return `${kindNames[kind]} ${label}${detail === '' ? '' : `, ${detail}`}; ${into} in, ${out} out`;
  }

  #drawEdges(placement: Placement, map: IndexedMap): void {
    const kindOf = new Map(this.#nodesDrawn.map(({ id, kind }) => [id, kind]));
    const lines = linesOf(this.#edges, {
      placement,
      columns: this.#columns,
      columnOf: (id) => columnOf[kindOf.get(id) ?? 'caller'],
    });
    const groups = select(this.#svg)
      .selectAll<SVGGElement, AccessEdge>('g.edge')
      .data(this.#edges, ({ id }) => id)
      .join(
        (enter) => enter.append(() => this.#makeEdge()),
        (update) => update,
        (exit) => exit.remove(),
      )
      .attr('class', ({ state }) => `edge ${state}`)
      .attr('aria-label', (edge) => `${sentenceOf(edge, map)}. ${edge.grounds.map(({ says }) => says).join(', ')}`);
    groups.select('.hit').attr('d', ({ id }) => lines.get(id)?.path ?? '');
    groups
      .select('.line')
      .attr('d', ({ id }) => lines.get(id)?.path ?? '')
      .attr('marker-end', ({ state }) => `url(#head-${state})`);
    groups.select('title').text(({ state, says }) => `${stateNames[state]}: ${says}`);
    groups
      .select<SVGGElement>('.mark')
      .attr('transform', ({ id }) => `translate(${lines.get(id)?.sign.x ?? 0} ${lines.get(id)?.sign.y ?? 0})`)
      .attr('display', ({ state }) => (state === 'granted' || state === 'plain' ? 'none' : null))
      .select('text')
      .text(({ state }) => stateSigns[state]);
    this.#svg.setAttribute('width', String(this.#width));
    this.#svg.setAttribute('height', String(placement.height));
  }

  #makeEdge(): SVGGElement {
    const made = svgElement('g', { role: 'button', tabindex: '-1' });
    const mark = svgElement('g', { class: 'mark', 'aria-hidden': 'true' });
    mark.append(svgElement('circle', { r: '9' }), svgElement('text', { dy: '0.35em' }));
    made.append(
      svgElement('title', {}),
      svgElement('path', { class: 'hit' }),
      svgElement('path', { class: 'line' }),
      mark,
    );
    made.addEventListener('click', () => this.#open(this.#idOf(made)));
    made.addEventListener('mouseenter', () => this.#highlight(this.#idOf(made)));
    made.addEventListener('mouseleave', () => this.#highlight());
    return made;
  }

  #idOf(drawn: Element): string {
    return select<Element, AccessNode | AccessEdge>(drawn).datum().id;
  }

  #elementOf(id: string): HTMLElement | SVGElement | undefined {
    const all = [
      ...this.#nodes.querySelectorAll<HTMLElement>('.node'),
      ...this.#svg.querySelectorAll<SVGElement>('g.edge'),
    ];
    return all.find((one) => this.#idOf(one) === id);
  }

  #open(id: string): void {
    const map = this.#map;
    const node = map?.nodeOf(id);
    const edge = map?.edgeOf(id);
    const at = node?.at ?? (edge && placeOf(edge, [map?.nodeOf(edge.to), map?.nodeOf(edge.from)]));
    if (at) this.#stage.open(at);
  }

  #onFocus({ target }: FocusEvent): void {
    const drawn = target instanceof Element ? target.closest('.node, g.edge') : null;
    if (!drawn) return;
    this.#focused = this.#idOf(drawn);
    this.#setTabStop();
    this.#highlight();
    this.#bringIntoView(drawn);
    const [node, edge] = [this.#map?.nodeOf(this.#focused), this.#map?.edgeOf(this.#focused)];
    this.#stage.explain(node ? { kind: 'node', node } : edge ? { kind: 'edge', edge } : undefined);
    this.#stage.keep();
  }

  /** One thing of the picture is reached by Tab: the rest by the arrows. */
  #setTabStop(): void {
    const current = this.#focused === undefined ? undefined : this.#elementOf(this.#focused);
    const stop = current ?? this.#nodes.querySelector<HTMLElement>('.node.route, .node');
    for (const one of this.element.querySelectorAll('[tabindex="0"]')) one.setAttribute('tabindex', '-1');
    stop?.setAttribute('tabindex', '0');
  }

  #clear(): void {
    this.#focused = undefined;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.#setTabStop();
    this.#highlight();
    this.#stage.explain(undefined);
    this.#stage.keep();
  }

  /** Brings out what is joined with the thing under the pointer, or with the focused one. */
  #highlight(id: string | undefined = this.#focused): void {
    const lit = new Set<string>();
    if (id !== undefined && this.#elementOf(id)) {
      lit.add(id);
      const edge = this.#map?.edgeOf(id);
      this.#follow(edge ? edge.to : id, 'from', lit);
      this.#follow(edge ? edge.from : id, 'to', lit);
    }
    this.element.classList.toggle('has-lit', lit.size > 0);
    for (const one of this.element.querySelectorAll('.node, g.edge')) {
      const own = this.#idOf(one);
      one.classList.toggle('lit', lit.has(own));
      one.classList.toggle('focused', own === this.#focused);
    }
  }

  /** All that is reached in one direction. */
  #follow(id: string, end: 'from' | 'to', lit: Set<string>): void {
    lit.add(id);
    for (const edge of this.#edges) {
      if (edge[end] !== id) continue;
      lit.add(edge.id);
      const next = end === 'from' ? edge.to : edge.from;
      if (!lit.has(next)) this.#follow(next, end, lit);
    }
  }

  #bringIntoView(drawn: Element): void {
    const target = (drawn.querySelector('.line') ?? drawn).getBoundingClientRect();
    const frame = this.element.getBoundingClientRect();
    const [left, right] = [frame.left + margin, frame.right - margin];
    const [top, bottom] = [frame.top + headHeight, frame.bottom - margin];
    const dx = target.left < left ? left - target.left : target.right > right ? right - target.right : 0;
    const dy = target.top < top ? top - target.top : target.bottom > bottom ? bottom - target.bottom : 0;
    const { k } = this.#transform;
    if (dx !== 0 || dy !== 0) this.#moveUnnoticed(() => this.#zoom.translateBy(this.#selection, dx / k, dy / k));
  }

  #onKey(event: KeyboardEvent): void {
    const id = this.#focused;
    if (event.altKey || event.metaKey || event.ctrlKey || id === undefined) return;
    const handled = this.#act(event.key, id);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #act(key: string, id: string): boolean {
    switch (key) {
      case 'Enter':
      case ' ':
        this.#open(id);
        return true;
      case 'Escape':
        this.#clear();
        return true;
      case '+':
        this.scale(1.25);
        return true;
      case '-':
        this.scale(0.8);
        return true;
      case '0':
        this.fit();
        return true;
      default: {
        const next = this.#nextOf(key, id);
        if (next !== undefined) this.#elementOf(next)?.focus();
        return key.startsWith('Arrow') || key === 'Home' || key === 'End';
      }
    }
  }

  /** Right and left along the edges, up and down among the neighbours. */
  #nextOf(key: string, id: string): string | undefined {
    const edge = this.#map?.edgeOf(id);
    if (edge) return this.#nextOfEdge(key, edge);
    switch (key) {
      case 'ArrowRight':
        this.#cameFrom = 'from';
        return this.#sortedEdges('from', id)[0]?.id;
      case 'ArrowLeft':
        this.#cameFrom = 'to';
        return this.#sortedEdges('to', id)[0]?.id;
      default:
        return neighbour(this.#columnOf(id), id, key);
    }
  }

  #nextOfEdge(key: string, edge: AccessEdge): string | undefined {
    switch (key) {
      case 'ArrowRight':
        return edge.to;
      case 'ArrowLeft':
        return edge.from;
      default: {
        const siblings = this.#sortedEdges(this.#cameFrom, edge[this.#cameFrom]).map(({ id }) => id);
        return neighbour(siblings, edge.id, key);
      }
    }
  }

  /** The edges at one end of a node, from above. */
  #sortedEdges(end: 'from' | 'to', id: string): readonly AccessEdge[] {
    const other = end === 'from' ? 'to' : 'from';
    return this.#edges
      .filter((edge) => edge[end] === id)
      .sort((a, b) => this.#heightOf(a[other]) - this.#heightOf(b[other]));
  }

  #columnOf(id: string): readonly string[] {
    const node = this.#map?.nodeOf(id);
    const nodes = this.#map?.nodes ?? [];
    return nodes
      .filter(
        (one) => node && columnOf[one.kind] === columnOf[node.kind] && this.#placement?.nodes[one.id] !== undefined,
      )
      .map((one) => one.id)
      .sort((a, b) => this.#heightOf(a) - this.#heightOf(b));
  }

  #heightOf(id: string): number {
    return this.#placement?.nodes[id] ?? 0;
  }
}

function neighbour(ids: readonly string[], id: string, key: string): string | undefined {
  switch (key) {
    case 'ArrowUp':
      return ids[ids.indexOf(id) - 1];
    case 'ArrowDown':
      return ids[ids.indexOf(id) + 1];
    case 'Home':
      return ids[0];
    case 'End':
      return ids.at(-1);
    default:
      return undefined;
  }
}
