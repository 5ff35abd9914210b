import type { FileFacts } from '../model/facts.ts';
import type { PolicyDocument } from '../model/policy.ts';
import type { Change, Value } from '../text/change.ts';
import { contains, type Span } from '../text/span.ts';
import { commentsOf } from '../tree/comments.ts';
import { embeddedTree } from '../tree/embedded.ts';
import { locationsAround } from '../tree/locate.ts';
import type { Node, Tree } from '../tree/node.ts';
import { rewritten } from '../tree/rewrite.ts';
import type { PolicyRefactoring } from './policy-refactorings.ts';

/** Where a policy stands that may be written in the other syntax. */
export interface DocumentPlace {
  readonly uri: string;
  readonly text: string;
  readonly tree: Tree;
  readonly facts: FileFacts;
  readonly document: PolicyDocument;
  /** Whether the workspace knows of a file. */
  readonly isFile: (uri: string) => boolean;
}

/**
 * JSON to YAML and back. A file of its own gets one of the other syntax beside it: whoever hands it to AWS by its name still finds it. In
 * a template, whose syntax is given, JSON becomes YAML where it stands.
 */
export function* syntaxRefactorings(place: DocumentPlace): Iterable<PolicyRefactoring> {
  if (place.tree.problems.length > 0) return;
  if (place.facts.dialect === 'policy-file') yield* wholeFile(place);
  else if (place.tree.syntax === 'yaml') yield* inTemplate(place);
}

function* wholeFile({ uri, text, tree, document, isFile }: DocumentPlace): Iterable<PolicyRefactoring> {
  const [root, second] = tree.documents;
  const [, stem, extension = ''] = /^(.*)\.(jsonc?|ya?ml)$/i.exec(uri) ?? [];
  const from = /^json/i.test(extension) ? 'json' : 'yaml';
  if (!root || second || stem === undefined || tree.syntax !== from || root.span.start !== document.span.start) return;
  const to = from === 'json' ? 'yaml' : 'json';
  const sibling = `${stem}.${to}`;
  if (isFile(sibling) || (to === 'yaml' && isFile(`${stem}.yml`))) return;
  const name = decodeURIComponent(sibling.slice(sibling.lastIndexOf('/') + 1));
  const comments = to === 'json' ? commentsOf(text, tree).length : 0;
  yield {
    kind: 'rewrite',
    name: `to-${to}`,
    title: `Write the policy as ${to.toUpperCase()}, to ${name}${comments > 0 ? `, without its ${comments === 1 ? 'comment' : `${comments} comments`}` : ''}`,
    creates: true,
    changes: () => {
      const written = rewritten(root, text, to);
      return written === undefined ? undefined : [{ kind: 'create-file', uri: sibling, text: written }];
    },
  };
}

function* inTemplate(place: DocumentPlace): Iterable<PolicyRefactoring> {
  const changes = inBraces(place) ?? inText(place);
  if (!changes) return;
  yield { kind: 'rewrite', name: 'to-yaml', title: 'Write the policy as YAML', changes: () => changes };
}

/** JSON is YAML, in braces. */
function inBraces({ uri, tree, document }: DocumentPlace): readonly Change[] | undefined {
  const node = nodeAt(tree, document.span);
  return node?.kind === 'mapping' && node.flow ? [{ kind: 'unfold', uri, at: node.span }] : undefined;
}

/** Types whose policies are `Json`: an object, though CloudFormation takes its text as well. Others want the text. */
const takesObject = /^AWS::(?:IAM|S3|SQS|SNS|KMS|ApiGateway|Serverless|SecretsManager|ECR|EC2)::/;

function inText({ uri, tree, document }: DocumentPlace): readonly Change[] | undefined {
  if (!takesObject.test(document.slot?.carrier ?? '')) return undefined;
  for (const { node, key, parents } of locationsAround(tree, document.span)) {
    if (key || node?.kind !== 'scalar') continue;
    const [inner, second] = embeddedTree(node)?.documents ?? [];
    // What stands in a function is no whole policy yet.
    if (
      !inner ||
      second ||
      parents
        .slice(-2)
        .some(
          (around) => around.kind === 'mapping' && around.entries.some((entry) => isFunction(entry.key.source.text)),
        )
    )
      return undefined;
    const value = plainValue(inner);
    return contains(inner.span, document.span) && value !== undefined
      ? [{ kind: 'set', uri, at: node.span, value }]
      : undefined;
  }
  return undefined;
}

function isFunction(key: string): boolean {
  return key.startsWith('Fn::') || key === 'Ref';
}

function nodeAt(tree: Tree, span: Span): Node | undefined {
  for (const { node, key } of locationsAround(tree, span))
    if (!key && node?.span.start === span.start && node.span.end === span.end) return node;
  return undefined;
}

/** Undefined for what a value cannot say: a key twice, or one without a value. */
function plainValue(node: Node): Value | undefined {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') {
    const items = node.items.map(plainValue);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const out: [string, Value][] = [];
  for (const { key, value } of node.entries) {
    const plain = value && plainValue(value);
    if (plain === undefined || out.some(([name]) => name === key.source.text)) return undefined;
    out.push([key.source.text, plain]);
  }
  return Object.fromEntries(out);
}
