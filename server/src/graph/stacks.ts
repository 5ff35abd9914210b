import type { FileFacts, FileLink, HandedIn, Output } from '../model/facts.ts';
import type { LinkedFile } from './build.ts';

type NestingLink = Extract<FileLink, { kind: 'nested-template' }>;

/** The stacks of a unit of which some are deployed inside others: who hands what to whom, and whose names are whose. */
export interface Stacks {
  /** By file, what the files have in common that use each other's names: a template and the definitions of its APIs. */
  readonly namesOf: ReadonlyMap<string, string>;
  /** By a nested template: the one that deploys it, and how. */
  readonly deployedBy: ReadonlyMap<string, { readonly uri: string; readonly link: NestingLink }>;
  /** By the deploying template and the logical id of the stack. */
  readonly nested: ReadonlyMap<string, FileFacts>;
}

/** Undefined for files of one stack. */
export function stacksOf(files: readonly LinkedFile[]): Stacks | undefined {
  const deployedBy = new Map<string, { uri: string; link: NestingLink }>();
  const nested = new Map<string, FileFacts>();
  const facts = new Map(files.map((file) => [file.facts.uri, file.facts]));
  for (const { facts: file, links } of files)
    for (const { link, target, isJoined } of links) {
      const child = facts.get(target);
      if (link.kind !== 'nested-template' || !isJoined || !child) continue;
      deployedBy.set(target, { uri: file.uri, link });
      nested.set(keyOf(file.uri, link.stack), child);
    }
  return nested.size === 0 ? undefined : { namesOf: namesIn(files), deployedBy, nested };
}

function namesIn(files: readonly LinkedFile[]): ReadonlyMap<string, string> {
  const names = new Map(files.map(({ facts }) => [facts.uri, facts.uri]));
  for (const { facts, links } of files)
    for (const { link, target } of links) {
      const [from, to] = [names.get(facts.uri), names.get(target)];
      if (link.kind === 'nested-template' || from === undefined || to === undefined || from === to) continue;
      for (const [uri, name] of names) if (name === to) names.set(uri, from);
    }
  return names;
}

function keyOf(uri: string, stack: string): string {
  return `${uri} ${stack}`;
}

/** Do the names of one file mean the same in the other? */
export function isOneStack(one: string, other: string, stacks: Stacks | undefined): boolean {
  return !stacks || stacks.namesOf.get(one) === stacks.namesOf.get(other);
}

/** The nested template that a stack resource deploys, where it is in sight and deployed by nobody else. */
export function nestedIn(stacks: Stacks | undefined, uri: string, stack: string): FileFacts | undefined {
  return stacks?.nested.get(keyOf(uri, stack));
}

/** What a parameter of a nested template is set to, with the template that says so. */
export function handedInto(
  stacks: Stacks | undefined,
  uri: string,
  parameter: string,
): (HandedIn & { readonly uri: string }) | undefined {
  const by = stacks?.deployedBy.get(uri);
  const handed = by?.link.parameters.find(({ name }) => name === parameter);
  return by && handed && { ...handed, uri: by.uri };
}

/** What `GetAtt Stack.Outputs.Name` gives, with the template that says so. */
export function outputOf(
  stacks: Stacks | undefined,
  uri: string,
  stack: string,
  attribute: string | undefined,
): (Output & { readonly uri: string }) | undefined {
  const child = nestedIn(stacks, uri, stack);
  const output = child?.outputs.find(({ name }) => attribute === `Outputs.${name}`);
  return child && output && { ...output, uri: child.uri };
}
