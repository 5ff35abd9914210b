import './picture.css';
// The page of the access picture. It draws what the extension sends, and asks for what the user chooses; it works out nothing.
import type { AccessApi, AccessMap, AccessMapParams } from '../../server/src/lsp/access-protocol.ts';
import type { FromPicture, PictureView, ToPicture } from '../src/explorer/messages.ts';
import { Details } from './details.ts';
import { button, element, setText } from './dom.ts';
import { GraphView, type GraphState } from './graph-view.ts';
import { ListView } from './list-view.ts';
import { MatrixView } from './matrix-view.ts';
import type { Stage, Thing } from './stage.ts';
import { counted, indexed, shortFile, stateNames, stateSigns, type IndexedMap } from './words.ts';

interface VsCode {
  postMessage(message: FromPicture): void;
  getState(): unknown;
  setState(state: Kept): void;
}

declare function acquireVsCodeApi(): VsCode;

/** Routes that are drawn at once: more would be slow to place, and no picture. */
const pageSize = 60;

/** The filter is taken up this long, in milliseconds, after the last key. */
const calm = 200;

/** What outlives the page: VS Code throws it away while the panel is hidden. */
interface Kept {
  readonly query: AccessMapParams;
  readonly view: PictureView;
  readonly graph: GraphState;
  /** The last map, to be shown until there is a newer one. */
  readonly apis: readonly AccessApi[];
  readonly map: AccessMap | null;
}

const views: readonly (readonly [view: PictureView, name: string])[] = [
  ['picture', 'Picture'],
  ['matrix', 'Matrix'],
  ['list', 'List'],
];

