import { emptyFacts, type FileFacts, type FileLink, type Stage } from '../model/facts.ts';
import type { PolicyDocument, Slot, SlotUse } from '../model/policy.ts';
import { plainValues, readPolicy, type ValueReader } from '../model/read-policy.ts';
import type { TextPart, TextValue } from '../model/text-value.ts';
import { sliceOf, spanOf, type SourceText } from '../text/source-text.ts';
import { embeddedTree } from '../tree/embedded.ts';
import { entryOf, type Node, type ScalarNode, type Tree } from '../tree/node.ts';
import { addPermissions } from './aws-cli-permissions.ts';
import { awsVerb, isAws, optionsOf } from './aws-command.ts';
import { organizationSlot } from './organization-policies.ts';
import { shellSourcesOf } from './shell-sources.ts';
import {
  literalWord,
  shellCommands,
  sourceOfPieces,
  textOfWord,
  variableName,
  writtenWord,
  type ShellCommand,
  type ShellPiece,
} from './shell-words.ts';

/**
 * Reads the commands of `aws iam` and its kin in shell scripts, Makefiles and CI files that hand a policy over: as a file (`file://x.json`,
 * `$(cat x.json)`), which gives a link, or as a text (quoted JSON, a variable, a here-document), which gives a policy; and
 * `aws lambda add-permission`. Undefined when there is no such command.
 */
export function readAwsCli(uri: string, text: string, tree: Tree | undefined): FileFacts | undefined {
  const sources = shellSourcesOf(uri, text, tree);
  if (sources.length === 0) return undefined;
  const script: Script = {
    uri,
    files: new Map(),
    variables: new Map(),
    policies: [],
    links: [],
    read: new Set(),
  };
  const scanned = sources.map((source) => ({ source, commands: shellCommands(source.text) }));
  for (const { source, commands } of scanned) for (const command of commands) noteTexts(command, source, script);
  for (const { source, commands } of scanned) for (const command of commands) readCommand(command, source, script);
  const stages = scanned.flatMap(({ source, commands }) =>
    commands.flatMap((command) => openedStages(command, source, uri)),
  );
  const permissions = scanned.flatMap(({ source, commands }) =>
    commands.flatMap((command) => addPermissions(command, source, uri)),
  );
  if (script.policies.length + script.links.length + stages.length + permissions.length === 0) return undefined;
  return {
    ...emptyFacts(uri, 'aws-cli'),
    stages,
    permissions,
    policies: script.policies,
    links: script.links,
  };
}

interface Script {
  readonly uri: string;
  /** Here-documents by the file that they are written to; several texts for one file make it unknown. */
  readonly files: Map<string, PieceText | undefined>;
  readonly variables: Map<string, PieceText | undefined>;
  readonly policies: PolicyDocument[];
  readonly links: FileLink[];
  /** Place and slot of what was read already: a text that two commands take is one policy. */
  readonly read: Set<string>;
}

interface PieceText {
  readonly source: SourceText;
  readonly pieces: readonly ShellPiece[];
}

const assignment = /^([A-Za-z_]\w*)(\+?)=/;
const declaring = new Set(['export', 'local', 'readonly', 'declare', 'typeset']);

/** Keeps what the script writes to files and variables, for the commands that take it from there. */
function noteTexts(command: ShellCommand, source: SourceText, script: Script): void {
  const [heredoc] = command.heredocs;
  if (heredoc) for (const file of filesWritten(command, source.text)) note(script.files, file, { source, ...heredoc });
  const [first] = command.words;
  const name = literalWord(source.text, first);
  if (name === 'read' && heredoc) {
    const variable = literalWord(source.text, command.words.at(-1));
    if (variable !== undefined) note(script.variables, variable, { source, ...heredoc });
  }
  const words = name !== undefined && declaring.has(name) ? command.words.slice(1) : command.words;
  for (const word of words) {
    const [head, ...tail] = word.pieces;
    if (head?.kind !== 'letters') return;
    const match = assignment.exec(source.text.slice(head.start, head.end));
    if (!match?.[1]) {
      if (words === command.words) return;
      continue;
    }
    const start = head.start + match[0].length;
    const pieces = start < head.end ? [{ ...head, start }, ...tail] : tail;
    note(script.variables, match[1], match[2] === '+' ? undefined : { source, pieces });
  }
}

