// What a client may ask about who gets through to which route. Said on both sides, and in the panel that draws it.

/** `grantlens/accessApis`, asked by the client, without parameters: every API of the workspace. */
export interface AccessApisResult {
  readonly apis: readonly AccessApi[];
}

export interface AccessApi {
  readonly id: string;
  readonly name: string;
  readonly kind: 'rest' | 'http' | 'websocket';
  /** How many are known. */
  readonly routes: number;
  readonly at: FilePlace;
  /** URIs of the files that declare it and its routes. */
  readonly files: readonly string[];
}

/** `grantlens/accessMap`, asked by the client: an API's routes, who may call them, and what stands behind them. */
export interface AccessMapParams {
  readonly api: string;
  /** Words that a route must hold: in its name, its authorization, or what it calls; in quotes: its name. */
  readonly filter: string;
  readonly offset: number;
  readonly limit: number;
}

export interface AccessMapResult {
  /** Null when the API is gone. */
  readonly map: AccessMap | null;
}

/** `grantlens/accessChanged`, told to a client whose initialization options asked for it: what it was answered may be old. */

export interface AccessMap {
  readonly nodes: readonly AccessNode[];
  readonly edges: readonly AccessEdge[];
  readonly routes: readonly AccessRoute[];
  /** How many routes the filter lets through, and how many there are. */
  readonly matching: number;
  readonly total: number;
  /** Which of the matching ones is the first of `routes`. */
  readonly offset: number;
  /** Callers that are too many to be drawn. */
  readonly callersLeftOut: number;
}

export interface AccessNode {
  readonly id: string;
  readonly kind: 'caller' | 'route' | 'integration' | 'role' | 'function' | 'service';
  readonly label: string;
  readonly detail: string;
  readonly at: FilePlace | null;
  /** Stands for the callers of which nothing is known. */
  readonly nobody?: true;
}

export type AccessState = 'granted' | 'missing' | 'maybe' | 'denied' | 'refused' | 'plain';

export interface AccessEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: AccessState;
  readonly says: string;
  readonly grounds: readonly AccessGround[];
}

interface AccessGround {
  readonly says: string;
  /** Null for what no file holds. */
  readonly at: FilePlace | null;
}

export interface AccessRoute {
  readonly node: string;
  /** Ids of edges. */
  readonly callers: readonly string[];
  readonly behind: readonly string[];
  readonly state: AccessRouteState;
  /** One clause: why it is in that state. */
  readonly reason: string;
}

/** The worst that is to be said of a route: its back end cannot be called, nobody may call it, anyone may, it cannot be told. */
export type AccessRouteState = 'ungranted' | 'closed' | 'open' | 'unknown' | 'ok';

export interface FilePlace {
  readonly uri: string;
  readonly range: FileRange;
}

export interface FileRange {
  readonly start: FilePosition;
  readonly end: FilePosition;
}

interface FilePosition {
  readonly line: number;
  readonly character: number;
}
