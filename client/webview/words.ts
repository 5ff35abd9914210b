import type { AccessEdge, AccessMap, AccessNode, AccessState } from '../../server/src/lsp/access-protocol.ts';

/** What a state is called, alone. */
export const stateNames: Readonly<Record<AccessState, string>> = {
  granted: 'granted',
  missing: 'grant missing',
  maybe: 'cannot be told',
  denied: 'denied',
  refused: 'not granted',
  plain: 'no grant needed',
};

/** A sign for each state, since colour alone tells some people nothing. */
export const stateSigns: Readonly<Record<AccessState, string>> = {
  granted: '✓',
  missing: '✕',
  maybe: '?',
  denied: '⊘',
  refused: '–',
  plain: '',
};

export const kindNames: Readonly<Record<AccessNode['kind'], string>> = {
  caller: 'caller',
  route: 'route',
  integration: 'integration',
  role: 'role',
  function: 'function',
  service: 'service',
};

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A map with its parts by their ids. */
export interface IndexedMap extends AccessMap {
  readonly nodeOf: (id: string) => AccessNode | undefined;
  readonly edgeOf: (id: string) => AccessEdge | undefined;
}

export function indexed(map: AccessMap): IndexedMap {
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  const edges = new Map(map.edges.map((edge) => [edge.id, edge]));
  return { ...map, nodeOf: (id) => nodes.get(id), edgeOf: (id) => edges.get(id) };
}

/** `KeeperGroup to GET /pets, granted: a policy allows it` */
export function sentenceOf(edge: AccessEdge, map: IndexedMap): string {
  const [from, to] = [map.nodeOf(edge.from), map.nodeOf(edge.to)];
  return `${from?.label ?? ''} to ${to?.label ?? ''}, ${stateNames[edge.state]}: ${edge.says}`;
}

export function shortFile(uri: string): string {
  const path = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