function note(map: Map<string, PieceText | undefined>, name: string, text: PieceText | undefined): void {
  map.set(name, map.has(name) ? undefined : text);
}

function filesWritten(command: ShellCommand, text: string): string[] {
  const files = [...command.outputs];
  for (let at: ShellCommand | undefined = command; at; at = at.pipedInto) {
    const tee = at.words.findIndex((word) => literalWord(text, word) === 'tee');
    if (tee >= 0) files.push(...at.words.slice(tee + 1).filter((word) => !literalWord(text, word)?.startsWith('-')));
    if (at !== command) files.push(...at.outputs);
  }
  return files.map((word) => cleanPath(writtenWord(text, word.pieces)));
}

function cleanPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}

interface Taker {
  /** The option that takes the policy. */
  readonly option: string;
  /** What the policy is then; undefined where the option `--type` says it. */
  readonly slot: Slot | undefined;
  /** Of whose resources. */
  readonly service?: string;
}

/** The commands of `aws iam` that hand over a policy. */
const iamTakers: Readonly<Record<string, Taker>> = {
  'create-policy': { option: '--policy-document', slot: 'identity' },
  'create-policy-version': { option: '--policy-document', slot: 'identity' },
  'put-role-policy': { option: '--policy-document', slot: 'identity' },
  'put-user-policy': { option: '--policy-document', slot: 'identity' },
  'put-group-policy': { option: '--policy-document', slot: 'identity' },
  'create-role': { option: '--assume-role-policy-document', slot: 'trust' },
  'update-assume-role-policy': { option: '--policy-document', slot: 'trust' },
};

const takers: Readonly<Record<string, Readonly<Record<string, Taker>>>> = {
  iam: iamTakers,
  ec2: {
    'create-vpc-endpoint': { option: '--policy-document', slot: 'endpoint' },
    'modify-vpc-endpoint': { option: '--policy-document', slot: 'endpoint' },
  },
  // `update-policy` does not say of which type the policy is.
  organizations: {
    'create-policy': { option: '--content', slot: undefined },
    'put-resource-policy': ofResource('organizations', '--content'),
  },
  'sso-admin': { 'put-inline-policy-to-permission-set': { option: '--inline-policy', slot: 'identity' } },
  // Session policies: what a session may do at most, as a boundary.
  sts: {
    'assume-role': { option: '--policy', slot: 'boundary' },
    'assume-role-with-saml': { option: '--policy', slot: 'boundary' },
    'assume-role-with-web-identity': { option: '--policy', slot: 'boundary' },
    'get-federation-token': { option: '--policy', slot: 'boundary' },
  },
  apigateway: { 'create-rest-api': ofResource('execute-api') },
  backup: { 'put-backup-vault-access-policy': ofResource('backup') },
  codeartifact: {
    'put-domain-permissions-policy': ofResource('codeartifact', '--policy-document'),
    'put-repository-permissions-policy': ofResource('codeartifact', '--policy-document'),
  },
  dynamodb: { 'put-resource-policy': ofResource('dynamodb') },
  ecr: {
    'put-registry-policy': ofResource('ecr', '--policy-text'),
    'set-repository-policy': ofResource('ecr', '--policy-text'),
  },
  'ecr-public': { 'set-repository-policy': ofResource('ecr-public', '--policy-text') },
  efs: { 'put-file-system-policy': ofResource('elasticfilesystem') },
  es: {
    'create-elasticsearch-domain': ofResource('es', '--access-policies'),
    'update-elasticsearch-domain-config': ofResource('es', '--access-policies'),
  },
  events: { 'put-permission': ofResource('events') },
  glue: { 'put-resource-policy': ofResource('glue', '--policy-in-json') },
  kinesis: { 'put-resource-policy': ofResource('kinesis') },
  kms: { 'create-key': ofResource('kms'), 'put-key-policy': ofResource('kms') },
  logs: {
    'put-destination-policy': ofResource('logs', '--access-policy'),
    'put-resource-policy': ofResource('logs', '--policy-document'),
  },
  opensearch: {
    'create-domain': ofResource('es', '--access-policies'),
    'update-domain-config': ofResource('es', '--access-policies'),
  },
  s3api: { 'put-bucket-policy': ofResource('s3') },
  s3control: { 'put-access-point-policy': ofResource('s3') },
  secretsmanager: { 'put-resource-policy': ofResource('secretsmanager', '--resource-policy') },
};

