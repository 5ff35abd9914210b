import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pageOfAction, pageOfConditionKey } from '../../server/src/catalog/aws-pages.ts';
import type { Catalog } from '../../server/src/catalog/catalog.ts';
import { testCatalog } from '../support/catalog.ts';
import { projectFolder } from '../support/project.ts';

describe("catalog: AWS's pages", () => {
  let catalog: Catalog;
  before(async function () {
    this.timeout(60_000);
    catalog = await testCatalog();
  });

  // Addresses that AWS's guides and tools that read them give.
  for (const [action, page] of [
    ['ec2:RunInstances', 'list_amazonec2.html#amazonec2-RunInstances'],
    ['iam:CreateRole', 'list_awsidentityandaccessmanagementiam.html#awsidentityandaccessmanagementiam-CreateRole'],
    ['iot:*', 'list_awsiot.html#awsiot-actions-as-permissions'],
    ['elasticloadbalancing:*', 'list_awselasticloadbalancingv2.html#awselasticloadbalancingv2-actions-as-permissions'],
    ['glue:GetTable', 'list_awsglue.html#awsglue-GetTable'],
    ['xray:PutTraceSegments', 'list_awsx-ray.html#awsx-ray-PutTraceSegments'],
    ['lex:*', 'list_amazonlexv2.html#amazonlexv2-actions-as-permissions'],
  ] as const)
    it(`${action} has the page ${page}`, () =>
      assert.equal(
        pageOfAction(action, catalog),
        `https://docs.aws.amazon.com/service-authorization/latest/reference/${page}`,
      ));

  it('every global key has the place on the page that its row names', () => {
    const source = readFileSync(path.join(projectFolder, 'server/src/catalog/global-keys.ts'), 'utf8');
    let tried = 0;
    for (const [, name = '', anchor = ''] of source.matchAll(/'(aws:[^']*)'(?:(?!'aws:)[^#])*?\/\/ #(\S+)/g)) {
      const page = pageOfConditionKey(name, catalog);
      assert.equal(page?.slice(page.indexOf('#') + 1), anchor, name);
      tried++;
    }
    assert(tried > 40, `${tried} rows are read`);
  });

  it('every service has a page that an address can name', () => {
    for (const service of catalog.services())
      assert.match(pageOfAction(`${service}:*`, catalog) ?? '', /^[\w.:/-]+list_[a-z\d.-]+\.html#[a-z\d.-]+$/, service);
  });
});
