import assert from 'node:assert/strict';
import { compileCatalog } from '../../server/scripts/build-catalog.ts';
import { readCatalog } from '../../server/src/catalog/catalog.ts';
import {
  integrationSubtypes,
  integrationTarget,
  lambdaFunctionOf,
  parseIntegrationUri,
} from '../../server/src/catalog/integration-targets.ts';
import { dependentActions } from '../../server/src/catalog/dependent-actions.ts';
import { partitionById, partitionOfRegion, partitions, regionPlace } from '../../server/src/catalog/partitions.ts';
import { servicePrincipal, servicePrincipals } from '../../server/src/catalog/service-principals.ts';
import { starOnlyActions } from '../../server/src/catalog/star-only-actions.ts';
import { trustPolicyActions } from '../../server/src/catalog/sts-actions.ts';
import { testCatalog } from '../support/catalog.ts';

describe('partitions', () => {
  it('each region fits its own partition and no other', () => {
    for (const partition of partitions) {
      assert.equal(partitionById(partition.id), partition);
      for (const region of Object.keys(partition.regions)) {
        assert.deepEqual(
          partitions.filter((one) => one.regionPattern.test(region)).map((one) => one.id),
          [partition.id],
          region,
        );
      }
    }
  });

  it('a region newer than the table has a partition and no place', () => {
    assert.equal(partitionOfRegion('eu-west-9')?.id, 'aws');
    assert.equal(regionPlace('eu-west-9'), undefined);
    assert.equal(regionPlace('eu-west-1'), 'Ireland');
    assert.equal(partitionOfRegion('eu-west'), undefined);
    assert.equal(partitionOfRegion('constructor'), undefined);
  });
});

describe('service principals', () => {
  it('are found with and without a region, in every partition', () => {
    assert.equal(servicePrincipal('apigateway.amazonaws.com')?.name, 'Amazon API Gateway');
    assert.deepEqual(servicePrincipal('states.eu-west-1.amazonaws.com'), {
      host: 'states.eu-west-1.amazonaws.com',
      name: 'AWS Step Functions',
      region: 'eu-west-1',
    });
    assert.equal(servicePrincipal('ec2.amazonaws.com.cn')?.name, 'Amazon EC2');
    assert.equal(servicePrincipal('delivery.logs.amazonaws.com')?.name, 'Amazon CloudWatch Logs delivery');
    for (const { host } of servicePrincipals()) assert.ok(servicePrincipal(host), host);
  });

  it('an unknown host is not found', () => {
    for (const host of [
      'apigatway.amazonaws.com',
      'apigateway',
      'amazonaws.com',
      '.amazonaws.com',
      'x.example.com',
      '',
    ]) {
      assert.equal(servicePrincipal(host), undefined, host);
    }
  });

  it('are each listed once', () => {
    const hosts = servicePrincipals().map(({ host }) => host);
    assert.equal(new Set(hosts).size, hosts.length);
  });
});

