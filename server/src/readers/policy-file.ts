import { emptyFacts, type FileFacts } from '../model/facts.ts';
import type { PolicyDocument, Slot, SlotUse } from '../model/policy.ts';
import { isPolicyDocument, plainValues, readPolicy, scalarText } from '../model/read-policy.ts';
import type { TextValue } from '../model/text-value.ts';
import type { Span } from '../text/span.ts';
import { organizationSlot } from './organization-policies.ts';
import { embeddedTree } from '../tree/embedded.ts';
import {
  entriesOf,
  entryOf,
  stringOf,
  valueOf,
  type Entry,
  type MappingNode,
  type Node,
  type Tree,
} from '../tree/node.ts';

/**
 * Reads loose policy files, and what the AWS command line prints and takes around a policy (`get-policy-version`,
 * `get-role-policy`, `get-role`, `get-account-authorization-details`, `lambda get-policy`, `organizations describe-policy`,
 * `ec2 describe-vpc-endpoints`, `--cli-input-json`). A policy inside a
 * wrapper has the slot that the wrapper's key says; a bare one has none. Undefined when the file holds no policy.
 */
export function readPolicyFile(uri: string, _text: string, tree: Tree | undefined): FileFacts | undefined {
  if (!tree) return undefined;
  const problems = tree.syntax === 'json' ? tree.problems : [];
  // The comments and commas of a .jsonc file are taken out before AWS sees it.
  const { extraCommas, comment }: Partial<Tree> = /\.jsonc$|\.json5$/i.test(uri) ? {} : tree;
  const file: PolicyFile = { uri, namedPolicy: isNamedPolicy(uri), problems, extraCommas, comment, policies: [] };
  for (const document of tree.documents) {
    if (document.kind === 'list') for (const item of document.items) readTopLevel(item, file);
    else readTopLevel(document, file);
  }
  return file.policies.length > 0 ? policyFacts(uri, file.policies) : undefined;
}

interface PolicyFile {
  readonly uri: string;
  readonly namedPolicy: boolean;
  readonly problems: Tree['problems'];
  readonly extraCommas: Tree['extraCommas'];
  readonly comment: Tree['comment'];
  readonly policies: PolicyDocument[];
}

/** The one that an entry's policy belongs to, in the words of SlotUse. */
interface Carrier {
  readonly type: string;
  readonly name: TextValue | undefined;
  /** The list item to remove with the policy. */
  readonly removable?: Span;
}

function policyFacts(uri: string, policies: readonly PolicyDocument[]): FileFacts {
  return {
    ...emptyFacts(uri, 'policy-file'),
    policies,
  };
}

/** A file that is called a policy, by the words that people give them. */
export function isNamedPolicy(uri: string): boolean {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return /polic(?:y|ies)|trust|assume|permission/i.test(name);
}

function readTopLevel(node: Node, file: PolicyFile): void {
  if (node.kind !== 'mapping' || node.tag) return;
  if (isPolicyDocument(node) || isPolicyInTheMaking(node, file.namedPolicy)) {
    file.policies.push(
      readPolicy(node, {
        uri: file.uri,
        slot: undefined,
        values: plainValues,
        problems: file.problems,
        extraCommas: file.extraCommas,
        comment: file.comment,
      }),
    );
    return;
  }
  readWrapper(node, { type: '', name: undefined }, file);
}

/**
 * While a key is being typed, a policy has a key that policies do not have, or a statement with one key. The version that only
 * policies have, or the file's name, says that it is still one.
 */
function isPolicyInTheMaking(node: MappingNode, namedPolicy: boolean): boolean {
  const statement = entryOf(node, 'Statement');
  if (!statement || statement.value?.kind === 'scalar') return false;
  const version = stringOf(entryOf(node, 'Version')?.value);
  const isVersioned = version === '2012-10-17' || version === '2008-10-17';
  if (!isVersioned && !namedPolicy) return false;
  const others = entriesOf(node).filter((entry) => !/^(?:Version|Id|Statement)$/.test(entry.key.source.text));
  return others.every((entry) => entry.value === undefined || entry.value.kind === 'scalar');
}

/** Lists of things that carry policies, and what those things are. */
const lists: Readonly<Record<string, string>> = {
  Roles: 'AWS::IAM::Role',
  RoleDetailList: 'AWS::IAM::Role',
  UserDetailList: 'AWS::IAM::User',
  GroupDetailList: 'AWS::IAM::Group',
  Policies: 'AWS::IAM::ManagedPolicy',
  PolicyVersionList: 'AWS::IAM::ManagedPolicy',
  VpcEndpoints: 'AWS::EC2::VPCEndpoint',
};

/** Lists of inline policies keep the carrier that they stand in. */
const inlineLists = new Set(['RolePolicyList', 'UserPolicyList', 'GroupPolicyList', 'Policies']);

const names: Readonly<Record<string, string>> = {
  RoleName: 'AWS::IAM::Role',
  UserName: 'AWS::IAM::User',
  GroupName: 'AWS::IAM::Group',
};

