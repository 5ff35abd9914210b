import type { Span } from '../text/span.ts';
import type { PolicyDocument, SlotUse } from './policy.ts';
import type { TextValue } from './text-value.ts';
import type { Change, Value } from '../text/change.ts';

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
  readonly authorizers: readonly Authorizer[];
  readonly stages: readonly Stage[];
  /** IAM users and groups. */
  readonly identities: readonly Identity[];
  /** Roles named as `CloudWatchRoleArn` of the account's API Gateway settings. */
  readonly logRoles: readonly LogRole[];
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly links: readonly FileLink[];
  /** What a template tells other stacks by its Outputs. */
  readonly outputs: readonly Output[];
  /** The parameters of a template that hold one text, as it is handed in: no lists, nor what is looked up under the text. */
  readonly textParameters: readonly string[];
  /** False when the file may declare more than can be read (macros, nested stacks, includes): nothing may be said of what is absent. */
  readonly complete: boolean;
}

/** A file that declares nothing yet: what every reader starts from. */
export function emptyFacts(uri: string, dialect: Dialect): FileFacts {
  return {
    uri,
    dialect,
    policies: [],
    resources: [],
    roles: [],
    functions: [],
    permissions: [],
    apis: [],
    routes: [],
    authorizers: [],
    stages: [],
    identities: [],
    logRoles: [],
    vpcEndpoints: [],
    links: [],
    outputs: [],
    textParameters: [],
    complete: true,
  };
}

/** An output of a template: for the stack that nests the template, and by an `Export` for every stack. */
export interface Output {
  readonly name: string;
  readonly key: Span;
  readonly value: TextValue | undefined;
  /** The logical ids that are told by their name, id or ARN: those who get them can grant on them. An address tells of none. */
  readonly hands: readonly string[];
  readonly exported: boolean;
}

/** What the stack resource of a nested template sets a parameter of it to. */
export interface HandedIn {
  readonly name: string;
  readonly key: Span;
  readonly value: TextValue | undefined;
  /** The logical ids that are told. */
  readonly hands: readonly string[];
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
  /** What its ARN is made of: the property that names it (`QueueName`, `TableName`), where it is written. */
  readonly name: TextValue | undefined;
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
  /** The managed policy that bounds what the role's policies can grant. */
  readonly boundary: TextValue | undefined;
  /** For a role that SAM makes: the service that it trusts unless a trust policy is written. */
  readonly impliedTrust?: string;
  /** False when a property is computed. */
  readonly complete: boolean;
}

/** An IAM user or group. */
export interface Identity {
  readonly id: string;
  readonly uri: string;
  readonly kind: 'user' | 'group';
  readonly key: Span;
  readonly properties: Span | undefined;
  readonly name: TextValue | undefined;
  readonly path: TextValue | undefined;
  readonly managedPolicies: readonly TextValue[];
  /** Of a user: the groups it is in. */
  readonly groups: readonly TextValue[];
  readonly boundary: TextValue | undefined;
  readonly policiesAt: Span | undefined;
  /** False when a property is computed. */
  readonly complete: boolean;
}

export interface LogRole {
  readonly uri: string;
  readonly key: Span;
  readonly role: TextValue;
}

/** What calls of private APIs come through. */
export interface VpcEndpoint {
  readonly id: string;
  readonly uri: string;
  readonly key: Span;
  /** `com.amazonaws.eu-west-1.execute-api` */
  readonly service: TextValue | undefined;
  /** Indexes into the file's policies: the endpoint's policy, its alternatives where a condition decides. */
  readonly policies: readonly number[];
  /** False when it may have another policy than that one, or than none. */
  readonly policyComplete: boolean;
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
  /** It is for calls of the function's URL and no others. */
  readonly ofFunctionUrl?: true;
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
  /** The mapping where a property of the API can be added: Properties, or the OpenAPI document. */
  readonly properties: Span | undefined;
  /** `PRIVATE`, `REGIONAL`, `EDGE` as written; empty when nothing is said. */
  readonly endpointTypes: readonly TextValue[];
  readonly endpointKey: Span | undefined;
  /** Indexes into the file's policies: the API's resource policy, its alternatives where a condition decides. */
  readonly policies: readonly number[];
  /** The key of the resource policy, also of one that cannot be read. */
  readonly policyKey: Span | undefined;
  /** False when a resource policy may come from elsewhere (a definition or a function that cannot be read). */
  readonly policyComplete: boolean;
  /** API Gateway answers preflight requests by itself (HTTP APIs' CorsConfiguration, SAM's Cors). */
  readonly cors: boolean;
  /** The change that leaves the default authorizer out of preflight requests, where the format puts it there (SAM). */
  readonly preflightSwitch?: Change;
  /** False when routes may be hidden (a body from elsewhere). */
  readonly complete: boolean;
}

