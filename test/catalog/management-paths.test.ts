import assert from 'node:assert/strict';
import { managementPaths } from '../../server/src/catalog/management-paths.ts';
import { testCatalog } from '../support/catalog.ts';

/** `/restapis/${RestApiId}` and `/restapis/{}` as one. */
function shapeOf(path: string): string {
  return path.replace(/\$?\{[^}]*\}(?:\+\$\{[^}]*\})?/g, '{}');
}

describe('management paths', () => {
  it('stand once each, with actions', () => {
    const paths = managementPaths.map((one) => shapeOf(one.path));
    assert.deepEqual([...new Set(paths)], paths);
    for (const { path, actions } of managementPaths) {
      assert.match(path, /^\/[a-z]/);
      assert.deepEqual([...new Set(actions)], actions, path);
    }
  });

  it('hold every resource of the authorization reference, with each action that it lists', async () => {
    const catalog = await testCatalog();
    const byShape = new Map(managementPaths.map((one) => [shapeOf(one.path), one]));
    const missing: string[] = [];
    for (const action of catalog.actionsOf('apigateway') ?? []) {
      for (const { type } of action.resources) {
        for (const arn of type.arns) {
          const fields = arn.split(':');
          const path = fields.slice(5).join(':');
          const known =
            byShape.get(shapeOf(path)) ??
            managementPaths.find(
              (one) =>
                one.path.endsWith('{+}') && path.startsWith(one.path.slice(0, -3).replace('{}', '${DomainName}')),
            );
          if (!known) missing.push(`${path} is no path`);
          else if (!known.actions.includes(action.name)) missing.push(`${action.name} cannot act on ${path}`);
          else if (fields[4] !== '' && !known.mayNameAccount) missing.push(`${path} carries no account`);
        }
      }
    }
    assert.deepEqual(missing, []);
  });

  it('tell creation from change: POST on the collection, PATCH on its member, PUT for an imported definition', () => {
    const actionsOf = (path: string): readonly string[] =>
      managementPaths.find((one) => one.path === path)?.actions ?? [];
    assert.ok(actionsOf('/restapis').includes('POST') && !actionsOf('/restapis').includes('PUT'));
    assert.ok(actionsOf('/restapis/{}').includes('PUT') && !actionsOf('/restapis/{}').includes('POST'));
    assert.ok(actionsOf('/restapis/{}').includes('UpdateRestApiPolicy'));
    assert.ok(actionsOf('/apis').includes('PUT'));
  });
});