class Page implements Stage {
  readonly #vscode: VsCode;
  readonly #api = element('select', '');
  readonly #filter = element('input', '');
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #graph: GraphView;
  readonly #matrix = new MatrixView(this);
  readonly #list = new ListView(this);
  readonly #details = new Details(this);
  readonly #status = element('span', 'status');
  readonly #pages = element('span', 'pages');
  readonly #empty = element('p', 'empty');
  readonly #tools: HTMLElement;
  #apis: readonly AccessApi[] = [];
  #query: AccessMapParams = { api: '', filter: '', offset: 0, limit: pageSize };
  #view: PictureView = 'picture';
  #map: IndexedMap | undefined;
  #raw: AccessMap | null = null;
  /** What the drawn map answers: another question is drawn from scratch. */
  #answered = '';
  #explained: string | undefined;
  #filterTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(vscode: VsCode) {
    this.#vscode = vscode;
    const kept = this.#vscode.getState() as Kept | undefined;
    this.#graph = new GraphView(this, kept?.graph);
    this.#tabs = views.map(([view, name]) => this.#makeTab(view, name));
    this.#tools = element(
      'div',
      'tools',
      button('−', 'Smaller (-)', () => this.#graph.scale(0.8)),
      button('+', 'Larger (+)', () => this.#graph.scale(1.25)),
      button('Fit', 'Show all of it (0)', () => this.#graph.fit()),
      button('Arrange', 'Place everything anew', () => this.#graph.arrange()),
    );
    this.#build();
    if (kept) {
      this.#query = kept.query;
      this.#view = kept.view;
      this.#filter.value = kept.query.filter;
      this.#takeApis(kept.apis);
      this.#answered = questionOf(kept.query);
      this.#explained = kept.graph.focused;
      this.#take(kept.map);
    }
    this.#showView();
    window.addEventListener('message', ({ data }: MessageEvent<ToPicture>) => this.#hear(data));
    new ResizeObserver(() => this.#graph.resized()).observe(this.#graph.element);
    this.#say({ kind: 'ready' });
    if (kept && kept.query.api !== '') this.#ask({});
  }

  open(at: Parameters<Stage['open']>[0]): void {
    this.#say({ kind: 'open', at });
  }

  explain(thing: Thing | undefined): void {
    this.#explained = thing && (thing.kind === 'node' ? thing.node.id : thing.edge.id);
    this.#details.show(thing, this.#map);
  }

  keep(): void {
    this.#vscode.setState({
      query: this.#query,
      view: this.#view,
      graph: this.#graph.state,
      apis: this.#apis,
      map: this.#raw,
    });
  }

  #say(message: FromPicture): void {
    this.#vscode.postMessage(message);
  }

  #hear(message: ToPicture): void {
    switch (message.kind) {
      case 'apis':
        this.#takeApis(message.apis);
        if (!this.#apis.some(({ id }) => id === this.#query.api)) this.#ask({ api: this.#firstApi(), offset: 0 });
        break;
      case 'choose':
        this.#filter.value = message.filter;
        this.#ask({ api: message.api, filter: message.filter, offset: 0 });
        break;
      case 'map':
        if (questionOf(message.query) === questionOf(this.#query)) this.#take(message.map);
        break;
    }
  }

  #ask(changes: Partial<AccessMapParams>): void {
    this.#query = { ...this.#query, ...changes };
    if (this.#api.value !== this.#query.api) this.#api.value = this.#query.api;
    this.keep();
    if (this.#query.api === '') this.#take(null);
    else this.#say({ kind: 'ask', query: this.#query });
  }

  /** The one with most to show. */
  #firstApi(): string {
    return (
      this.#apis.reduce<AccessApi | undefined>(
        (best, api) => (api.routes > (best?.routes ?? 0) ? api : best),
        undefined,
      )?.id ?? ''
    );
  }

  #takeApis(apis: readonly AccessApi[]): void {
    this.#apis = apis;
    const names = apis.map(({ name }) => name);
    const options = apis.map((api) => {
      const isAlone = names.filter((name) => name === api.name).length === 1;
      const where = isAlone ? '' : ` (${shortFile(api.at.uri)})`;
      const option = element('option', '', `${api.name}${where}, ${counted(api.routes, 'route')}`);
      option.value = api.id;
      return option;
    });
    const printed = options.map(({ value, text }) => `${value} ${text}`).join('\n');
    if (this.#api.dataset['printed'] !== printed) {
      this.#api.dataset['printed'] = printed;
      this.#api.replaceChildren(...options);
    }
    this.#api.value = this.#query.api;
    this.#api.disabled = apis.length === 0;
  }

  #take(map: AccessMap | null): void {
    const question = questionOf(this.#query);
    const anew = question !== this.#answered;
    this.#answered = question;
    this.#raw = map;
    this.#map = map ? indexed(map) : undefined;
    this.#empty.hidden = map !== null && map.routes.length > 0;
    setText(this.#empty, this.#whyEmpty(map));
    document.body.classList.toggle('is-empty', !this.#empty.hidden);
    const drawn =
      this.#map ?? indexed({ nodes: [], edges: [], routes: [], matching: 0, total: 0, offset: 0, callersLeftOut: 0 });
    this.#graph.draw(drawn, anew);
    this.#matrix.draw(drawn);
    this.#list.draw(drawn);
    this.#showStatus();
    this.#explainAgain();
    this.keep();
    this.#tellDrawn();
  }

  #whyEmpty(map: AccessMap | null): string {
    if (this.#apis.length === 0) return 'No API is declared in this workspace.';
    if (map && map.total > 0) return `None of ${counted(map.total, 'route')} matches: ${this.#query.filter}`;
    return 'No route of this API is known.';
  }

  /** The strip of details says what is so now. */
  #explainAgain(): void {
    const id = this.#explained;
    if (id === undefined) return;
    const [node, edge] = [this.#map?.nodeOf(id), this.#map?.edgeOf(id)];
    this.#details.show(node ? { kind: 'node', node } : edge && { kind: 'edge', edge }, this.#map);
  }

  #showStatus(): void {
    const map = this.#map;
    if (!map) {
      setText(this.#status, '');
      this.#pages.replaceChildren();
      return;
    }
    const callers = map.nodes.filter(({ kind, nobody }) => kind === 'caller' && !nobody).length;
    const missing = map.edges.filter(({ state }) => state === 'missing').length;
    const shown = map.routes.length;
    const routes =
      shown === map.total
        ? counted(shown, 'route')
        : `routes ${map.offset + 1} to ${map.offset + shown} of ${map.matching.toLocaleString('en-US')}` +
          (map.matching === map.total ? '' : ` that match, ${map.total.toLocaleString('en-US')} in all`);
    const wrong = missing === 0 ? 'no grant is missing' : `${counted(missing, 'grant')} missing`;
    const hidden = map.callersLeftOut === 0 ? '' : ` and ${map.callersLeftOut} more that are left out`;
    setText(this.#status, `${routes}, ${counted(callers, 'caller')}${hidden}, ${wrong}`);
    this.#status.classList.toggle('missing', missing > 0);
    this.#showPages(map);
  }

  #showPages({ matching, offset, routes }: AccessMap): void {
    if (matching <= pageSize) {
      this.#pages.replaceChildren();
      return;
    }
    const move = (to: number) => () => this.#ask({ offset: to });
    const previous = button('Previous', `The ${pageSize} routes before`, move(Math.max(0, offset - pageSize)));
    const next = button('Next', `The ${pageSize} routes after`, move(offset + pageSize));
    previous.disabled = offset === 0;
    next.disabled = offset + routes.length >= matching;
    this.#pages.replaceChildren(previous, next);
  }

  #tellDrawn(): void {
    const map = this.#map;
    const ids = (selector: string) => this.#graph.idsOf(selector);
    this.#say({
      kind: 'drawn',
      drawn: {
        api: map ? this.#query.api : '',
        view: this.#view,
        nodes: ids('.node'),
        edges: ids('g.edge'),
        missing: ids('g.edge.missing'),
      },
    });
  }

