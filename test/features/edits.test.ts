import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Catalog } from '../../server/src/catalog/catalog.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { movable } from '../../server/src/model/movable.ts';
import { isJoining } from '../../server/src/rules/rule.ts';
import { testCatalog } from '../support/catalog.ts';
import { filesOf, pathOf, readFixture } from '../support/fixture.ts';
import { fixtureIds, fixturePathOf } from '../support/rule-fixtures.ts';

type Files = Readonly<Record<string, string>>;

/** The small workspaces of the rules' fixtures. */
const cases: readonly Files[] = fixtureIds().flatMap((id) =>
  readFixture(readFileSync(fixturePathOf(id), 'utf8')).cases.map((one) =>
    Object.fromEntries(filesOf(one).map((block) => [`file:///w/${pathOf(block)}`, block.text])),
  ),
);

/** Templates that name things across resources, from parameters, mappings and anchors, and across stacks. */
const joined: readonly Files[] = [
  {
    'file:///w/root.yaml': `Parameters:
  Stage: { Type: String }
Resources:
  Functions:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ./functions.yaml, Parameters: { Api: !GetAtt Routes.Outputs.Id, Stage: !Ref Stage } }
  Routes:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./routes.yaml
      Parameters:
        List: !Sub '\${Pets.Arn}'
        Role: service
  Pets: { Type: AWS::Lambda::Function }
`,
    'file:///w/routes.yaml': `Parameters:
  List: { Type: String }
  Role: { Type: String }
Resources:
  Pets:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Pets
      ResourceId: !GetAtt Pets.RootResourceId
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${List}/invocations
Outputs:
  Id: { Value: !Ref Pets, Export: { Name: shop } }
`,
    'file:///w/functions.yaml': `Parameters:
  Api: { Type: String }
  Stage: { Type: String }
Resources:
  Pets: { Type: AWS::IAM::User }
  Call:
    Type: AWS::IAM::Policy
    Properties:
      Users: [!Ref Pets]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: execute-api:Invoke
            Resource: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/\${Stage}/POST/
`,
  },
  {
    'file:///w/template.yaml': `Parameters:
  Account: { Type: String, Default: '*' }
  Stage:
    Type: String
Mappings:
  Names:
    prod: { table: orders, action: 's3:*' }
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: shop }
  Pets:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets }
  Pet:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: '{id}' }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pet
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: GET
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Work.Arn}/invocations
  Work:
    Type: AWS::Lambda::Function
    Properties: { Role: !GetAtt Role.Arn, Handler: index.handler }
  May:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Work
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/POST/pets
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: &trust
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }
      PermissionsBoundary: !Ref Bound
      Policies:
        - PolicyName: data
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: !FindInMap [Names, prod, action]
                Resource: !Sub arn:aws:s3:::\${Account}
              - Effect: Allow
                Action: [dynamodb:getitem, dynamodb:GetItems]
                Resource: >-
                  arn:aws:dynamodb:eu-west-1:111122223333:
                  table/x
  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: *trust
      Policies:
        - PolicyName: call
          PolicyDocument: |
            { "Statement": [ { "Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*" } ] }
  Bound:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Action: '*', Resource: '*' }]
  User: { Type: AWS::IAM::User }
  Group: { Type: AWS::IAM::Group }
  Join:
    Type: AWS::IAM::UserToGroupAddition
    Properties: { GroupName: !Ref Group, Users: [!Ref User] }
  Http:
    Type: AWS::ApiGatewayV2::Api
    Properties: { ProtocolType: HTTP, Name: http }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Http, RouteKey: GET /x, Target: !Sub 'integrations/\${Behind}', AuthorizationType: AWS_IAM }
  Behind:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Http, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Work.Arn }
Outputs:
  Url: { Value: !Ref Api }
`,
  },
];

type Edit = (text: string) => string;

const someText = fc.constantFrom(
  ...[
    '',
    'x',
    ' ',
    '\n',
    '\n\n',
    '  ',
    '"',
    "'",
    '*',
    ':',
    ': ',
    '#',
    '# a comment\n',
    ',',
    '{',
    '}',
    '[',
    ']',
    '- ',
    '&a ',
  ],
  ...[
    '*trust',
    '!Ref ',
    '${Api}',
    's3:*',
    'Deny',
    '\r\n',
    '\u{1F600}',
    '\ud800',
    '\n  Extra:\n    Type: AWS::IAM::User\n',
    '__proto__',
  ],
);

