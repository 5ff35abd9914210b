import type { Api, Authorizer, FileFacts, FileLink, Route } from '../model/facts.ts';
import { madeText, type TextValue } from '../model/text-value.ts';

type DefinitionLink = Extract<FileLink, { kind: 'api-definition' }>;

/** A file that defines an API, and the one resource that takes it. */
interface Definition {
  readonly link: DefinitionLink;
  /** The file with the API's resource. */
  readonly uri: string;
}

/** By the defining file. Undefined for a file that several APIs take: which of them a route belongs to is not one answer. */
export type Definitions = ReadonlyMap<string, Definition | undefined>;

export function definitionsOf(
  links: readonly { readonly link: FileLink; readonly target: string; readonly uri: string }[],
): Definitions {
  const definitions = new Map<string, Definition | undefined>();
  for (const { link, target, uri } of links) {
    if (link.kind !== 'api-definition') continue;
    definitions.set(target, definitions.has(target) ? undefined : { link, uri });
  }
  return definitions;
}

type PartLink = Extract<FileLink, { kind: 'definition-part' }>;

/** By a file with operations: the definition that takes it. Undefined for a file that is taken several times. */
export type DefinitionParts = ReadonlyMap<string, { readonly link: PartLink; readonly uri: string } | undefined>;

export function definitionPartsOf(
  links: readonly { readonly link: FileLink; readonly target: string; readonly uri: string }[],
): DefinitionParts {
  const parts = new Map<string, { readonly link: PartLink; readonly uri: string } | undefined>();
  for (const { link, target, uri } of links) {
    if (link.kind !== 'definition-part') continue;
    parts.set(target, parts.has(target) ? undefined : { link, uri });
  }
  return parts;
}

/** The routes of a file that a definition takes operations from: the path, the kind of API and the API itself are told there. */
function partRoutes(file: FileFacts, definitions: Definitions, parts: DefinitionParts): readonly Route[] {
  const part = parts.get(file.uri);
  const { route: name, apiKind } = part?.link ?? {};
  const definition = part && definitions.get(part.uri);
  return file.routes.flatMap((route): readonly Route[] => {
    const place = { span: route.key, at: route.key };
    const path = route.path ?? (name === undefined ? undefined : madeText(place, name));
    if (!path) return [];
    const kind = definition?.link.apiKind ?? apiKind ?? route.apiKind;
    const api = definition && apiText(definition);
    return [{ ...route, path, apiKind: kind, api, ...(kind === 'http' ? { authorizationSlot: undefined } : {}) }];
  });
}

/** A file's routes, each with the API that takes the file for its definition. */
export function routesOf(file: FileFacts, definitions: Definitions, parts: DefinitionParts): readonly Route[] {
  const isPart = parts.has(file.uri) || file.routes.some(({ path }) => path === undefined);
  if (file.dialect === 'openapi' && file.apis.length === 0 && isPart) return partRoutes(file, definitions, parts);
  const definition = definitions.get(file.uri);
  if (!definition) return file.routes;
  const { apiKind } = definition.link;
  return file.routes.map((route) => {
    if (route.api) return route;
    // The extension that asks for AWS_IAM is one of REST APIs.
    const slot = route.authorizationSlot;
    const authorizationSlot = apiKind === 'http' && slot?.name === 'x-amazon-apigateway-auth' ? undefined : slot;
    return { ...route, api: apiText(definition), apiKind, authorizationSlot };
  });
}

export function authorizersOf(file: FileFacts, definitions: Definitions): readonly Authorizer[] {
  const definition = definitions.get(file.uri);
  return definition
    ? file.authorizers.map((one) => (one.api ? one : { ...one, api: apiText(definition) }))
    : file.authorizers;
}

function apiText({ link }: Definition): TextValue {
  return madeText({ span: link.span, at: link.span }, { kind: 'logical', id: link.api });
}

export interface DefinedApis {
  readonly apis: readonly Api[];
  /** The definition that stands in a file of its own, with its facts. */
  readonly definedIn: ReadonlyMap<Api, FileFacts>;
}

/** The APIs of all files; a definition that is an API's is none of its own. An API of which all the rest is known is as complete as its definition. */
export function apisOf(files: readonly FileFacts[], definitions: Definitions): DefinedApis {
  const byApi = new Map<string, { readonly own: Api; readonly file: FileFacts; readonly whole: boolean }>();
  for (const file of files) {
    const definition = definitions.get(file.uri);
    const own = file.apis.find(({ id }) => id === '');
    const { api, whole } = definition?.link ?? {};
    if (definition && own) byApi.set(`${definition.uri} ${api}`, { own, file, whole: whole === true });
  }
  const definedIn = new Map<Api, FileFacts>();
  const apis = files.flatMap((file) =>
    file.apis.flatMap((api): readonly Api[] => {
      if (api.id === '') return definitions.has(file.uri) ? [] : [api];
      const definition = byApi.get(`${api.uri} ${api.id}`);
      if (!definition) return [api];
      const joined = definition.whole ? withDefinition(api, definition.own) : api;
      definedIn.set(joined, definition.file);
      return [joined];
    }),
  );
  return { apis, definedIn };
}

function withDefinition(api: Api, own: Api): Api {
  return {
    ...api,
    endpointTypes: api.endpointKey ? api.endpointTypes : own.endpointTypes,
    policyComplete: own.policyComplete && (api.policyKey === undefined || own.policyKey === undefined),
    cors: api.cors || own.cors,
    complete: own.complete,
  };
}