function ofResource(service: string, option = '--policy'): Taker {
  return { option, slot: 'resource', service };
}

function readCommand(command: ShellCommand, source: SourceText, script: Script): void {
  const found = awsVerb((service) => Object.hasOwn(takers, service), command.words, source.text);
  if (!found) return;
  const { service, verb, start } = found;
  const name = literalWord(source.text, verb) ?? '';
  const ofService = takers[service] ?? {};
  const taker = Object.hasOwn(ofService, name) ? ofService[name] : undefined;
  if (!taker) return;
  const options = optionsOf(command.words.slice(start), source.text);
  const option = options.find((one) => one.name === taker.option);
  if (!option?.value) return;
  const type = options.find((one) => one.name === '--type')?.value;
  const slot = taker.slot ?? organizationSlot(type && literalWord(source.text, type));
  if (!slot) return;
  const end = command.words.at(-1)?.end ?? verb.end;
  const carriers = options.filter((one) => /^--(?:role|user|group)-name$/.test(one.name));
  const use: SlotUse = {
    slot,
    span: spanOf(source, option.start, option.end),
    uri: script.uri,
    name,
    carrier: `aws ${service}`,
    ...(taker.service === undefined ? {} : { service: taker.service }),
    attachedTo: carriers.flatMap(({ value }) => (value ? [textOfWord(source, value)] : [])),
    command: {
      span: spanOf(source, command.words[start]?.start ?? verb.start, end),
      verb: spanOf(source, verb.start, verb.end),
      option: spanOf(source, option.start, option.end),
      options: options.map((one) => ({
        name: one.name,
        span: spanOf(source, one.start, one.end),
        value: one.value && spanOf(source, one.value.start, one.value.end),
      })),
    },
  };
  readValue({ source, pieces: option.value.pieces }, use, script, 0);
}

