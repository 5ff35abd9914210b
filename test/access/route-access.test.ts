import assert from 'node:assert/strict';
import type { Decision } from '../../server/src/access/decision.ts';
import { nameOfPrincipal } from '../../server/src/access/principals.ts';
import { callersOf, routeAccess } from '../../server/src/access/route-access.ts';
import { backendAccess } from '../../server/src/access/backend-access.ts';
import { printed } from '../../server/src/model/text-value.ts';
import { principalNamed, routeNamed, unitOf } from './units.ts';

const template = (caller: string, more = ''): string => `
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: pets } }
  Pets: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets } }
  Pet: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: '{id}' } }
  ListPets:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pets
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:dynamodb:action/Scan
        Credentials: !GetAtt Reader.Arn
  GetPet:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pet
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration: { Type: MOCK }
  Open:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !Ref Pets, HttpMethod: OPTIONS, AuthorizationType: NONE, Integration: { Type: MOCK } }
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { Service: apigateway.amazonaws.com }, Action: sts:AssumeRole }
      Policies:
        - PolicyName: read
          PolicyDocument: { Statement: { Effect: Allow, Action: dynamodb:Scan, Resource: '*' } }
  Caller:
    Type: AWS::IAM::Role
    Properties:
      RoleName: caller
      AssumeRolePolicyDocument:
        Statement: { Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: sts:AssumeRole }
      Policies:
        - PolicyName: call
          PolicyDocument:
            Version: 2012-10-17
            Statement:
${caller.replace(/^/gm, '              ')}
${more}
`;

function said(decision: Decision): string {
  const grounds = decision.because.map((one) =>
    one.kind === 'fact'
      ? one.text
      : `${one.effect} ${(one.statement.resource?.values ?? []).map(printed).join()}${one.doubts
          .map((doubt) => ` (${doubt.kind})`)
          .join('')}`,
  );
  return [decision.outcome, ...grounds].join('; ');
}

const arn = 'arn:aws:execute-api:*:*:${Api}';
const allow = (resource: string, more = ''): string =>
  `- { Effect: Allow, Action: execute-api:Invoke, Resource: !Sub '${resource}'${more} }`;

describe('access/route-access', () => {
  const cases: readonly (readonly [name: string, statements: string, route: string, said: string])[] = [
    ['the whole API', allow(`${arn}/*`), 'GET /pets', 'allowed; Allow arn:aws:execute-api:*:*:${Api}/*'],
    [
      'another verb',
      allow(`${arn}/*/POST/*`),
      'GET /pets',
      'implicitly-denied; no statement allows execute-api:Invoke',
    ],
    [
      'one stage of any',
      allow(`${arn}/prod/GET/pets`),
      'GET /pets',
      'unknown; Allow arn:aws:execute-api:*:*:${Api}/prod/GET/pets (part)',
    ],
    ['any value of a parameter', allow(`${arn}/*/GET/pets/*`), 'GET /pets/{id}', `allowed; Allow ${arn}/*/GET/pets/*`],
    [
      'one value of a parameter',
      allow(`${arn}/*/GET/pets/1`),
      'GET /pets/{id}',
      `unknown; Allow ${arn}/*/GET/pets/1 (part)`,
    ],
    [
      'a condition on the request',
      allow(`${arn}/*`, ', Condition: { IpAddress: { aws:SourceIp: 192.0.2.0/24 } }'),
      'GET /pets',
      `unknown; Allow ${arn}/* (condition)`,
    ],
    [
      'no authorization',
      allow(`${arn}/*`),
      'OPTIONS /pets',
      'allowed; the route asks for no authorization, and identity policies are not asked',
    ],
  ];
  for (const [name, statements, route, expected] of cases) {
    it(name, () => {
      const unit = unitOf(template(statements));
      assert.equal(said(routeAccess(principalNamed('caller', unit), routeNamed(route, unit), unit)), expected);
    });
  }

  it('names the callers', () => {
    const unit = unitOf(template(allow(`${arn}/*`)));
    const names = (route: string): readonly string[] =>
      callersOf(routeNamed(route, unit), unit).map((one) => nameOfPrincipal(one.principal));
    assert.deepEqual(names('GET /pets'), ['caller']);
    assert.deepEqual(names('OPTIONS /pets'), ['anonymous']);
  });

  it('follows the back end', () => {
    const unit = unitOf(template(allow(`${arn}/*`)));
    const access = backendAccess(routeNamed('GET /pets', unit), unit);
    assert.equal(access.model, 'role');
    assert.equal(access.decision.outcome, 'allowed');
    assert.equal(backendAccess(routeNamed('GET /pets/{id}', unit), unit).model, 'none');
  });
});
