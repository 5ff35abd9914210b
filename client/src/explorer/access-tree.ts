import * as vscode from 'vscode';
import type {
  AccessApi,
  AccessEdge,
  AccessMap,
  AccessNode,
  AccessRoute,
  AccessRouteState,
  AccessState,
  FilePlace,
} from '../../../server/src/lsp/access-protocol.ts';
import type { AccessModel } from './access-model.ts';
import { openCommand, shortPath } from './places.ts';

/** Routes that are asked for, and listed, at a time. */
const pageSize = 200;

export type AccessItem =
  | { readonly kind: 'api'; readonly id: string; readonly api: AccessApi; readonly isAlone: boolean }
  | {
      readonly kind: 'route';
      readonly id: string;
      readonly api: AccessApi;
      readonly map: AccessMap;
      readonly route: AccessRoute;
    }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly label: string;
      readonly icon: string;
      readonly map: AccessMap;
      readonly edges: readonly AccessEdge[];
      readonly side: 'from' | 'to';
    }
  | { readonly kind: 'edge'; readonly id: string; readonly edge: AccessEdge; readonly node: AccessNode }
  | { readonly kind: 'more'; readonly id: string; readonly api: AccessApi; readonly left: number };

/** API, route, then who may call it and what stands behind it. */
export class AccessTree implements vscode.TreeDataProvider<AccessItem>, vscode.Disposable {
  readonly #model: AccessModel;
  readonly #changed = new vscode.EventEmitter<AccessItem | undefined>();
  readonly #subscription: vscode.Disposable;
  /** Pages that were asked for, by API. */
  readonly #pages = new Map<string, number>();

  readonly onDidChangeTreeData: vscode.Event<AccessItem | undefined> = this.#changed.event;

  constructor(model: AccessModel) {
    this.#model = model;
    this.#subscription = model.onDidChange(() => this.#changed.fire(undefined));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async getChildren(item?: AccessItem): Promise<AccessItem[]> {
    if (!item) {
      const apis = await this.#model.apis();
      return apis.map((api) => ({ kind: 'api', id: api.id, api, isAlone: apis.length === 1 }));
    }
    switch (item.kind) {
      case 'api':
        return this.#routesOf(item.api);
      case 'route':
        return groupsOf(item.id, item.map, item.route);
      case 'group':
        return edgesOf(item);
      case 'edge':
      case 'more':
        return [];
    }
  }

  getTreeItem(item: AccessItem): vscode.TreeItem {
    switch (item.kind) {
      case 'api':
        return apiItem(item.api, item.isAlone);
      case 'route':
        return routeItem(item.id, item.map, item.route);
      case 'group': {
        const shown = new vscode.TreeItem(item.label, vscode.TreeItemCollapsibleState.Expanded);
        shown.id = item.id;
        shown.iconPath = new vscode.ThemeIcon(item.icon);
        return shown;
      }
      case 'edge':
        return edgeItem(item.id, item.edge, item.node);
      case 'more':
        return moreItem(item.id, item.api, item.left);
    }
  }

  /** Where an API or a route is declared: a click on it opens and closes what is below. */
  placeOf(item: AccessItem): FilePlace | undefined {
    if (item.kind === 'api') return item.api.at;
    if (item.kind === 'route') return item.map.nodes.find(({ id }) => id === item.route.node)?.at ?? undefined;
    return undefined;
  }

  /** Lists one page more of an API's routes. */
  showMore(api: string): void {
    this.#pages.set(api, (this.#pages.get(api) ?? 1) + 1);
    this.#changed.fire(undefined);
  }