describe('integration targets', () => {
  function target(uri: string, method?: string, operation?: string): readonly [string, string | undefined] | undefined {
    const parsed = parseIntegrationUri(uri);
    assert.ok(parsed, uri);
    const found = integrationTarget(parsed, { method, operation });
    return found && [found.actions.join(' '), found.resource];
  }
  const at = 'arn:aws:apigateway:us-east-1:';

  it('takes URIs apart and leaves other texts alone', () => {
    assert.deepEqual(
      parseIntegrationUri('arn:aws:apigateway:us-east-1:runtime.sagemaker:path//endpoints/e/invocations'),
      {
        partition: 'aws',
        region: 'us-east-1',
        subdomain: 'runtime',
        service: 'sagemaker',
        form: 'path',
        rest: 'endpoints/e/invocations',
      },
    );
    assert.equal(
      parseIntegrationUri('arn:${AWS::Partition}:apigateway:${AWS::Region}:sqs:path/a/b')?.region,
      '${AWS::Region}',
    );
    for (const text of [
      '',
      'https://example.com',
      'arn:aws:lambda:us-east-1:1:function:f',
      'arn:aws:apigateway:r:s3',
      'a:b:c:d:e:f',
    ]) {
      assert.equal(parseIntegrationUri(text), undefined, text);
    }
  });

  it('knows the function of each form of Lambda integration', () => {
    const fn = 'arn:aws:lambda:us-east-1:123456789012:function:pets:prod';
    assert.deepEqual(target(`${at}lambda:path/2015-03-31/functions/${fn}/invocations`), ['lambda:InvokeFunction', fn]);
    assert.deepEqual(target(`${at}lambda:path/2021-11-15/functions/${fn}/response-streaming-invocations`), [
      'lambda:InvokeFunction',
      fn,
    ]);
    assert.deepEqual(target(`${at}lambda:path/2014-11-13/functions/${fn}/invoke-async/`), [
      'lambda:InvokeFunction',
      fn,
    ]);
    const hole = parseIntegrationUri(`${at}lambda:path/2015-03-31/functions/\${PetsFunction.Arn}/invocations`);
    assert.equal(hole && lambdaFunctionOf(hole), '${PetsFunction.Arn}');
    assert.equal(target(`${at}lambda:path/2015-03-31/functions/${fn}`), undefined);
    assert.equal(target(`${at}lambda:action/Invoke`), undefined);
  });

  it('knows the services of the guide', () => {
    const cases: readonly [
      uri: string,
      method: string | undefined,
      operation: string | undefined,
      expected: unknown,
    ][] = [
      ['sqs:path/123456789012/q', 'POST', undefined, ['sqs:SendMessage', 'arn:aws:sqs:us-east-1:123456789012:q']],
      ['sqs:path/123456789012/q', 'GET', undefined, undefined],
      [
        'sqs:path/123456789012/q',
        'GET',
        'ReceiveMessage',
        ['sqs:ReceiveMessage', 'arn:aws:sqs:us-east-1:123456789012:q'],
      ],
      ['sqs:action/SendMessage', 'POST', undefined, ['sqs:SendMessage', undefined]],
      ['sns:path//', 'POST', 'Publish', ['sns:Publish', undefined]],
      ['sns:path//', 'POST', undefined, undefined],
      ['sns:action/Publish', 'POST', undefined, ['sns:Publish', undefined]],
      ['dynamodb:action/PutItem', 'POST', undefined, ['dynamodb:PutItem', undefined]],
      ['states:action/StartSyncExecution', 'POST', undefined, ['states:StartSyncExecution', undefined]],
      ['kinesis:action/PutRecord', 'POST', undefined, ['kinesis:PutRecord', undefined]],
      ['events:action/PutEvents', 'POST', undefined, ['events:PutEvents', undefined]],
      ['email:action/SendEmail', 'POST', undefined, ['ses:SendEmail', undefined]],
      ['monitoring:action/PutMetricData', 'POST', undefined, ['cloudwatch:PutMetricData', undefined]],
      ['s3:path/b/{key}', 'GET', undefined, ['s3:GetObject', 'arn:aws:s3:::b/{key}']],
      ['s3:path/b/k', 'HEAD', undefined, ['s3:GetObject', 'arn:aws:s3:::b/k']],
      ['s3:path/b', 'GET', undefined, ['s3:ListBucket', 'arn:aws:s3:::b']],
      ['s3:path//', 'GET', undefined, ['s3:ListAllMyBuckets', '*']],
      ['s3:path/b/k', undefined, undefined, undefined],
      ['s3:action/ListBuckets', 'GET', undefined, ['s3:ListAllMyBuckets', undefined]],
      ['a1b2-ats.iotdata:path/topics/t', 'POST', undefined, ['iot:Publish', undefined]],
      ['a1b2-ats.iotdata:path/things/t/shadow', 'GET', undefined, ['iot:GetThingShadow', undefined]],
      ['runtime.sagemaker:path/endpoints/e/invocations', 'POST', undefined, ['sagemaker:InvokeEndpoint', undefined]],
      ['runtime.lex:action/PostText', 'POST', undefined, ['lex:PostText', undefined]],
      ['batch:path//v1/submitjob', 'POST', undefined, ['batch:SubmitJob', undefined]],
      ['${Service}:action/Do', 'POST', undefined, undefined],
      ['dynamodb:action/${Op}', 'POST', undefined, undefined],
      ['unheardof:path/x', 'POST', undefined, undefined],
    ];
    for (const [uri, method, operation, expected] of cases) {
      assert.deepEqual(target(at + uri, method, operation), expected, uri);
    }
  });
});

describe('tables against the catalog', () => {
  it('names only actions that exist', async function () {
    this.timeout(60_000);
    const read = readCatalog((await compileCatalog()).index);
    assert.ok('catalog' in read);
    const named = [...trustPolicyActions, ...[...integrationSubtypes.values()].map(({ action }) => action)];
    for (const action of named) assert.equal(read.catalog.actionsMatching(action).length, 1, action);
  });
});

describe('tables about actions', () => {
  it('name actions that there are', async () => {
    const catalog = await testCatalog();
    const named = [...dependentActions().flatMap(({ action, needs }) => [action, needs]), ...starOnlyActions()];
    for (const name of named) {
      const [found] = catalog.actionsMatching(name);
      assert.equal(found && `${found.service}:${found.name}`, name);
    }
  });

  it('of those that take only a star, the reference lists no resource type', async () => {
    const catalog = await testCatalog();
    for (const name of starOnlyActions()) assert.deepEqual(catalog.actionsMatching(name)[0]?.resources, [], name);
  });
});