const openRefresh = /caching\/requireAuthorizationForCacheControl,value=["']?(false)\b/i;

/** The patches of `aws apigateway update-stage` that take the authorization off refreshing the cache. */
function openedStages(command: ShellCommand, source: SourceText, uri: string): readonly Stage[] {
  const names = command.words.map((word) => literalWord(source.text, word));
  const service = names.indexOf('apigateway');
  const aws = command.words[0];
  if (!aws || service < 1 || names[service + 1] !== 'update-stage' || !isAws(source.text, aws)) return [];
  return command.words.slice(service + 2).flatMap((word): readonly Stage[] => {
    const match = openRefresh.exec(source.text.slice(word.start, word.end));
    if (!match) return [];
    const end = word.start + match.index + match[0].length;
    const span = spanOf(source, end - 'false'.length, end);
    return [
      {
        id: '',
        uri,
        api: undefined,
        key: span,
        name: undefined,
        cachingKey: undefined,
        openRefresh: span,
        loggingKey: undefined,
        complete: false,
      },
    ];
  });
}

function readValue(value: PieceText, use: SlotUse, script: Script, depth: number): void {
  const { source, pieces } = value;
  const [first, second] = pieces;
  if (!first || depth > 4) return;
  if (first.kind === 'hole' && !second) {
    readHole(first, source, use, script, depth);
    return;
  }
  const written = writtenWord(source.text, pieces);
  const scheme = /^fileb?:\/\//.exec(written)?.[0];
  if (scheme === undefined) {
    readText(value, use, script);
    return;
  }
  const last = pieces.at(-1) ?? first;
  const heredoc = script.files.get(cleanPath(written.slice(scheme.length)));
  if (heredoc) readText(heredoc, use, script);
  else link(written.slice(scheme.length), pieces, source, { start: first.start, end: last.end }, use, script);
}

function readHole(
  hole: Extract<ShellPiece, { kind: 'hole' }>,
  source: SourceText,
  use: SlotUse,
  script: Script,
  depth: number,
): void {
  const [command, second] = hole.commands;
  if (!command) {
    const name = variableName(source.text.slice(hole.start, hole.end));
    const text = name === undefined ? undefined : script.variables.get(name);
    if (text) readValue(text, use, script, depth + 1);
    return;
  }
  if (second && !command.pipedInto) return;
  const name = literalWord(source.text, command.words[0]);
  const prints = name === undefined || name === 'cat' || name === 'jq' || name === 'envsubst';
  if (!prints) return;
  const [heredoc] = command.heredocs;
  if (heredoc) {
    readText({ source, ...heredoc }, use, script);
    return;
  }
  const file = command.inputs[0] ?? (command.words.length > 1 ? command.words.at(-1) : undefined);
  if (!file) return;
  const written = writtenWord(source.text, file.pieces);
  const text = script.files.get(cleanPath(written));
  if (text) readText(text, use, script);
  else link(written, file.pieces, source, file, use, script);
}

const movesElsewhere = /(?:^|[\n;&|({]|\bthen|\bdo)[ \t]*(?:cd|pushd)[ \t]+(?!["']?[$-])["']?[\w.~/]/;

/** A path behind a variable folder (`$DIR/x.json`) is looked for by what follows. */
function link(
  written: string,
  pieces: readonly ShellPiece[],
  source: SourceText,
  at: { readonly start: number; readonly end: number },
  use: SlotUse,
  script: Script,
): void {
  const hole = pieces.map((piece) => piece.kind).lastIndexOf('hole');
  const known = hole < 0 ? written : writtenWord(source.text, pieces.slice(hole + 1));
  if (hole >= 0 && !known.startsWith('/')) return;
  const path = hole < 0 ? known : known.slice(1);
  if (path === '' || /[*?[{]/.test(path)) return;
  // After `cd other` the path starts from another folder; `cd "$(dirname "$0")"` goes to the script's own.
  if (!path.startsWith('/') && hole < 0 && movesElsewhere.test(source.text.slice(0, at.start))) return;
  script.links.push({ kind: 'policy', span: spanOf(source, at.start, at.end), path, use });
}

/** A policy as a text of the script itself. */
function readText({ source, pieces }: PieceText, use: SlotUse, script: Script): void {
  const text = sourceOfPieces(source, pieces);
  if (!/^\s*(?:\{|%7[Bb])/.test(text.text)) return;
  const name = `${text.span.start} ${use.slot}`;
  if (script.read.has(name)) return;
  script.read.add(name);
  const scalar: ScalarNode = {
    kind: 'scalar',
    syntax: 'json',
    span: text.span,
    value: text.text,
    source: text,
    style: 'plain',
  };
  const tree = embeddedTree(scalar);
  const [document] = tree?.documents ?? [];
  if (!tree || !document || !entryOf(document, 'Statement')) return;
  // A variable outside of quotes may hold any part of the policy.
  const hasHoles = pieces.some((piece) => piece.kind === 'hole') || /\$\(\w+\)/.test(text.text);
  if (hasHoles && tree.problems.length > 0) return;
  script.policies.push(readPolicy(document, { uri: script.uri, slot: use, values: shellValues }));
}

/** Variables that the shell or make puts in; `${aws:username}` and the like are IAM's and stay. */
const variable = /\$\{(?![a-z0-9-]+:[A-Za-z])[^}]*\}|\$\([^)]*\)/g;

const shellValues: ValueReader = {
  ...plainValues,
  text(node: Node): TextValue | undefined {
    const value = plainValues.text(node);
    const source = node.kind === 'scalar' ? node.source : undefined;
    if (!value || !source || !source.text.includes('$')) return value;
    const parts: TextPart[] = [];
    let at = 0;
    for (const match of source.text.matchAll(variable)) {
      const end = match.index + match[0].length;
      if (match.index > at) parts.push({ kind: 'literal', source: sliceOf(source, at, match.index) });
      parts.push({ kind: 'unknown', span: spanOf(source, match.index, end), written: match[0] });
      at = end;
    }
    if (at < source.text.length) parts.push({ kind: 'literal', source: sliceOf(source, at, source.text.length) });
    return { ...value, parts };
  },
};
