import { select } from 'd3-selection';
import type { AccessEdge, AccessRoute } from '../../server/src/lsp/access-protocol.ts';
import { element } from './dom.ts';
import { groundElement } from './ground.ts';
import { placeOf, type Stage } from './stage.ts';
import { stateNames, stateSigns, type IndexedMap } from './words.ts';

/** The same as the picture, in words: headings and lists, as screen readers and the browser's search like them. */
export class ListView {
  readonly element: HTMLElement;
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.element = element('div', 'list');
  }

  draw(map: IndexedMap): void {
    const printed = new Map(map.routes.map((route) => [route.node, JSON.stringify(this.#partsOf(route, map))]));
    select(this.element)
      .selectAll<HTMLElement, AccessRoute>('section')
      .data(map.routes, ({ node }) => node)
      .join((enter) => enter.append(() => element('section', '')))
      .order()
      // A section that says the same stays the same, with whatever has the focus in it.
      .each((route, i, sections) => {
        const section = sections[i];
        if (!section || section.dataset['printed'] === printed.get(route.node)) return;
        section.dataset['printed'] = printed.get(route.node) ?? '';
        section.replaceChildren(...this.#makeSection(route, map));
      });
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('button')?.focus();
  }

  #partsOf({ node, callers, behind }: AccessRoute, map: IndexedMap): unknown {
    const edges = [...callers, ...behind].map((id) => map.edgeOf(id));
    return [map.nodeOf(node), edges.map((edge) => edge && [edge, map.nodeOf(edge.from), map.nodeOf(edge.to)])];
  }

  #makeSection({ node, callers, behind }: AccessRoute, map: IndexedMap): Node[] {
    const route = map.nodeOf(node);
    const title = element('h2', '', route?.label ?? '');
    const authorization = element('span', 'detail', route?.detail ?? '');
    const at = route?.at;
    const parts: Node[] = [
      element('header', '', title, authorization, ...(at ? [groundElement('declared', at, this.#stage)] : [])),
    ];
    for (const [name, ids, end] of [
      ['Callers', callers, 'from'],
      ['Behind it', behind, 'to'],
    ] as const) {
      const edges = ids.flatMap((id) => map.edgeOf(id) ?? []).filter(({ state }) => state !== 'refused');
      if (edges.length === 0) continue;
      parts.push(
        element('h3', '', name),
        element('ul', '', ...edges.map((edge) => this.#makeLine(edge, map.nodeOf(edge[end])?.label ?? '', map))),
      );
    }
    return parts;
  }

  #makeLine(edge: AccessEdge, label: string, map: IndexedMap): HTMLElement {
    const sign = element('span', `sign ${edge.state}`, stateSigns[edge.state] || '·');
    sign.setAttribute('aria-hidden', 'true');
    const says = edge.state === 'plain' ? edge.says : `${stateNames[edge.state]}: ${edge.says}`;
    const links = edge.grounds.map(({ says, at }) => groundElement(says, at, this.#stage));
    const fallback = links.length === 0 ? placeOf(edge, [map.nodeOf(edge.to)]) : undefined;
    if (fallback) links.push(groundElement('declared', fallback, this.#stage));
    const why = element('div', 'why', element('span', '', says), ...links);
    return element('li', '', sign, element('strong', '', label), why);
  }
}
