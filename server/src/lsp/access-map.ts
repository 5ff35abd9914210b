import * as features from '../features/access-map.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Place } from '../text/span.ts';
import type { AccessApisResult, AccessMapParams, AccessMapResult, FilePlace } from './access-protocol.ts';
import { toRange } from './convert.ts';
import type { Session } from './session.ts';

/** No client draws more routes at once, whatever it asks for. */
const most = 500;

export function accessApis(session: Session): AccessApisResult {
  const apis = features.mappedApis(session.current());
  return {
    apis: apis.map(({ place, files, ...api }) => ({
      ...api,
      at: toFilePlace(session, place),
      files: files.map((uri) => session.documents.uriFor(uri)),
    })),
  };
}

export function accessMap(session: Session, { api, filter, offset, limit }: AccessMapParams): AccessMapResult {
  const map = features.accessMap(session.current(), {
    api,
    filter,
    offset: Math.max(0, offset),
    limit: Math.min(Math.max(1, limit), most),
  });
  if (!map) return { map: null };
  return {
    map: {
      ...map,
      nodes: map.nodes.map(({ place, ...node }) => ({ ...node, at: place ? toFilePlace(session, place) : null })),
      edges: map.edges.map(({ grounds, ...edge }) => ({
        ...edge,
        grounds: grounds.map(({ says, place }) => ({ says, at: place ? toFilePlace(session, place) : null })),
      })),
    },
  };
}

function toFilePlace({ workspace, documents }: Session, { uri, span }: Place): FilePlace {
  const lines = workspace.linesOf(uri) ?? new LineIndex('');
  return { uri: documents.uriFor(uri), range: toRange(lines, span) };
}
