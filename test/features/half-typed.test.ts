import assert from 'node:assert/strict';
import { Workspace, type ReportedFinding } from '../../server/src/features/workspace.ts';
import { isJoining } from '../../server/src/rules/rule.ts';
import { testCatalog } from '../support/catalog.ts';

const uri = 'file:///w/template.yaml';

const template = `Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Work.Arn}/invocations
  Work: { Type: AWS::Lambda::Function, Properties: { Role: !GetAtt Role.Arn, Handler: index.handler } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: 'sts:AssumeRole' }]
`;
const permission = `  May:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Work
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/
`;
const whole = template + permission;

describe('a template while it is typed', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = new Workspace();
    workspace.setCatalog(await testCatalog());
  });

  const joined = (text: string): readonly ReportedFinding[] => {
    workspace.setFile(uri, text);
    return workspace.findingsIn(uri).filter(({ rule }) => isJoining(rule));
  };

  it('says nothing new of how its resources work together where the text breaks off', () => {
    assert.deepEqual(joined(whole), []);
    // Without its Principal the permission would let nobody in.
    assert.deepEqual(joined(whole.replace('Principal: apigateway.amazonaws.com', 'Principal: "apigatew')), []);
    assert.notEqual(workspace.problemOf(uri), undefined);
    assert.deepEqual(
      joined(whole.replace('Principal: apigateway.amazonaws.com', 'Principal: "apigatew"')).map(({ rule }) => rule),
      ['integration/missing-invoke-grant'],
    );
  });

  it('goes on saying, at its place, what it said of the whole text', () => {
    const [before] = joined(template);
    assert.equal(before?.rule, 'integration/missing-invoke-grant');
    const typed = 'Description: "half\n';
    const [after] = joined(typed + template);
    assert.notEqual(workspace.problemOf(uri), undefined);
    assert.equal(after?.message, before.message);
    assert.equal(after.span.start, before.span.start + typed.length);
  });

  it('is silent of a text that was never whole, and tells what stands in its policies all the same', () => {
    const broken = `Description: "half\n${template.replace("'sts:AssumeRole'", "'s3:GetObject'")}`;
    assert.deepEqual(joined(broken), []);
    assert.ok(workspace.findingsIn(uri).some(({ rule }) => rule.startsWith('trust/')));
  });

  it('forgets what it said when the file goes', () => {
    assert.equal(joined(template).length, 1);
    workspace.removeFile(uri);
    assert.deepEqual(joined(`Description: "half\n${template}`), []);
  });
});
