import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { takesResource, type Catalog } from '../../server/src/catalog/catalog.ts';
import { policyRefactoringsAt } from '../../server/src/features/policy-refactorings.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { plainAnswer, type PlainRequest, type PolicyJson, type StatementJson } from '../access/reference.ts';
import { testCatalog } from '../support/catalog.ts';

/** Small services, so that lists are often all of what a wildcard covers. */
const services = ['sqs', 'sns', 'firehose', 'sts'];
const account = '111122223333';
const arns: Readonly<Record<string, readonly string[]>> = {
  sqs: [`arn:aws:sqs:eu-west-1:${account}:jobs`, `arn:aws:sqs:eu-west-1:${account}:mails`],
  sns: [`arn:aws:sns:eu-west-1:${account}:news`],
  firehose: [`arn:aws:firehose:eu-west-1:${account}:deliverystream/logs`],
  sts: [`arn:aws:iam::${account}:role/app`, `arn:aws:sts::${account}:assumed-role/app/me`],
};
const everyArn = Object.values(arns).flat();
const patterns = [...everyArn, '*', `arn:aws:sqs:*:${account}:*`, 'arn:aws:s*:*', `arn:aws:sns:eu-west-1:*:n?ws`];
const principals = [
  '*',
  { AWS: account },
  { AWS: [account, '999999999999'] },
  { AWS: '*' },
  { Service: 'sns.amazonaws.com' },
] as const;
const conditions = [
  undefined,
  undefined,
  undefined,
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringLike: { 'aws:PrincipalTag/team': ['a*', 'b'] }, Bool: { 'aws:SecureTransport': ['true'] } },
] as const;

function oneOrMany(one: fc.Arbitrary<string>, most: number): fc.Arbitrary<string | string[]> {
  return fc.oneof(
    { weight: 1, arbitrary: one },
    { weight: 4, arbitrary: fc.array(one, { minLength: 1, maxLength: most }) },
  );
}

function statements(catalog: Catalog, withPrincipal: boolean): fc.Arbitrary<StatementJson> {
  const all = services.flatMap((service) => (catalog.actionsOf(service) ?? []).map(({ name }) => `${service}:${name}`));
  const wild = services.flatMap((service) =>
    ['*', 'Get*', 'List*', '*Message', 'Set*Attributes', 'S*'].map((name) => `${service}:${name}`),
  );
  const group = fc.constantFrom('sqs:Get', 'sqs:List', 'sns:List', 'sts:Assume', 'firehose:Put', 'sqs:');
  const action = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...all) },
    { weight: 2, arbitrary: fc.constantFrom(...wild) },
    { weight: 1, arbitrary: fc.constantFrom('sqs:Tomorrow', 'SQS:sendmessage', 'other:Thing', '*') },
  );
  // Whole groups of actions: what can be folded.
  const grouped = fc
    .tuple(group, fc.array(action, { maxLength: 2 }))
    .map(([start, more]) => [...all.filter((name) => name.startsWith(start)), ...more]);
  return fc
    .record({
      Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
      action: fc.oneof(oneOrMany(action, 6), oneOrMany(action, 6), grouped),
      isNotAction: fc.constantFrom(false, false, false, false, true),
      resource: fc.oneof(fc.constant('*'), oneOrMany(fc.constantFrom(...patterns, '*'), 4)),
      isNotResource: fc.constantFrom(false, false, false, false, false, true),
      Principal: fc.constantFrom(...principals),
      Condition: fc.constantFrom(...conditions),
      Sid: fc.constantFrom(undefined, 'One', 'Two'),
    })
    .map(({ Effect, action: actions, isNotAction, resource, isNotResource, Principal, Condition, Sid }) => ({
      ...(Sid === undefined ? {} : { Sid }),
      Effect,
      ...(withPrincipal ? { Principal } : {}),
      [isNotAction ? 'NotAction' : 'Action']: actions,
      [isNotResource ? 'NotResource' : 'Resource']: resource,
      ...(Condition ? { Condition } : {}),
    }));
}

