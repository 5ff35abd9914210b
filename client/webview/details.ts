import { element } from './dom.ts';
import { groundElement } from './ground.ts';
import type { Stage, Thing } from './stage.ts';
import { kindNames, stateNames, stateSigns, type IndexedMap } from './words.ts';

/** A strip that says what there is to say of the focused thing, with a link to every place that decided. */
export class Details {
  readonly element: HTMLElement;
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.element = element('div', 'details');
    this.element.setAttribute('role', 'region');
    this.element.setAttribute('aria-label', 'Details');
  }

  show(thing: Thing | undefined, map: IndexedMap | undefined): void {
    this.element.hidden = !thing;
    if (!thing || !map) return;
    this.element.replaceChildren(...(thing.kind === 'node' ? this.#ofNode(thing) : this.#ofEdge(thing, map)));
  }

  #ofNode({ node }: Extract<Thing, { kind: 'node' }>): Node[] {
    const words = [kindNames[node.kind], node.detail].filter((word) => word !== '').join(', ');
    const parts: Node[] = [element('strong', '', node.label), element('span', 'detail', words)];
    if (node.at) parts.push(groundElement('declared', node.at, this.#stage));
    return parts;
  }

  #ofEdge({ edge }: Extract<Thing, { kind: 'edge' }>, map: IndexedMap): Node[] {
    const ends = [edge.from, edge.to].map((id) => map.nodeOf(id)?.label ?? '');
    return [
      element('span', `sign ${edge.state}`, stateSigns[edge.state]),
      element('strong', '', ends.join(' → ')),
      element('span', '', edge.state === 'plain' ? edge.says : `${stateNames[edge.state]}: ${edge.says}`),
      ...edge.grounds.map(({ says, at }) => groundElement(says, at, this.#stage)),
    ];
  }
}
