import assert from 'node:assert/strict';
import { resourcePoliciesOf } from '../../server/src/graph/api-policies.ts';
import { apiOf, routeTitle } from '../../server/src/graph/route-target.ts';
import { literalOf } from '../../server/src/model/text-value.ts';
import { unitIn } from './unit-in.ts';

const api = `openapi: 3.0.1
x-amazon-apigateway-policy: {Statement: []}
x-amazon-apigateway-cors: {}
components: {securitySchemes: {Auth: {x-amazon-apigateway-authorizer: {type: request}}}}
paths: {/pets: {get: {}}}
`;

const rest = (id: string, properties: string): string =>
  `  ${id}: {Type: AWS::ApiGateway::RestApi, Properties: {${properties}}}\n`;
const include = (path: string): string => `Fn::Transform: {Name: AWS::Include, Parameters: {Location: ${path}}}`;

/** APIs with what is known of them, then routes and authorizers with their API. */
function told(files: Readonly<Record<string, string>>): string[] {
  const unit = unitIn(files);
  return [
    ...unit.apis.map((one) => {
      const policies = resourcePoliciesOf(one, unit).map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1));
      const words = [
        one.id || '(file)',
        one.complete ? 'whole' : 'hidden',
        one.policyComplete ? '' : 'policy?',
        ...policies,
        one.cors ? 'cors' : '',
      ];
      return words.filter((word) => word !== '').join(' ');
    }),
    ...unit.routes.map((route) => `${routeTitle(route)} ${route.apiKind} of ${apiOf(route, unit)?.id ?? 'nobody'}`),
    ...unit.authorizers.map((one) => {
      const [part] = one.api?.parts ?? [];
      return `${one.id} of ${part?.kind === 'reference' && part.to.kind === 'logical' ? part.to.id : (literalOf(one.api) ?? 'nobody')}`;
    }),
  ];
}

describe('definitions in files of their own', () => {
  it('make an API whole', () => {
    const files = { 't.yaml': `Resources:\n${rest('Api', `Body: {${include('./api.yaml')}}`)}`, 'api.yaml': api };
    assert.deepEqual(told(files), ['Api whole api.yaml cors', 'GET /pets rest of Api', 'Auth of Api']);
  });

  it('add to a policy of the resource, and nothing says which of the two counts', () => {
    const files = {
      't.yaml': `Resources:\n${rest('Api', `Policy: {Statement: []}, Body: {${include('api.yaml')}}`)}`,
      'api.yaml': api,
    };
    assert.deepEqual(told(files)[0], 'Api whole policy? t.yaml api.yaml cors');
  });

  it('leave the API open where more is out of sight', () => {
    const cloned = {
      't.yaml': `Resources:\n${rest('Api', `CloneFrom: x, Body: {${include('api.yaml')}}`)}`,
      'api.yaml': api,
    };
    assert.deepEqual(told(cloned)[0], 'Api hidden policy? api.yaml');
    const half = {
      't.yaml': cloned['t.yaml'].replace('CloneFrom: x, ', ''),
      'api.yaml': `${api.trimEnd().slice(0, -1)}, /x: {$ref: other.yaml}}\n`,
    };
    assert.deepEqual(told(half)[0], 'Api hidden api.yaml cors');
    const missing = { 't.yaml': half['t.yaml'] };
    assert.deepEqual(told(missing), ['Api hidden policy?']);
  });

  it('belong to nobody when two APIs take them', () => {
    const files = {
      't.yaml': `Resources:\n${rest('A', `Body: {${include('api.yaml')}}`)}${rest('B', `Body: {${include('api.yaml')}}`)}`,
      'api.yaml': api,
    };
    assert.deepEqual(told(files), [
      'A hidden policy?',
      'B hidden policy?',
      'GET /pets http of nobody',
      'Auth of nobody',
    ]);
  });

  it('are of the kind that the resource says', () => {
    const files = {
      't.yaml': `Resources:\n  H: {Type: AWS::Serverless::HttpApi, Properties: {DefinitionUri: api.yaml}}\n`,
      'api.yaml': 'swagger: "2.0"\npaths: {/a: {get: {x-amazon-apigateway-integration: {}}}}\n',
    };
    const unit = unitIn(files);
    assert.deepEqual(
      unit.routes.map(({ apiKind, authorizationSlot }) => [apiKind, authorizationSlot]),
      [['http', undefined]],
    );
  });

  it('may be paths alone', () => {
    const files = {
      't.yaml': `Resources:\n${rest('Api', `Body: {openapi: 3.0.1, paths: {${include('paths.yaml')}}}`)}`,
      'paths.yaml': '/a: {get: {x-amazon-apigateway-integration: {}}}\n',
    };
    assert.deepEqual(told(files), ['Api hidden policy?', 'GET /a rest of Api']);
  });
});