  #makeTab(view: PictureView, name: string): HTMLButtonElement {
    const tab = button(name, '', () => this.#choose(view));
    tab.setAttribute('role', 'tab');
    tab.id = `tab-${view}`;
    tab.setAttribute('aria-controls', `panel-${view}`);
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const at = views.findIndex(([one]) => one === view);
      const next = views[(at + step + views.length) % views.length];
      if (step === 0 || !next) return;
      this.#choose(next[0]);
      this.#tabs[views.indexOf(next)]?.focus();
    });
    return tab;
  }

  #choose(view: PictureView): void {
    this.#view = view;
    this.explain(undefined);
    this.#showView();
    this.keep();
    this.#tellDrawn();
  }

  #showView(): void {
    const panels: Readonly<Record<PictureView, HTMLElement>> = {
      picture: this.#graph.element,
      matrix: this.#matrix.element,
      list: this.#list.element,
    };
    for (const [i, [view]] of views.entries()) {
      const isChosen = view === this.#view;
      const tab = this.#tabs[i];
      tab?.setAttribute('aria-selected', String(isChosen));
      if (tab) tab.tabIndex = isChosen ? 0 : -1;
      panels[view].hidden = !isChosen;
    }
    this.#tools.hidden = this.#view !== 'picture';
    document.body.classList.toggle('shows-matrix', this.#view === 'matrix');
    this.#graph.resized();
  }

  #build(): void {
    this.#api.title = 'API';
    this.#api.setAttribute('aria-label', 'API');
    this.#api.addEventListener('change', () => {
      this.#filter.value = '';
      this.#ask({ api: this.#api.value, filter: '', offset: 0 });
    });
    this.#filter.type = 'search';
    this.#filter.placeholder = 'Filter routes';
    this.#filter.setAttribute('aria-label', 'Filter routes by name, authorization or what they call');
    this.#filter.addEventListener('input', () => {
      clearTimeout(this.#filterTimer);
      this.#filterTimer = setTimeout(() => this.#ask({ filter: this.#filter.value, offset: 0 }), calm);
    });
    const tabs = element('div', 'tabs', ...this.#tabs);
    tabs.setAttribute('role', 'tablist');
    this.#status.setAttribute('role', 'status');
    const keys = element(
      'p',
      'unseen',
      'Arrow right and left follow the edges, up and down go to neighbours, Enter opens the file. The list says the same in words.',
    );
    keys.id = 'graph-keys';
    for (const [view, panel] of [
      ['matrix', this.#matrix.element],
      ['list', this.#list.element],
      ['picture', this.#graph.element],
    ] as const) {
      panel.id = `panel-${view}`;
      if (view !== 'picture') panel.setAttribute('role', 'tabpanel');
      if (view !== 'picture') panel.setAttribute('aria-labelledby', `tab-${view}`);
    }
    this.#details.element.hidden = true;
    document.body.append(
      element('header', 'bar', this.#api, this.#filter, tabs, this.#tools),
      element('main', '', this.#empty, this.#graph.element, this.#matrix.element, this.#list.element),
      this.#details.element,
      element('footer', 'bar', this.#status, this.#pages, legend()),
      keys,
    );
  }
}

function legend(): HTMLElement {
  const entries = (['granted', 'missing', 'maybe', 'denied', 'refused'] as const).map((state) => {
    const sign = element('span', `sign ${state}`, stateSigns[state]);
    sign.setAttribute('aria-hidden', 'true');
    return element('li', `only-${state}`, sign, stateNames[state]);
  });
  return element('ul', 'legend', ...entries);
}

function questionOf({ api, filter, offset }: AccessMapParams): string {
  return JSON.stringify([api, filter, offset]);
}

const vscode = acquireVsCodeApi();
window.addEventListener('error', ({ message, error }) => {
  vscode.postMessage({ kind: 'failed', error: error instanceof Error ? (error.stack ?? message) : message });
});
new Page(vscode);
