import type {
  Api,
  Authorizer,
  DeclaredResource,
  FileFacts,
  Identity,
  LambdaFunction,
  LambdaPermission,
  LogRole,
  Role,
  Route,
  Stage,
  VpcEndpoint,
} from '../model/facts.ts';
import type { PolicyDocument, SlotUse } from '../model/policy.ts';
import type { ScriptGrant } from './script-grants.ts';
import type { Stacks } from './stacks.ts';

/** A policy document in one of the slots it is used in; a loose file nobody refers to has none. */
export interface PlacedPolicy {
  readonly document: PolicyDocument;
  readonly use: SlotUse | undefined;
}

/** A resource with the file that declares it. */
export interface UnitResource extends DeclaredResource {
  readonly uri: string;
}

/**
 * A deployment unit: a template with the files it names and the stacks it nests, a script with its policies; files that name each other
 * are one unit.
 */
export interface Unit {
  readonly files: readonly FileFacts[];
  /** As they are written. */
  readonly policies: readonly PlacedPolicy[];
  /** What a format makes of other words (SAM's policy templates, connectors): grants like any other, which nobody wrote so. */
  readonly madePolicies: readonly PlacedPolicy[];
  readonly roles: readonly Role[];
  readonly functions: readonly LambdaFunction[];
  readonly permissions: readonly LambdaPermission[];
  readonly apis: readonly Api[];
  /** Of an API whose definition stands in a file of its own: that file. */
  readonly definedIn: ReadonlyMap<Api, FileFacts>;
  readonly routes: readonly Route[];
  readonly authorizers: readonly Authorizer[];
  readonly stages: readonly Stage[];
  readonly identities: readonly Identity[];
  readonly logRoles: readonly LogRole[];
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly resources: readonly UnitResource[];
  /** Undefined where the unit is one stack. */
  readonly stacks: Stacks | undefined;
  /** Resources that stacks out of sight get to know, each with its file: those may grant on them. */
  readonly handedOut: ReadonlySet<string>;
  /** What scripts of the workspace let API Gateway invoke. */
  readonly scriptGrants: readonly ScriptGrant[];
  /** False when something may be declared out of sight. */
  readonly complete: boolean;
}