/** A stage of an API, as far as rules ask about it. */
export interface Stage {
  readonly id: string;
  readonly uri: string;
  readonly api: TextValue | undefined;
  readonly key: Span;
  readonly name: TextValue | undefined;
  /** Caching is switched on for some of its methods; the place that says so. */
  readonly cachingKey: Span | undefined;
  /** The word that lets any client refresh the cache: the value of `requireAuthorizationForCacheControl`, when it is false. */
  readonly openRefresh?: Span;
  /** Logs are switched on that the account's CloudWatch role has to write; the place that says so. */
  readonly loggingKey: Span | undefined;
  readonly complete: boolean;
}

export interface Authorizer {
  /** The logical id, SAM's name of it, or the name of the OpenAPI security scheme. */
  readonly id: string;
  readonly uri: string;
  readonly api: TextValue | undefined;
  readonly key: Span;
  /** `lambda` for TOKEN, REQUEST and SAM's function authorizers. */
  readonly kind: 'lambda' | 'cognito' | 'jwt' | 'unknown';
  /** The authorizer's URI (`arn:aws:apigateway:...:lambda:path/.../invocations`). */
  readonly target: TextValue | undefined;
  readonly targetKey: Span | undefined;
  readonly credentials: TextValue | undefined;
  readonly credentialsKey: Span | undefined;
  /** The mapping that holds these properties, for added entries. */
  readonly at: Span;
  readonly credentialsName: string;
  /** What has the format make the permission by itself, where it can: SAM's EnableFunctionDefaultPermissions. */
  readonly permissionSwitch: Change | undefined;
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
  /** `AWS_IAM`, `NONE`, `CUSTOM`, `COGNITO_USER_POOLS`, `JWT`, in capital letters where it is literal; undefined: nothing is said, which is NONE. */
  readonly authorization: TextValue | undefined;
  readonly authorizationKey: Span | undefined;
  /** The logical id, the scheme or the id of the authorizer. */
  readonly authorizer: TextValue | undefined;
  /** How `AWS_IAM` is written here, for a fix that asks for it: an entry of the mapping at `at`. Undefined where one entry cannot do it. */
  readonly authorizationSlot: { readonly at: Span; readonly name: string; readonly iam: Value } | undefined;
  /** The demands that an operation of OpenAPI makes by itself: the list of its `security`. */
  readonly securityAt?: Span;
  readonly integration: Integration | undefined;
  /** False when an authorization or an integration may be set that cannot be read. */
  readonly complete: boolean;
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
  readonly httpMethodKey: Span | undefined;
  readonly subtype: TextValue | undefined;
  /** `Action` of a query service (SQS, SNS), from the request parameters or the mapping templates; undefined when none is found. */
  readonly operation: TextValue | undefined;
  /** The request parameters as written (`integration.request.header.X`, `QueueUrl`); undefined when they cannot be read whole. */
  readonly parameters: readonly IntegrationParameter[] | undefined;
  readonly parametersKey: Span | undefined;
  /** What the request parameters or the mapping templates name as that which is acted on (`TableName`, `TopicArn`); undefined values for names that a call decides. */
  readonly named?: readonly { readonly name: string; readonly value: TextValue | undefined }[];
  /** The mapping that holds these properties, for added entries. */
  readonly at: Span;
  /** The key under which credentials are written in this format. */
  readonly credentialsName: string;
  /** The credentials are not written: the format makes them so (SAM's caller credentials with AWS_IAM). */
  readonly impliedCredentials: boolean;
}

export interface IntegrationParameter {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: TextValue | undefined;
}

/** This file names another one. */
export type FileLink =
  /** A template that is deployed as a stack of its own, inside this one's: by the resource `stack`. */
  | {
      readonly kind: 'nested-template';
      readonly span: Span;
      readonly path: string;
      readonly stack: string;
      readonly parameters: readonly HandedIn[];
    }
  /** A command or a function hands that file over as a policy. */
  | { readonly kind: 'policy'; readonly span: Span; readonly path: string; readonly use: SlotUse }
  /** A definition takes the operations of a path (all its paths, where none is given) from that file, for a bundler to put in. */
  | {
      readonly kind: 'definition-part';
      readonly span: Span;
      readonly path: string;
      readonly route: string | undefined;
      readonly apiKind: 'rest' | 'http';
    }
  /** A template takes an API's definition from that file. */
  | {
      readonly kind: 'api-definition';
      readonly span: Span;
      readonly path: string;
      readonly api: string;
      readonly apiKind: 'rest' | 'http';
      /** Everything but what that file says of the API is known: who reads it whole knows the API whole. */
      readonly whole: boolean;
      /** CloudFormation puts it into the template (`AWS::Include`), and works out its functions there. */
      readonly included?: true;
    };
