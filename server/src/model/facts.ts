import type { Span } from '../text/span.ts';
import type { PolicyDocument, SlotUse } from './policy.ts';
import type { TextValue } from './text-value.ts';

/** What one file declares: plain data, without tree nodes. Logical ids are unique in a file only. */
export interface FileFacts {
  readonly uri: string;
  readonly dialect: Dialect;
  readonly policies: readonly PolicyDocument[];
  /** Every resource of a template, also those of types that nothing below describes. */
  readonly resources: readonly DeclaredResource[];
  readonly roles: readonly Role[];
  readonly functions: readonly LambdaFunction[];
  readonly permissions: readonly LambdaPermission[];
  readonly apis: readonly Api[];
  readonly routes: readonly Route[];
  readonly links: readonly FileLink[];
  /** False when the file may declare more than can be read (macros, nested stacks, includes): nothing may be said of what is absent. */
  readonly complete: boolean;
}

type Dialect = 'policy-file' | 'cloudformation' | 'openapi' | 'aws-cli';

export interface DeclaredResource {
  readonly id: string;
  readonly type: string;
  /** The logical id as written, to underline and to name the entry in changes. */
  readonly key: Span;
  /** The resource's node and its Properties' node. */
  readonly at: Span;
  readonly properties: Span | undefined;
  /** The mapping that holds all resources, where a new one would go. */
  readonly container: Span;
  /** `Condition` of the resource: it exists only sometimes. */
  readonly conditional: boolean;
  /** The logical ids that its text refers to. */
  readonly mentions: readonly string[];
  /** Of a type that may create, grant or attach anything: a custom resource, a nested stack. */
  readonly opaque: boolean;
}

export interface Role {
  readonly id: string;
  readonly uri: string;
  readonly key: Span;
  readonly properties: Span | undefined;
  readonly name: TextValue | undefined;
  readonly path: TextValue | undefined;
  /** Index into the file's policies; undefined: none is written. */
  readonly trust: number | undefined;
  readonly managedPolicies: readonly TextValue[];
  /** The lists where a policy could be added. */
  readonly policiesAt: Span | undefined;
  /** For a role that SAM makes: the service that it trusts unless a trust policy is written. */
  readonly impliedTrust?: string;
  /** False when a property is computed. */
  readonly complete: boolean;
}

export interface LambdaFunction {
  readonly id: string;
  readonly uri: string;
  readonly key: Span;
  readonly type: 'function' | 'version' | 'alias';
  /** For versions and aliases: the function. */
  readonly of: TextValue | undefined;
  /** FunctionName, or the alias's Name. */
  readonly name: TextValue | undefined;
  readonly role: TextValue | undefined;
}

export interface LambdaPermission {
  /** Empty for one that SAM creates by itself. */
  readonly id: string;
  readonly uri: string;
  /** What to underline: the logical id, or for SAM the event's. */
  readonly key: Span;
  readonly properties: Span | undefined;
  readonly action: TextValue | undefined;
  /** Name, partial ARN or ARN, with or without qualifier. */
  readonly function: TextValue | undefined;
  readonly qualifier: TextValue | undefined;
  readonly principal: TextValue | undefined;
  readonly sourceArn: TextValue | undefined;
  readonly sourceArnKey: Span | undefined;
  readonly sourceAccount: TextValue | undefined;
  readonly written: boolean;
  readonly complete: boolean;
}

export interface Api {
  /** The logical id; for an OpenAPI file that nobody refers to, the empty string. */
  readonly id: string;
  readonly uri: string;
  readonly kind: 'rest' | 'http' | 'websocket';
  readonly key: Span;
  readonly name: TextValue | undefined;
  /** False when routes may be hidden (a body from elsewhere). */
  readonly complete: boolean;
}

export interface Route {
  readonly uri: string;
  /** The API's logical id in this file, a text that names it, or undefined for an OpenAPI file: the graph finds the API by the links. */
  readonly api: TextValue | undefined;
  readonly apiKind: 'rest' | 'http' | 'websocket';
  /** What to underline: the verb, the method's logical id. */
  readonly key: Span;
  /** `GET`, `ANY`; for HTTP and WebSocket APIs that take other route keys: `undefined`. */
  readonly method: TextValue | undefined;
  /** `/pets/{petId}`; `$default` and WebSocket route keys as they are. Undefined when it cannot be computed. */
  readonly path: TextValue | undefined;
  readonly authorization: TextValue | undefined;
  readonly authorizationKey: Span | undefined;
  readonly integration: Integration | undefined;
}

export interface Integration {
  readonly uri: string;
  /** `AWS`, `AWS_PROXY`, `HTTP`, `HTTP_PROXY`, `MOCK`, in capital letters. */
  readonly type: TextValue | undefined;
  /** The integration URI, or for HTTP APIs a function's ARN. */
  readonly target: TextValue | undefined;
  readonly targetKey: Span | undefined;
  readonly credentials: TextValue | undefined;
  readonly credentialsKey: Span | undefined;
  readonly httpMethod: TextValue | undefined;
  readonly subtype: TextValue | undefined;
  /** The mapping that holds these properties, for added entries. */
  readonly at: Span;
  /** The key under which credentials are written in this format. */
  readonly credentialsName: string;
}

/** This file names another one. */
export type FileLink =
  /** A command or a function hands that file over as a policy. */
  | { readonly kind: 'policy'; readonly span: Span; readonly path: string; readonly use: SlotUse }
  /** A template takes an API's definition from that file. */
  | {
      readonly kind: 'api-definition';
      readonly span: Span;
      readonly path: string;
      readonly api: string;
      readonly apiKind: 'rest' | 'http';
    };
