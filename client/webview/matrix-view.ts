import { select } from 'd3-selection';
import type { AccessEdge, AccessNode } from '../../server/src/lsp/access-protocol.ts';
import { element } from './dom.ts';
import { placeOf, type Stage } from './stage.ts';
import { sentenceOf, stateNames, stateSigns, type IndexedMap } from './words.ts';

/** Callers by routes. */
export class MatrixView {
  readonly element: HTMLElement;
  readonly #stage: Stage;
  readonly #head: HTMLTableRowElement;
  readonly #body: HTMLTableSectionElement;
  #map: IndexedMap | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#head = element('tr', '');
    this.#body = element('tbody', '');
    const table = element('table', '', element('thead', '', this.#head), this.#body);
    table.setAttribute('role', 'grid');
    table.setAttribute('aria-label', 'Callers by routes');
    this.element = element('div', 'matrix', table);
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('focusin', ({ target }) => this.#onFocus(target));
  }

  draw(map: IndexedMap): void {
    this.#map = map;
    const callers = map.nodes.filter(({ kind }) => kind === 'caller');
    const routes = map.routes.flatMap(({ node }) => map.nodeOf(node) ?? []);
    const cells = new Map(map.edges.map((edge) => [`${edge.from} > ${edge.to}`, edge]));
    const corner = { id: '', label: 'Caller', detail: '' };
    select(this.#head)
      .selectAll<HTMLElement, Pick<AccessNode, 'id' | 'label' | 'detail'>>('th')
      .data([corner, ...routes], ({ id }) => id)
      .join((enter) => enter.append(() => element('th', '', element('span', 'name'), element('span', 'detail'))))
      .order()
      .attr('scope', 'col')
      .attr('class', ({ id }) => (id === '' ? 'corner' : 'route'))
      .each(function (node) {
        const [name, detail] = this.querySelectorAll('span');
        if (name) name.textContent = node.label;
        if (detail) detail.textContent = node.detail;
        this.title = `${node.label}\n${node.detail}`;
      });
    const rows = select(this.#body)
      .selectAll<HTMLTableRowElement, AccessNode>('tr')
      .data(callers, ({ id }) => id)
      .join((enter) =>
        enter.append(() => {
          const name = element('th', '', element('span', 'name'), element('span', 'detail'));
          name.scope = 'row';
          return element('tr', '', name);
        }),
      )
      .order()
      .each(function (node) {
        const [name, detail] = this.querySelectorAll('th span');
        if (name) name.textContent = node.label;
        if (detail) detail.textContent = node.detail;
      });
    rows
      .selectAll<HTMLTableCellElement, Cell>('td')
      .data(
        (caller) =>
          routes.map((route) => ({ id: `${caller.id} > ${route.id}`, edge: cells.get(`${caller.id} > ${route.id}`) })),
        ({ id }) => id,
      )
      .join((enter) => enter.append(() => this.#makeCell()))
      .order()
      .attr('class', ({ edge }) => edge?.state ?? 'refused')
      .each(function ({ edge }) {
        this.textContent = stateSigns[edge?.state ?? 'refused'];
        this.title = edge ? `${stateNames[edge.state]}: ${edge.says}` : stateNames.refused;
        this.setAttribute('aria-label', edge ? sentenceOf(edge, map) : stateNames.refused);
      });
    this.#setTabStop();
  }

  focus(): void {
    this.#body.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
  }

  #makeCell(): HTMLTableCellElement {
    const cell = element('td', '');
    cell.setAttribute('role', 'gridcell');
    cell.tabIndex = -1;
    cell.addEventListener('click', () => this.#open(cell));
    return cell;
  }

  #edgeOf(cell: Element): AccessEdge | undefined {
    return select<Element, Cell>(cell).datum().edge;
  }

  #open(cell: Element): void {
    const edge = this.#edgeOf(cell);
    const at = edge && placeOf(edge, [this.#map?.nodeOf(edge.to)]);
    if (at) this.#stage.open(at);
  }

  #onFocus(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest('td') : null;
    if (!cell) return;
    this.#setTabStop(cell);
    const edge = this.#edgeOf(cell);
    this.#stage.explain(edge && { kind: 'edge', edge });
  }

  #setTabStop(wanted?: HTMLElement): void {
    const stops = [...this.#body.querySelectorAll<HTMLElement>('td[tabindex="0"]')];
    const stop = wanted ?? stops[0] ?? this.#body.querySelector<HTMLElement>('td');
    for (const one of stops) one.tabIndex = -1;
    if (stop) stop.tabIndex = 0;
  }

  #onKey(event: KeyboardEvent): void {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    if (!cell || event.altKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') this.#open(cell);
    else {
      const next = this.#neighbourOf(cell, event);
      if (next === undefined) return;
      next?.focus();
    }
    event.preventDefault();
  }

  /** Null at the edge of the table; undefined for keys that move nothing. */
  #neighbourOf(cell: HTMLTableCellElement, { key, ctrlKey }: KeyboardEvent): HTMLElement | null | undefined {
    const row = cell.parentElement as HTMLTableRowElement;
    const rows = [...this.#body.rows];
    const at = rows.indexOf(row);
    const column = cell.cellIndex;
    const cellAt = (line: number, index: number) => (index > 0 ? (rows[line]?.cells[index] ?? null) : null);
    switch (key) {
      case 'ArrowRight':
        return cellAt(at, column + 1);
      case 'ArrowLeft':
        return cellAt(at, column - 1);
      case 'ArrowDown':
        return cellAt(at + 1, column);
      case 'ArrowUp':
        return cellAt(at - 1, column);
      case 'Home':
        return cellAt(ctrlKey ? 0 : at, 1);
      case 'End':
        return cellAt(ctrlKey ? rows.length - 1 : at, row.cells.length - 1);
      default:
        return undefined;
    }
  }
}

interface Cell {
  readonly id: string;
  readonly edge: AccessEdge | undefined;
}