/** Statements that are like the one before but for one element come often: what can be merged. */
function policies(catalog: Catalog, withPrincipal: boolean): fc.Arbitrary<PolicyJson> {
  const twist = fc.constantFrom('', 'Action', 'Resource', 'Principal', 'Condition', 'NotAction', 'none');
  return fc.array(fc.tuple(statements(catalog, withPrincipal), twist), { minLength: 1, maxLength: 3 }).map((all) => {
    const out: StatementJson[] = [];
    for (const [statement, element] of all) {
      const before = out.at(-1);
      const own = { ...statement } as Record<string, unknown>;
      const other = { ...before } as Record<string, unknown>;
      const isTwisted = before && element !== '' && (element === 'none' || (element in own && element in other));
      out.push(
        isTwisted
          ? ({ ...other, ...(element === 'none' ? {} : { [element]: own[element] }) } as unknown as StatementJson)
          : statement,
      );
    }
    return { Version: '2012-10-17', Statement: out };
  });
}

function requests(catalog: Catalog): fc.Arbitrary<PlainRequest> {
  const asked = services.flatMap((service) =>
    (catalog.actionsOf(service) ?? []).flatMap((action) =>
      // A request is about a resource that its action acts on.
      (takesResource(action) ? (arns[service] ?? []) : ['*']).map((resource) => ({
        action: `${service}:${action.name}`,
        resource,
      })),
    ),
  );
  return fc
    .record({
      asked: fc.constantFrom(...asked),
      secure: fc.constantFrom([], ['true'], ['false']),
      team: fc.constantFrom([], ['ab'], ['c']),
      caller: fc.constantFrom(account, '999999999999'),
    })
    .map(({ asked: { action, resource }, secure, team, caller }) => ({
      kind: 'role' as const,
      arn: `arn:aws:iam::${caller}:role/app`,
      account: caller,
      action,
      resource,
      context: { 'aws:securetransport': secure, 'aws:principaltag/team': team },
    }));
}

interface Form {
  readonly file: string;
  readonly print: (policy: PolicyJson) => string;
  readonly read: (text: string) => PolicyJson;
}

const bucket =
  'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Queue:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n      PolicyDocument: ';
const inTemplate = (text: string): PolicyJson =>
  (parse(text) as { Resources: { Queue: { Properties: { PolicyDocument: PolicyJson | string } } } }).Resources.Queue
    .Properties.PolicyDocument as PolicyJson;
const shifted = (text: string, by: string): string => text.replace(/\n(?=.)/g, `\n${by}`);

const forms: readonly Form[] = [
  {
    file: 'policy.json',
    print: (policy) => `${JSON.stringify(policy, null, 2)}\n`,
    read: (text) => JSON.parse(text) as PolicyJson,
  },
  {
    file: 'policy.json',
    print: (policy) => JSON.stringify(policy),
    read: (text) => JSON.parse(text) as PolicyJson,
  },
  {
    file: 'policy.yaml',
    print: (policy) => stringify(policy, { aliasDuplicateObjects: false }),
    read: (text) => parse(text) as PolicyJson,
  },
  {
    file: 'template.yaml',
    print: (policy) => `${bucket}${shifted(JSON.stringify(policy, null, 2), '      ')}\n`,
    read: inTemplate,
  },
  {
    file: 'template.yaml',
    print: (policy) => `${bucket}|\n        ${shifted(JSON.stringify(policy, null, 2), '        ')}\n`,
    read: (text) => {
      const policy: unknown = inTemplate(text);
      return (typeof policy === 'string' ? JSON.parse(policy) : policy) as PolicyJson;
    },
  },
];

