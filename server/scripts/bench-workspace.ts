/** Routes of each template, and as many grants. */
export const routesPerTemplate = 40;

/**
 * A template of a workspace as teams have them, the `number`th: in turn SAM, REST with methods, REST with a definition in its body, and
 * HTTP. Every route has its grant, but for one in every tenth template.
 */
export function workspaceTemplate(number: number): { readonly name: string; readonly text: string } {
  const kinds = [samTemplate, methodTemplate, bodyTemplate, httpTemplate];
  const kind = kinds[number % kinds.length] ?? samTemplate;
  return { name: `service-${number}/template.yaml`, text: kind(number, number % 10 === 1) };
}

const indexes = Array.from({ length: routesPerTemplate }, (_, i) => i);
const verbs = ['GET', 'POST', 'PUT', 'DELETE'];

function verbOf(i: number): string {
  return verbs[i % verbs.length] ?? 'GET';
}

/** Four verbs on each path, every other path with a parameter. */
function pathOf(i: number): string {
  const item = Math.floor(i / verbs.length);
  return item % 2 === 0 ? `/items${item}` : `/items${item - 1}/{id}`;
}

function callerOf(api: string, number: number): string {
  return `  Caller:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller-${number}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: execute-api:Invoke
                Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/*/*/items*
`;
}

function functionOf(i: number): string {
  return `  Function${i}:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs20.x
      Role: !GetAtt Caller.Arn
      Code:
        S3Bucket: code
        S3Key: function-${i}.zip
`;
}

function permissionOf(api: string, i: number): string {
  return `  Permission${i}:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Function${i}.Arn
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${api}}/*/${verbOf(i)}${pathOf(i).replace('{id}', '*')}
`;
}

/** All grants, but the last where there is to be a mistake. */
function permissionsOf(api: string, hasMistake: boolean): string {
  return indexes
    .filter((i) => !hasMistake || i < routesPerTemplate - 1)
    .map((i) => permissionOf(api, i))
    .join('');
}

function uriOf(i: number): string {
  return `!Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Function${i}.Arn}/invocations`;
}

const head = `AWSTemplateFormatVersion: '2010-09-09'
`;

function samTemplate(number: number): string {
  const events = (i: number): string => `  Handler${i}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs20.x
      CodeUri: src/
      Events:
        Call:
          Type: Api
          Properties:
            RestApiId: !Ref Api
            Method: ${verbOf(i).toLowerCase()}
            Path: ${pathOf(i)}
`;
  return `${head}Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        DefaultAuthorizer: AWS_IAM
        InvokeRole: NONE
${callerOf('Api', number)}${indexes.map(events).join('')}`;
}

function methodTemplate(number: number, hasMistake: boolean): string {
  const parts = new Map<string, string>();
  for (const i of indexes) {
    const item = Math.floor(i / verbs.length);
    if (item % 2 === 0) parts.set(`Path${item}`, `ParentId: !GetAtt Api.RootResourceId\n      PathPart: items${item}`);
    else parts.set(`Path${item}`, `ParentId: !Ref Path${item - 1}\n      PathPart: '{id}'`);
  }
  const paths = [...parts].map(
    ([id, text]) => `  ${id}:
    Type: AWS::ApiGateway::Resource
    Properties:
      RestApiId: !Ref Api
      ${text}
`,
  );
  const method = (i: number): string => `  Method${i}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Path${Math.floor(i / verbs.length)}
      HttpMethod: ${verbOf(i)}
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: ${uriOf(i)}
`;
  return `${head}Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: service-${number}
${callerOf('Api', number)}${paths.join('')}${indexes.map((i) => functionOf(i) + method(i)).join('')}${permissionsOf('Api', hasMistake)}`;
}

function bodyTemplate(number: number, hasMistake: boolean): string {
  const byPath = new Map<string, string[]>();
  for (const i of indexes) {
    const list = byPath.get(pathOf(i)) ?? [];
    list.push(`            ${verbOf(i).toLowerCase()}:
              x-amazon-apigateway-auth:
                type: AWS_IAM
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: ${uriOf(i)}
`);
    byPath.set(pathOf(i), list);
  }
  const paths = [...byPath].map(([path, list]) => `          ${path}:\n${list.join('')}`);
  return `${head}Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.1
        info:
          title: service-${number}
          version: '1'
        paths:
${paths.join('')}${callerOf('Api', number)}${indexes.map(functionOf).join('')}${permissionsOf('Api', hasMistake)}`;
}

function httpTemplate(number: number, hasMistake: boolean): string {
  const route = (i: number): string => `  Integration${i}:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Function${i}.Arn
      PayloadFormatVersion: '2.0'
  Route${i}:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: ${verbOf(i)} ${pathOf(i)}
      AuthorizationType: AWS_IAM
      Target: !Sub integrations/\${Integration${i}}
`;
  return `${head}Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: service-${number}
      ProtocolType: HTTP
${callerOf('Api', number)}${indexes.map((i) => functionOf(i) + route(i)).join('')}${permissionsOf('Api', hasMistake)}`;
}
