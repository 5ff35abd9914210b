import { strict as assert } from 'node:assert';
import { routeTitle } from '../../server/src/graph/route-target.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { testCatalog } from '../support/catalog.ts';

const item = `get:
  x-amazon-apigateway-integration:
    type: aws_proxy
    httpMethod: GET
    uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:pets/invocations
parameters: []
`;

function definition(paths: string, more = ''): string {
  return `openapi: 3.0.1\ninfo: { title: pets, version: '1' }\nx-amazon-apigateway-cors: {}\npaths:\n${paths}${more}`;
}

/** Routes with the file they are in and the API they are of, and what rules say of each file. */
function seen(files: Readonly<Record<string, string>>): { readonly routes: string[]; readonly workspace: Workspace } {
  const workspace = new Workspace();
  for (const [name, text] of Object.entries(files)) workspace.setFile(`file:///ws/${name}`, text);
  const routes = workspace
    .units()
    .flatMap((unit) => unit.routes.map((one) => `${routeTitle(one)} in ${one.uri.slice('file:///ws/'.length)}`));
  return { routes, workspace };
}

describe('the parts of a definition that stand in other files', () => {
  it('give routes of the path that takes them', () => {
    const { routes } = seen({
      'openapi.yaml': definition('  /pets: { $ref: ./paths/pets.yaml }\n'),
      'paths/pets.yaml': item,
    });
    assert.deepEqual(routes, ['GET /pets in paths/pets.yaml']);
  });

  it('may be all paths at once', () => {
    const { routes } = seen({
      'openapi.yaml': definition('  $ref: paths.yaml\n'),
      'paths.yaml': `/pets:\n${item.replace(/^/gm, '  ')}`,
    });
    assert.deepEqual(routes, ['GET /pets in paths.yaml']);
  });

  it('are of the API of the template that takes the definition', () => {
    const { workspace } = seen({
      'template.yaml':
        'Resources:\n  Api:\n    Type: AWS::Serverless::HttpApi\n    Properties: { DefinitionUri: openapi.yaml }\n',
      'openapi.yaml': definition('  /pets: { $ref: pets.yaml }\n'),
      'pets.yaml': item,
    });
    const [route] = workspace.unitOf('file:///ws/pets.yaml')?.routes ?? [];
    assert.equal(route?.apiKind, 'http');
    assert.deepEqual(route?.api?.parts, [
      { kind: 'reference', span: route?.api?.span, to: { kind: 'logical', id: 'Api' } },
    ]);
  });

  it('are nothing by themselves, nor where two paths take them, nor where the file is another or none', () => {
    assert.deepEqual(seen({ 'pets.yaml': item }).routes, []);
    const both = definition('  /pets: { $ref: pets.yaml }\n  /cats: { $ref: pets.yaml }\n');
    assert.deepEqual(seen({ 'openapi.yaml': both, 'pets.yaml': item }).routes, []);
    const elsewhere = definition(
      '  /a: { $ref: "other.yaml" }\n  /b: { $ref: "https://example.com/b.yaml" }\n  /c: { $ref: "pets.yaml#/x" }\n',
    );
    assert.deepEqual(seen({ 'openapi.yaml': elsewhere, 'pets.yaml': item }).routes, []);
  });

  it('end where files take each other', () => {
    const first = definition('  /a: { $ref: second.yaml }\n  /b: { $ref: first.yaml }\n');
    const second = definition('  /a: { $ref: first.yaml }\n');
    assert.deepEqual(seen({ 'first.yaml': first, 'second.yaml': second }).routes, []);
  });

  it('come and go', () => {
    const { workspace } = seen({ 'openapi.yaml': definition('  /pets: { $ref: pets.yaml }\n') });
    const titles = (): string[] => (workspace.unitOf('file:///ws/openapi.yaml')?.routes ?? []).map(routeTitle);
    assert.deepEqual(titles(), []);
    workspace.setFile('file:///ws/pets.yaml', item);
    assert.deepEqual(titles(), ['GET /pets']);
    workspace.setFile('file:///ws/openapi.yaml', definition('  /cats: { $ref: pets.yaml }\n'));
    assert.deepEqual(titles(), ['GET /cats']);
    workspace.removeFile('file:///ws/pets.yaml');
    assert.deepEqual(titles(), []);
  });

  it('are judged where they stand, and nothing is said that depends on the bundler', async () => {
    const { workspace } = seen({
      'openapi.yaml': definition('  /pets: { $ref: pets.yaml }\n', 'security: [{ iam: [] }]\n'),
      'pets.yaml': item,
    });
    workspace.setCatalog(await testCatalog());
    const told = [...workspace.findings()].flatMap(([uri, findings]) => findings.map(({ rule }) => `${uri} ${rule}`));
    assert.deepEqual(told, ['file:///ws/pets.yaml integration/lambda-method-not-post']);
  });
});