/** Every text that a refactoring makes of one, wherever in it somebody points. */
function* rewritings(
  catalog: Catalog,
  form: Form,
  text: string,
): Iterable<{ readonly name: string; readonly title: string; readonly after: PolicyJson }> {
  const workspace = new Workspace();
  workspace.setCatalog(catalog);
  const uri = `file:///policies/${form.file}`;
  workspace.setFile(uri, text);
  const seen = new Set<string>();
  for (const { index } of text.matchAll(/Effect|[a-z]+:\*?[A-Za-z]*\*/g)) {
    for (const { name, title, edits } of policyRefactoringsAt(workspace, uri, { start: index, end: index })) {
      const list = edits();
      assert(list, `"${title}" is refused in\n${text}`);
      for (const [file, changes] of list) {
        const after = applyEdits(workspace.textOf(file) ?? '', changes);
        assert.notEqual(after, text, `"${title}" changes nothing`);
        if (seen.has(after)) continue;
        seen.add(after);
        const read =
          file === uri ? form.read : file.endsWith('.json') ? (JSON.parse as Form['read']) : (parse as Form['read']);
        yield { name, title, after: read(after) };
      }
    }
  }
}

describe('features: other ways to write a policy', () => {
  let catalog: Catalog;
  before(async function () {
    this.timeout(60_000);
    catalog = await testCatalog();
  });

  for (const side of ['identity', 'resource'] as const) {
    it(`decide every request as before, in a policy of the kind ${side}`, function () {
      this.timeout(180_000);
      const seen = new Map<string, number>();
      const outcomes = new Map<string, number>();
      fc.assert(
        fc.property(
          policies(catalog, side === 'resource'),
          fc.constantFrom(...forms),
          fc.array(requests(catalog), { minLength: 30, maxLength: 30 }),
          (policy, form, asked) => {
            const text = form.print(policy);
            const decide = (one: PolicyJson, request: PlainRequest): string => {
              const given = side === 'identity' ? { identity: [one] } : { identity: [], resource: one };
              return [...plainAnswer(request, { ...given, sameAccount: request.account === account }).outcomes]
                .sort()
                .join();
            };
            const before = asked.map((request) => decide(policy, request));
            for (const outcome of before) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            for (const { name, title, after } of rewritings(catalog, form, text)) {
              seen.set(name, (seen.get(name) ?? 0) + 1);
              for (const [i, request] of asked.entries()) {
                assert.equal(
                  decide(after, request),
                  before[i],
                  `"${title}" of\n${text}\ngives\n${JSON.stringify(after, null, 1)}\nfor ${JSON.stringify(request)}`,
                );
              }
            }
          },
        ),
        { numRuns: 60 },
      );
      for (const name of [
        'expand-wildcard',
        'fold-actions',
        'sort-actions',
        'split-by-service',
        'split-resourceless',
        'merge-statements',
        'to-yaml',
        'to-json',
      ])
        assert((seen.get(name) ?? 0) > 1, `${name} is tried ${seen.get(name) ?? 0} times`);
      for (const outcome of ['allowed', 'explicitly-denied', 'implicitly-denied'])
        if (side === 'identity')
          assert((outcomes.get(outcome) ?? 0) > 40, `${outcome} is tried: ${outcomes.get(outcome) ?? 0}`);
    });
  }

  it('a fold covers just what the list covers, as the catalog has it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...(catalog.actionsOf('sqs') ?? [])), { minLength: 2, maxLength: 25 }),
        (actions) => {
          const policy = {
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: actions.map(({ name }) => `sqs:${name}`), Resource: '*' },
          };
          const workspace = new Workspace();
          workspace.setCatalog(catalog);
          workspace.setFile('file:///p.json', JSON.stringify(policy));
          const at = JSON.stringify(policy).indexOf('"Action"');
          const fold = policyRefactoringsAt(workspace, 'file:///p.json', { start: at, end: at }).find(
            ({ name }) => name === 'fold-actions',
          );
          if (!fold) return;
          const [[, edits] = ['', []]] = [...(fold.edits() ?? [])];
          const after = JSON.parse(applyEdits(JSON.stringify(policy), edits)) as typeof policy;
          const covered = after.Statement.Action.flatMap((entry) => catalog.actionsMatching(entry)).map(
            ({ name }) => name,
          );
          assert.deepEqual(new Set(covered), new Set(actions.map(({ name }) => name)));
          assert(after.Statement.Action.length < actions.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
