import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainArn } from '../../server/src/catalog/explain-arn.ts';

function meanings(arn: string): string[] {
  return explainArn(arn).map(({ part, meaning }) => `${part}: ${meaning}`);
}

/** The parts after the account, which differ from service to service. */
function resourceOf(arn: string): string[] {
  return meanings(arn).slice(4);
}

describe('explainArn', () => {
  it('says every part of a call to an API', () => {
    assert.deepEqual(meanings('arn:aws:execute-api:us-east-1:123456789012:a1b2c3/prod/GET/pets/*'), [
      'partition: the commercial AWS regions',
      'service: API Gateway, calls to an API',
      'region: N. Virginia',
      'account: account 123456789012',
      'api: API a1b2c3',
      'stage: stage prod',
      'verb: verb GET',
      'path: every path below /pets',
    ]);
  });

  it('says holes by what they stand for', () => {
    assert.deepEqual(meanings('arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${PetApi}/*/POST/'), [
      'partition: the partition of the stack',
      'service: API Gateway, calls to an API',
      'region: the region of the stack',
      'account: the account of the stack',
      'api: the API that PetApi names',
      'stage: every stage',
      'verb: verb POST',
      'path: the root path',
    ]);
  });

  it('tells the forms of execute-api apart', () => {
    const api = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3';
    assert.deepEqual(resourceOf(api), ['api: API a1b2c3, but none of its calls: a path is missing']);
    assert.deepEqual(resourceOf(`${api}/*`), ['api: API a1b2c3', 'calls: every stage, verb and path of the API']);
    assert.deepEqual(resourceOf(`${api}/prod/*`).slice(1), [
      'stage: stage prod',
      'calls: every verb and path of the stage',
    ]);
    assert.deepEqual(resourceOf(`${api}/*/*/pets*`).slice(1), [
      'stage: every stage',
      'verb: every verb',
      'path: every path that begins with /pets',
    ]);
    assert.deepEqual(resourceOf(`${api}/prod/$connect`).slice(1), ['stage: stage prod', 'route: route $connect']);
    assert.deepEqual(
      resourceOf(`${api}/prod/POST/@connections/*`).at(-1),
      'path: WebSocket connections: every connected client',
    );
    assert.deepEqual(resourceOf(`${api}/authorizers/*`).slice(1), ['authorizer: every authorizer']);
    assert.deepEqual(meanings('execute-api:/prod/GET/pets'), [
      'service: calls to the API that this policy stands on',
      'stage: stage prod',
      'verb: verb GET',
      'path: path /pets',
    ]);
  });

  it('says management paths', () => {
    const path = (text: string): string | undefined => resourceOf(`arn:aws:apigateway:us-east-1::${text}`)[0];
    assert.equal(path('/restapis/*/stages/prod'), 'path: stage prod of every REST API');
    assert.equal(path('/restapis/a1/*'), 'path: everything below REST API a1');
    assert.equal(path('/restapis'), 'path: the list of REST APIs');
    assert.equal(path('/restapis/??????????'), 'path: every REST API of 10 characters');
    assert.equal(path('/account'), "path: the account's settings");
    assert.equal(path('/*'), 'path: everything in API Gateway');
  });

  it('says identities, functions and the commonest resources', () => {
    assert.deepEqual(resourceOf('arn:aws:iam::123456789012:role/service-role/app-*'), [
      'path: path /service-role/',
      'role: every role that begins with "app-"',
    ]);
    assert.deepEqual(resourceOf('arn:aws:iam::*:user/*'), ['user: every user']);
    assert.deepEqual(meanings('arn:aws:iam::aws:policy/ReadOnlyAccess').slice(3), [
      'account: AWS itself',
      'managed policy: managed policy ReadOnlyAccess',
    ]);
    assert.deepEqual(resourceOf('arn:aws:lambda:us-east-1:1:function:pets:prod'), [
      'function: function pets',
      'qualifier: alias prod',
    ]);
    assert.deepEqual(resourceOf('arn:aws:lambda:us-east-1:1:function:pets:3').at(-1), 'qualifier: version 3');
    assert.deepEqual(resourceOf('arn:aws:lambda:us-east-1:1:function:*'), [
      'function: every function, with its versions and aliases',
    ]);
    assert.deepEqual(resourceOf('arn:aws:s3:::b/home/${aws:username}/*'), [
      'bucket: bucket b',
      'object: every object that begins with "home/${aws:username}/"',
    ]);
    assert.deepEqual(resourceOf('arn:aws:logs:*:*:log-group:/x:*'), [
      'log group: log group /x',
      'log stream: every log stream',
    ]);
    assert.deepEqual(resourceOf('arn:aws:kms:us-east-1:1:key/abc'), ['resource type: key', 'key: key abc']);
  });

  it('names services as the catalog does', () => {
    const [, service] = explainArn('arn:aws:sqs:us-east-1:1:q', (prefix) =>
      prefix === 'sqs' ? 'Amazon SQS' : undefined,
    );
    assert.equal(service?.meaning, 'Amazon SQS');
  });

  it('has nothing to say of other texts, and does not stumble over half of an ARN', () => {
    for (const text of ['', 'hello', 'arn', 'arn:', 'AWS::S3::Bucket', 'https://x.org/a:b:c:d:e:f', '*']) {
      assert.deepEqual(explainArn(text), []);
    }
    assert.equal(explainArn('arn:aws:execute-api:us-east-1').length, 3);
  });

  it('points at the very text of each part, in order, whatever the text', () => {
    const word = fc.constantFrom(
      'a',
      '*',
      '?',
      '/',
      ':',
      '${',
      '}',
      'role',
      'prod',
      'GET',
      '$connect',
      '@connections',
      '',
    );
    const start = fc.constantFrom(
      'arn:aws:execute-api:eu-west-1:1:',
      'arn:aws:apigateway:eu-west-1::/',
      'arn:aws:iam::1:',
      'arn:aws:lambda:::function:',
      'arn:aws:s3:::',
      'arn:${P}:dynamodb:::table/',
      'arn:aws:logs:::log-group:',
      'execute-api:/',
      'arn:',
    );
    fc.assert(
      fc.property(start, fc.array(word), (head, words) => {
        const arn = head + words.join('');
        let from = 0;
        for (const { start: at, text, meaning } of explainArn(arn)) {
          assert.equal(arn.slice(at, at + text.length), text);
          assert.ok(at >= from, 'in order');
          assert.ok(meaning.length > 0);
          from = at + text.length;
        }
      }),
    );
  });
});
