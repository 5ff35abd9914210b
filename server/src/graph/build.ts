import type { FileFacts, FileLink } from '../model/facts.ts';
import { apisOf, authorizersOf, definitionPartsOf, definitionsOf, routesOf } from './definitions.ts';
import type { PolicyDocument, Slot, SlotUse } from '../model/policy.ts';
import { meantBy } from './out-of-sight.ts';
import type { ScriptGrant } from './script-grants.ts';
import { stacksOf, type Stacks } from './stacks.ts';
import type { PlacedPolicy, Unit } from './unit.ts';

/** A file with the links that lead to files which are there. */
export interface LinkedFile {
  readonly facts: FileFacts;
  readonly links: readonly FollowedLink[];
  /** Templates out of sight of the unit deploy it as a stack inside their own. */
  readonly isNested: boolean;
}

interface FollowedLink {
  readonly link: FileLink;
  readonly target: string;
  /** The unit holds both files. */
  readonly isJoined: boolean;
}

/**
 * Where a link may lead, best first. A script's path is taken relative to its folder, then to each folder above it, from where it may be
 * run; a template's path is relative to the template.
 */
export function candidatesOf(uri: string, link: FileLink): readonly string[] {
  const clean = link.path.replace(/\\/g, '/').replace(/^(\.\/)+/, '');
  const out: string[] = [];
  let folder = uri.slice(0, uri.lastIndexOf('/'));
  // A relative path is rarely meant from further up than a repository is deep.
  const most = link.kind === 'policy' ? 8 : 1;
  for (let i = 0; i < most && folder.includes('/') && !folder.endsWith(':/') && folder !== 'file://'; i++) {
    out.push(resolved(folder, clean));
    folder = folder.slice(0, folder.lastIndexOf('/'));
  }
  return out;
}

function resolved(folder: string, path: string): string {
  const segments = folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(encodeURIComponent(segment));
  }
  return segments.join('/');
}

/**
 * The unit of files that name each other. A loose policy gets the slots of those who refer to it; one that nobody refers to gets the
 * slot `looseSlot`, if there is one.
 */
export function unitOf(
  files: readonly LinkedFile[],
  looseSlot: Slot | undefined,
  scriptGrants: readonly ScriptGrant[] = [],
): Unit {
  const facts = files.map((file) => file.facts);
  const links = files.flatMap((file) => file.links.map((one) => ({ ...one, uri: file.facts.uri })));
  const placed = facts.flatMap((file) =>
    file.policies.flatMap((document): PlacedPolicy[] => {
      if (document.slot) return [{ document, use: document.slot }];
      const uses = links.flatMap(({ link, target }) =>
        link.kind === 'policy' && target === file.uri ? [link.use] : [],
      );
      if (uses.length > 0) return uses.map((use) => ({ document, use }));
      return [{ document, use: looseSlot && toldUse(document, looseSlot) }];
    }),
  );
  const definitions = definitionsOf(links);
  const stacks = stacksOf(files);
  const parts = definitionPartsOf(links);
  return {
    files: facts,
    policies: placed.filter(({ document }) => !document.made),
    madePolicies: placed.filter(({ document }) => document.made),
    roles: facts.flatMap((file) => file.roles),
    functions: facts.flatMap((file) => file.functions),
    permissions: facts.flatMap((file) => file.permissions),
    ...apisOf(facts, definitions),
    routes: facts.flatMap((file) => routesOf(file, definitions, parts)),
    authorizers: facts.flatMap((file) => authorizersOf(file, definitions)),
    stages: facts.flatMap((file) => file.stages),
    identities: facts.flatMap((file) => file.identities),
    logRoles: facts.flatMap((file) => file.logRoles),
    vpcEndpoints: facts.flatMap((file) => file.vpcEndpoints),
    resources: facts.flatMap((file) => file.resources.map((resource) => ({ ...resource, uri: file.uri }))),
    stacks,
    handedOut: handedOutBy(files, stacks),
    scriptGrants,
    complete: files.every((file) => file.facts.complete && seesItsStacks(file)),
  };
}

function seesItsStacks({ facts, links }: LinkedFile): boolean {
  return facts.links.every(
    (link) => link.kind !== 'nested-template' || links.some((one) => one.link === link && one.isJoined),
  );
}

function handedOutBy(files: readonly LinkedFile[], stacks: Stacks | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { facts, isNested } of files)
    for (const { hands, exported } of facts.outputs)
      if (exported || isNested)
        for (const id of hands) for (const name of meantBy(id, facts.uri, stacks)) names.add(name);
  return names;
}

/** The user said what the policy is: nothing in the files does. */
function toldUse({ uri, span }: PolicyDocument, slot: Slot): SlotUse {
  return { slot, span, uri, name: `a policy of type ${slot}`, carrier: 'IAM', attachedTo: [] };
}
