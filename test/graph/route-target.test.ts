import assert from 'node:assert/strict';
import { coversArn } from '../../server/src/access/match.ts';
import {
  authorizerArnOf,
  executeTargetOf,
  sourceArnOf,
  sourceArnSuffixOf,
} from '../../server/src/graph/route-target.ts';
import type { Unit } from '../../server/src/graph/unit.ts';
import { madeText, printed } from '../../server/src/model/text-value.ts';
import { unitIn } from './unit-in.ts';

function template(resources: string): Unit {
  return unitIn({ 'template.yaml': `Resources:\n${resources}` });
}

function definition(paths: string, type = 'AWS::ApiGateway::RestApi'): Unit {
  return template(`  Api: {Type: '${type}', Properties: {Body: {openapi: 3.0.1, paths: {${paths}}}}}\n`);
}

function websocket(key: string): Unit {
  return template(
    `  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}\n  R: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: '${key}'}}\n`,
  );
}

const http = 'AWS::ApiGatewayV2::Api';
const api = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}';

describe('what a route is called by', () => {
  const cases: readonly {
    readonly route: Unit;
    /** After the API's id, as API Gateway sends it to a function. */
    readonly source: string;
    /** As the policy of a caller sees it, where that differs. */
    readonly call?: string;
    readonly suffix: string;
    /** Patterns after the API's id. */
    readonly covered: readonly string[];
    readonly open: readonly string[];
    readonly not: readonly string[];
  }[] = [
    {
      route: definition("'/pets/{id}': {get: {}}"),
      source: '/${any stage}/GET/pets/${any segment}',
      suffix: '/*/GET/pets/*',
      covered: ['/*', '/*/*', '/*/*/*', '/*/GET/*', '/*/GET/pets/*', '/*/*/pets/*'],
      open: ['/prod/GET/pets/*', '/prod/*', '/*/GET/pets/7'],
      not: ['', '/', '/*/GET/*/*/*/*', '/*/POST/pets/*', '/*/GET/pets', '/*/GET/dogs/*'],
    },
    {
      route: definition('/: {x-amazon-apigateway-any-method: {}}'),
      source: '/${any stage}/${any verb}/',
      suffix: '/*/*/',
      covered: ['/*/*/', '/*/*/*', '/*'],
      open: ['/*/GET/'],
      not: ['/*/GET/pets'],
    },
    {
      route: definition("'/a/{proxy+}': {x-amazon-apigateway-any-method: {}}"),
      source: '/${any stage}/${any verb}/a/{proxy+}',
      suffix: '/*/*/a/*',
      covered: ['/*/*/a/*', '/*/*/*'],
      open: ['/*/*/a/b/c', '/*/GET/a/*', '/*/*/b/*'],
      not: [],
    },
    {
      route: definition('/a/: {get: {}}'),
      source: '/${any stage}/GET/a',
      suffix: '/*/GET/a',
      covered: ['/*/GET/a'],
      open: [],
      not: ['/*/GET/a/'],
    },
    {
      route: definition('$default: {x-amazon-apigateway-any-method: {}}', http),
      source: '/${any stage}/$default',
      call: '/${any stage}/${any verb}/*',
      suffix: '/*/$default',
      covered: ['/*', '/*/*', '/*/$default'],
      open: ['/$default/*'],
      not: ['/*/*/$default', '/*/GET/x'],
    },
    {
      route: websocket('$connect'),
      source: '/${any stage}/$connect',
      suffix: '/*/$connect',
      covered: ['/*/$connect', '/*$connect', '/*'],
      open: ['/prod/$connect'],
      not: ['/*/*/$connect', '/*/POST/@connections/*'],
    },
    {
      route: websocket('GET /pets'),
      source: '/${any stage}/GET /pets',
      suffix: '/*/GET /pets',
      covered: ['/*'],
      open: [],
      not: ['/*/GET/pets'],
    },
  ];

  for (const { route: unit, source, call, suffix, covered, open, not } of cases) {
    it(suffix, () => {
      const [route] = unit.routes;
      assert(route);
      const target = sourceArnOf(route, unit);
      const asked = executeTargetOf(route, unit);
      assert(target && asked);
      assert.equal(printed(target), api + source);
      assert.equal(printed(asked), api + (call ?? source));
      assert.equal(sourceArnSuffixOf(route), suffix);
      const answers = (patterns: readonly string[]): string[] =>
        patterns.map((pattern) => {
          const place = { span: route.key, at: route.key };
          const text = madeText(place, 'arn:aws:execute-api:*:*:', { kind: 'logical', id: 'Api' }, pattern);
          return `${pattern} ${coversArn(text, target)}`;
        });
      assert.deepEqual(
        answers(covered),
        covered.map((one) => `${one} yes`),
      );
      assert.deepEqual(
        answers(open),
        open.map((one) => `${one} maybe`),
      );
      assert.deepEqual(
        answers(not),
        not.map((one) => `${one} no`),
      );
    });
  }

  it('nothing is known of a route whose API or path is not', () => {
    const unit = template(
      `  M: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !ImportValue x, ResourceId: !ImportValue y, HttpMethod: GET}}\n`,
    );
    assert.deepEqual(
      unit.routes.map((route) => sourceArnOf(route, unit)),
      [undefined],
    );
  });

  it('authorizers have an id of their own, which only a resource can name', () => {
    const resource = template(
      `  Api: {Type: AWS::ApiGateway::RestApi}\n  Auth: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Type: TOKEN}}\n`,
    );
    const scheme = template(
      `  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: 3.0.1, paths: {}, components: {securitySchemes: {Auth: {x-amazon-apigateway-authorizer: {type: token}}}}}}}\n`,
    );
    const told = (unit: Unit): string[] =>
      unit.authorizers.map((one) => {
        const arn = authorizerArnOf(one, unit);
        return arn ? printed(arn) : 'unknown';
      });
    assert.deepEqual(told(resource), [`${api}/authorizers/\${Auth}`]);
    assert.deepEqual(told(scheme), [`${api}/authorizers/\${any authorizer}`]);
  });
});
