import { strict as assert } from 'node:assert';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { quickFixesAt } from '../../server/src/features/quick-fix.ts';
import { silencingEdit } from '../../server/src/features/silence.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { testCatalog } from '../support/catalog.ts';

const inTrust = 'trust/resource-in-trust-policy';

function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace();
  for (const [name, text] of Object.entries(files)) workspace.setFile(uriOf(name), text);
  return workspace;
}

function uriOf(name: string): string {
  return `file:///w/${name}`;
}

const role = (statement: string): string => `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
${statement}`;

const wrong = `          - Effect: Allow
            Principal: { Service: apigateway.amazonaws.com }
            Action: sts:AssumeRole
            Resource: '*'
`;

describe('fixing all of a kind', () => {
  before(async function () {
    this.timeout(60_000);
    await testCatalog();
  });

  it('mends what stands apart with the edits of each', () => {
    const workspace = workspaceOf({ 'a.yaml': role(wrong + wrong) });
    const edits = fixAll(workspace, uriOf('a.yaml'), ({ rule }) => rule === inTrust)?.get(uriOf('a.yaml'));
    assert.equal(edits?.length, 2);
    const text = applyEdits(workspace.textOf(uriOf('a.yaml')) ?? '', edits);
    assert.equal(text, role(wrong + wrong).replaceAll("            Resource: '*'\n", ''));
  });

  it('mends what meets in rounds', async () => {
    // Every missing permission is put in at the same place.
    const routes = ['A', 'B', 'C'].map(
      (name) => `  Method${name}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: ${{ A: 'GET', B: 'PUT', C: 'POST' }[name]}
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Function${name}.Arn}/invocations
  Function${name}:
    Type: AWS::Lambda::Function
    Properties: { Role: arn:aws:iam::123456789012:role/f }
`,
    );
    const uri = uriOf('a.yaml');
    const workspace = workspaceOf({
      'a.yaml': `Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { Name: a }\n${routes.join('')}`,
    });
    workspace.setCatalog(await testCatalog());
    const isMissing = ({ rule }: { readonly rule: string }): boolean => rule === 'integration/missing-invoke-grant';
    assert.equal(workspace.findingsIn(uri).filter(isMissing).length, 3);
    const edits = fixAll(workspace, uri, isMissing)?.get(uri) ?? [];
    workspace.setFile(uri, applyEdits(workspace.textOf(uri) ?? '', edits));
    assert.equal(workspace.findingsIn(uri).filter(isMissing).length, 0);
    assert.equal(workspace.treeOf(uri)?.problems.length, 0);
  });

  it('is nothing where nothing can be mended', () => {
    assert.equal(
      fixAll(workspaceOf({ 'a.yaml': role(wrong) }), uriOf('a.yaml'), () => false),
      undefined,
    );
    assert.equal(
      fixAll(workspaceOf({}), uriOf('a.yaml'), () => true),
      undefined,
    );
  });

  it('is offered only where there is more than one', () => {
    const titles = (text: string): readonly string[] => {
      const workspace = workspaceOf({ 'a.yaml': text });
      const finding = workspace.findingsIn(uriOf('a.yaml')).find(({ rule }) => rule === inTrust);
      assert(finding);
      return quickFixesAt(workspace, uriOf('a.yaml'), finding.span).map(({ title }) => title);
    };
    assert(!titles(role(wrong)).some((title) => title.startsWith('Fix all')));
    assert(titles(role(wrong + wrong)).some((title) => title.startsWith('Fix all')));
  });
});

describe('silencing a finding', () => {
  const policy =
    '{\n  "Statement": {\n    "Effect": "Allow",\n    "Principal": "*",\n    "Action": "sts:AssumeRole",\n    "Resource": "*"\n  }\n}';

  function silenced(name: string, text: string): string | undefined {
    const workspace = workspaceOf({ [name]: text });
    const finding = workspace.findingsIn(uriOf(name)).find(({ rule }) => rule === inTrust);
    assert(finding, 'the case has no finding');
    const edit = silencingEdit(workspace, finding);
    if (!edit) return undefined;
    const after = applyEdits(text, [edit]);
    workspace.setFile(uriOf(name), after);
    assert.deepEqual(
      workspace.findingsIn(uriOf(name)).filter(({ rule }) => rule === inTrust),
      [],
    );
    return after;
  }

  it('puts a comment above, as far in as the line', () => {
    assert.equal(
      silenced('a.yaml', role(wrong)),
      role(wrong.replace(' '.repeat(12) + 'Resource', `${' '.repeat(12)}# grantlens-ignore ${inTrust}\n$&`)),
    );
  });

  it('keeps line ends', () => {
    assert(silenced('a.yaml', role(wrong).replaceAll('\n', '\r\n'))?.includes(`${inTrust}\r\n`));
  });

  it('is not offered in JSON, where there are no comments', () => {
    const template = `{ "Resources": { "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": ${policy} } } } }`;
    assert.equal(silenced('a.json', template), undefined);
  });

  it('is not offered inside a text of several lines', () => {
    const block = role('').replace(
      "\n        Version: '2012-10-17'\n        Statement:\n",
      ` |\n${policy
        .split('\n')
        .map((line) => ' '.repeat(8) + line)
        .join('\n')}\n`,
    );
    assert.equal(silenced('a.yaml', block), undefined);
  });

  it('is not offered inside a command of several lines', () => {
    const script = `aws iam create-role --role-name r \\\n  --assume-role-policy-document '${policy}'\n`;
    assert.equal(silenced('a.sh', script), undefined);
  });
});