const letters: fc.Arbitrary<Edit> = fc
  .record({ at: fc.nat(), remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)), insert: someText })
  .map(({ at, remove, insert }) => (text) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + insert + text.slice(from + remove);
  });

/** Lines that are doubled, taken out, or put elsewhere. */
const lines: fc.Arbitrary<Edit> = fc
  .record({ from: fc.nat(), count: fc.integer({ min: 1, max: 12 }), to: fc.nat(), isKept: fc.boolean() })
  .map(({ from, count, to, isKept }) => (text) => {
    const all = text.split('\n');
    const start = from % all.length;
    const some = all.slice(start, start + count);
    if (!isKept) all.splice(start, count);
    all.splice(to % (all.length + 1), 0, ...some);
    return all.join('\n');
  });

const words: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(), fc.constantFrom('Allow', 'Deny', 's3:GetObject', 'AWS_IAM', 'Resources', 'Ref', 'Pets', 'GET', '1'))
  .map(([at, word]) => (text) => {
    const found = [...text.matchAll(/[A-Za-z0-9:]+/g)];
    const one = found[at % Math.max(1, found.length)];
    return one ? text.slice(0, one.index) + word + text.slice(one.index + one[0].length) : text;
  });

/** More, for a longer look: RUNS=2000. */
const numRuns = Number(process.env['RUNS'] ?? 40);

describe('a workspace whose texts are edited', () => {
  let catalog: Catalog;
  before(async () => {
    catalog = await testCatalog();
  });

  function workspaceOf(files: ReadonlyMap<string, string>): Workspace {
    const workspace = new Workspace();
    workspace.setCatalog(catalog);
    for (const [uri, text] of files) workspace.setFile(uri, text);
    return workspace;
  }

  it('has after any edits the findings, and the facts, that a fresh one has', () => {
    const start = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...cases) }, fc.constantFrom(...joined));
    const edits = fc.array(fc.tuple(fc.nat(), fc.oneof(letters, lines, words)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(start, edits, fc.boolean(), (files, all, isLooked) => {
        const texts = new Map(Object.entries(files));
        const edited = workspaceOf(texts);
        edited.findings();
        for (const [which, edit] of all) {
          const uri = [...texts.keys()][which % texts.size] ?? '';
          const text = edit(texts.get(uri) ?? '');
          if (!edited.setFile(uri, text)) return;
          texts.set(uri, text);
          // Edits may come faster than anybody asks.
          if (isLooked) assertSame(edited, workspaceOf(texts));
        }
        assertSame(edited, workspaceOf(texts));
      }),
      { numRuns },
    );
  }).timeout(0);

  it('hears of a line that goes, comes back or says something else, wherever others read it', () => {
    for (const [uri, text] of joined.flatMap((files) => Object.entries(files))) {
      const edited = workspaceOf(new Map([[uri, text]]));
      const factsIn = (workspace: Workspace): unknown => movable(workspace.factsOf(uri)).value;
      edited.factsOf(uri);
      const all = text.split('\n');
      all.forEach((line, i) => {
        const without = [...all.slice(0, i), ...all.slice(i + 1)].join('\n');
        const other = [...all.slice(0, i), line.replace(/\w+(?=\W*$)/, 'Changed'), ...all.slice(i + 1)].join('\n');
        for (const changed of [without, other]) {
          edited.setFile(uri, changed);
          assert.deepEqual(factsIn(edited), factsIn(workspaceOf(new Map([[uri, changed]]))));
        }
      });
    }
  });
});

function assertSame(edited: Workspace, fresh: Workspace): void {
  assert.deepEqual(viewOf(edited), viewOf(fresh));
}

/** Everything that is told of the files, as plain data; without what a broken text goes on saying, as that hangs on what stood there. */
function viewOf(workspace: Workspace): unknown {
  const facts = workspace.uris().map((uri) => movable(workspace.factsOf(uri)).value);
  const isBroken = (uri: string): boolean =>
    workspace.unitOf(uri)?.files.some((file) => workspace.problemOf(file.uri)) ?? false;
  const findings = [...workspace.findings()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([uri, all]) => [uri, isBroken(uri) ? all.filter(({ rule }) => !isJoining(rule)) : all] as const)
    .filter(([, list]) => list.length > 0)
    .map(([uri, list]) => [
      uri,
      list.map(({ fixes, fixTitles, ...rest }) => ({
        ...movable(rest).value,
        titles: fixTitles?.(),
        changes: fixes?.().map((fix) => [fix.title, movable(fix.changes).value]),
      })),
    ]);
  return { facts, findings };
}