function readWrapper(node: MappingNode, around: Carrier, file: PolicyFile): void {
  const carrier = carrierOf(node, around);
  for (const entry of entriesOf(node)) {
    const key = entry.key.source.text;
    const value = entry.value;
    if (value?.kind === 'list') {
      const below = carriedBelow(key, carrier);
      if (!below) continue;
      for (const item of value.items) {
        if (item.kind !== 'mapping' || isOldVersion(item)) continue;
        readWrapper(item, below === carrier ? { ...carrier, removable: item.span } : below, file);
      }
    } else if (key === 'Role' && value?.kind === 'mapping') {
      readWrapper(value, { type: 'AWS::IAM::Role', name: undefined }, file);
    } else if (key === 'PolicyVersion' && value?.kind === 'mapping') {
      readWrapper(value, { type: 'AWS::IAM::ManagedPolicy', name: undefined }, file);
    } else if (/^(?:Policy|VpcEndpoint)$/.test(key) && value?.kind === 'mapping' && !entryOf(value, 'Statement')) {
      // What `organizations describe-policy` and `ec2 create-vpc-endpoint` print.
      readWrapper(value, { type: key === 'VpcEndpoint' ? 'AWS::EC2::VPCEndpoint' : '', name: undefined }, file);
    } else {
      readSlot(entry, node, carrier, file);
    }
  }
}

function carrierOf(node: MappingNode, around: Carrier): Carrier {
  for (const [key, type] of Object.entries(names)) {
    const value = entryOf(node, key)?.value;
    if (value?.kind === 'scalar') return { ...around, type, name: scalarText(value) };
  }
  return around;
}

/** The carrier of a list's items: a role's inline policies are the role's. Undefined for lists that hold no policies. */
function carriedBelow(key: string, carrier: Carrier): Carrier | undefined {
  if (carrier.type !== '' && inlineLists.has(key)) return carrier;
  const type = lists[key];
  return type === undefined ? undefined : { type, name: undefined };
}

/** A version of a managed policy that is not in force. */
function isOldVersion(item: MappingNode): boolean {
  const value = valueOf(item, 'IsDefaultVersion');
  return value?.kind === 'scalar' && value.value === false;
}

function readSlot(entry: Entry, owner: MappingNode, carrier: Carrier, file: PolicyFile): void {
  const key = entry.key.source.text;
  const found = slotOf(key, owner, carrier);
  const document = found && documentIn(entry.value);
  if (!found || !document) return;
  const use: SlotUse = {
    slot: found.slot,
    span: entry.key.span,
    uri: file.uri,
    name: key,
    carrier: found.carrier,
    attachedTo: carrier.name ? [carrier.name] : [],
    ...(carrier.removable && { removable: carrier.removable }),
    ...(found.service !== undefined && { service: found.service }),
  };
  file.policies.push(readPolicy(document, { uri: file.uri, slot: use, values: plainValues }));
}

function slotOf(
  key: string,
  owner: MappingNode,
  carrier: Carrier,
): { readonly slot: Slot; readonly carrier: string; readonly service?: string } | undefined {
  switch (key) {
    case 'AssumeRolePolicyDocument':
      return { slot: 'trust', carrier: 'AWS::IAM::Role' };
    case 'Content': {
      const type = stringOf(valueOf(owner, 'PolicySummary', 'Type')) ?? stringOf(valueOf(owner, 'Type'));
      const slot = organizationSlot(type);
      return slot && { slot, carrier: 'AWS::Organizations::Policy' };
    }
    case 'PolicyDocument':
      if (carrier.type === 'AWS::EC2::VPCEndpoint' || entryOf(owner, 'VpcEndpointId'))
        return { slot: 'endpoint', carrier: 'AWS::EC2::VPCEndpoint' };
      // `create-policy` takes it beside PolicyName, `create-policy-version` beside PolicyArn.
      return carrier.type !== '' || entryOf(owner, 'PolicyName') || entryOf(owner, 'PolicyArn')
        ? { slot: 'identity', carrier: carrier.type || 'AWS::IAM::ManagedPolicy' }
        : undefined;
    case 'Document':
      return carrier.type === 'AWS::IAM::ManagedPolicy' ? { slot: 'identity', carrier: carrier.type } : undefined;
    case 'Policy':
      // `lambda get-policy` prints a RevisionId with it; other services print a resource's policy under the same key.
      return entryOf(owner, 'RevisionId')
        ? { slot: 'resource', carrier: 'AWS::Lambda::Function', service: 'lambda' }
        : { slot: 'resource', carrier: '' };
    default:
      return undefined;
  }
}

/** The policy as an object, or inside a text: JSON, or percent-encoded JSON as the IAM API answers it. */
function documentIn(value: Node | undefined): Node | undefined {
  if (value?.kind === 'scalar' && typeof value.value === 'string') {
    const [document] = embeddedTree(value)?.documents ?? [];
    return document && entryOf(document, 'Statement') ? document : undefined;
  }
  return value && entryOf(value, 'Statement') ? value : undefined;
}