  async #routesOf(api: AccessApi): Promise<AccessItem[]> {
    const items: AccessItem[] = [];
    for (let page = 0; page < (this.#pages.get(api.id) ?? 1); page++) {
      const offset = page * pageSize;
      const map = await this.#model.map({ api: api.id, filter: '', offset, limit: pageSize });
      if (!map) return items;
      for (const route of map.routes) items.push({ kind: 'route', id: `${api.id} ${route.node}`, api, map, route });
      const left = map.total - offset - map.routes.length;
      if (left <= 0) return items;
      if (page === (this.#pages.get(api.id) ?? 1) - 1) items.push({ kind: 'more', id: `${api.id} more`, api, left });
    }
    return items;
  }
}

function groupsOf(id: string, map: AccessMap, { callers, behind }: AccessRoute): AccessItem[] {
  const pick = (ids: readonly string[]) =>
    map.edges.filter((edge) => ids.includes(edge.id) && edge.state !== 'refused');
  const groups: AccessItem[] = [];
  const calling = pick(callers);
  const called = pick(behind);
  if (calling.length > 0)
    groups.push({
      kind: 'group',
      id: `${id} callers`,
      label: 'Callers',
      icon: 'person',
      map,
      edges: calling,
      side: 'from',
    });
  if (called.length > 0)
    groups.push({
      kind: 'group',
      id: `${id} behind`,
      label: 'Behind it',
      icon: 'plug',
      map,
      edges: called,
      side: 'to',
    });
  return groups;
}

function edgesOf({ id, map, edges, side }: Extract<AccessItem, { kind: 'group' }>): AccessItem[] {
  return edges.flatMap((edge) => {
    const node = map.nodes.find((one) => one.id === edge[side]);
    return node ? [{ kind: 'edge' as const, id: `${id} ${edge.id}`, edge, node }] : [];
  });
}

const apiKinds: Readonly<Record<AccessApi['kind'], string>> = { rest: 'REST', http: 'HTTP', websocket: 'WebSocket' };

function apiItem(api: AccessApi, isAlone: boolean): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(api.name, api.routes === 0 ? None : isAlone ? Expanded : Collapsed);
  item.id = api.id;
  item.iconPath = new vscode.ThemeIcon('globe');
  item.description = `${apiKinds[api.kind]}, ${api.routes === 1 ? '1 route' : `${api.routes} routes`}, ${shortPath(api.at.uri)}`;
  item.tooltip = `${apiKinds[api.kind]} API ${api.name}, in ${shortPath(api.at.uri)}`;
  item.contextValue = 'api';
  return item;
}

function routeItem(id: string, map: AccessMap, route: AccessRoute): vscode.TreeItem {
  const node = map.nodes.find((one) => one.id === route.node);
  const item = new vscode.TreeItem(node?.label ?? '', vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = routeIcons[route.state];
  item.description = node?.detail ?? '';
  item.tooltip = [node?.label, node?.detail, route.reason].filter(Boolean).join('\n');
  item.contextValue = 'route';
  item.accessibilityInformation = { label: `route ${node?.label}, ${node?.detail}: ${route.reason}` };
  return item;
}

function edgeItem(id: string, edge: AccessEdge, node: AccessNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.None);
  const at = edge.grounds.find((ground) => ground.at)?.at ?? node.at;
  item.id = id;
  item.iconPath = iconOf(edge.state);
  item.description = edge.says;
  item.tooltip = [
    [node.label, node.detail].filter(Boolean).join(', '),
    edge.says,
    ...edge.grounds.map((ground) => sayGround(ground)),
  ].join('\n');
  item.accessibilityInformation = { label: `${node.kind} ${node.label}: ${edge.says}, ${stateWords[edge.state]}` };
  if (at) item.command = openCommand(at);
  return item;
}

function sayGround({ says, at }: AccessEdge['grounds'][number]): string {
  return at ? `${says} (${shortPath(at.uri)}:${at.range.start.line + 1})` : says;
}

function moreItem(id: string, api: AccessApi, left: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`${left} more routes`, vscode.TreeItemCollapsibleState.None);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: 'grantlens.showMoreRoutes', title: 'Show more routes', arguments: [api.id] };
  return item;
}

const stateWords: Readonly<Record<AccessState, string>> = {
  granted: 'granted',
  missing: 'a grant is missing',
  maybe: 'cannot be told',
  denied: 'denied',
  refused: 'not granted',
  plain: 'needs no grant',
};

const routeIcons: Readonly<Record<AccessRouteState, vscode.ThemeIcon>> = {
  ungranted: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  closed: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.warningForeground')),
  open: new vscode.ThemeIcon('unlock'),
  unknown: new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground')),
  ok: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
};

function iconOf(state: AccessState): vscode.ThemeIcon {
  switch (state) {
    case 'granted':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'missing':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'denied':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('charts.purple'));
    case 'maybe':
      return new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground'));
    case 'refused':
      return new vscode.ThemeIcon('dash');
    case 'plain':
      return new vscode.ThemeIcon('circle-outline');
  }
}
