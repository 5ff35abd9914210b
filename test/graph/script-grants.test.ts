import { strict as assert } from 'node:assert';
import { Workspace } from '../../server/src/features/workspace.ts';

const template = `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: pets, ProtocolType: HTTP }
  List:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: 'GET /pets', Target: !Sub 'integrations/\${Call}' }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Pets.Arn, PayloadFormatVersion: '2.0' }
  Pets:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: list-pets }
`;

const uri = 'file:///ws/template.yaml';

/** What a script beside the template says, as rules of the template see it. */
function isTold(workspace: Workspace): boolean {
  return workspace.findingsIn(uri).some(({ rule }) => rule === 'integration/missing-invoke-grant');
}

function grantOn(name: string, principal = 'apigateway.amazonaws.com'): string {
  return `aws lambda add-permission --function-name ${name} --statement-id api --action lambda:InvokeFunction --principal ${principal}\n`;
}

describe('grants in scripts', () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ['the name', 'deploy.sh', grantOn('list-pets'), false],
    ['the name with a qualifier', 'deploy.sh', grantOn('list-pets:live'), false],
    ['the ARN', 'deploy.sh', grantOn('arn:aws:lambda:eu-west-1:111122223333:function:list-pets'), false],
    ['a partial ARN', 'deploy.sh', grantOn('111122223333:function:list-pets'), false],
    ['the name, far away', 'far/away/deploy.sh', grantOn('list-pets'), false],
    ['a variable', 'deploy.sh', grantOn('"$NAME"'), false],
    ['a variable in a folder of scripts', 'infra/scripts/deploy.sh', grantOn('"$NAME"'), false],
    ['a variable and the rest of the name', 'deploy.sh', grantOn('"$WHAT-pets"'), false],
    ['a variable and the rest of another name', 'deploy.sh', grantOn('"$WHAT-keepers"'), true],
    ['another name', 'deploy.sh', grantOn('list-keepers'), true],
    ['the name for another service', 'deploy.sh', grantOn('list-pets', 's3.amazonaws.com'), true],
    ['a principal that the shell puts in', 'deploy.sh', grantOn('list-pets', '"$API_GATEWAY" # apigateway'), false],
  ];
  for (const [title, path, text, expected] of cases)
    it(`${title}: ${expected ? 'no grant on the function' : 'may be one on the function'}`, () => {
      const workspace = new Workspace();
      workspace.setFile(uri, template);
      workspace.setFile(`file:///ws/${path}`, text);
      assert.equal(isTold(workspace), expected);
    });

  it('a variable is one of what lies beside the script', () => {
    const workspace = new Workspace();
    workspace.setFile(uri.replace('/ws/', '/ws/one/'), template);
    workspace.setFile('file:///ws/two/deploy.sh', grantOn('"$NAME"'));
    assert.equal(workspace.findingsIn(uri.replace('/ws/', '/ws/one/')).length > 0, true);
  });

  it('come and go with the script', () => {
    const workspace = new Workspace();
    workspace.setFile(uri, template);
    assert.equal(isTold(workspace), true);
    const script = 'file:///ws/deploy.sh';
    workspace.setFile(script, grantOn('list-pets'));
    assert.equal(isTold(workspace), false);
    const unit = workspace.unitOf(uri);
    workspace.setFile(script, `# once\n${grantOn('list-pets')}`);
    assert.equal(workspace.unitOf(uri), unit, 'a script that grants the same leaves the other units alone');
    workspace.setFile(script, grantOn('add-pet'));
    assert.equal(isTold(workspace), true);
    workspace.setFile(script, grantOn('list-pets'));
    assert.equal(isTold(workspace), false);
    workspace.removeFile(script);
    assert.equal(isTold(workspace), true);
  });
});
