import assert from 'node:assert/strict';
import { concernsUs } from '../../server/src/readers/prefilter.ts';

const template = '{"Resources": {"R": {"Type": "AWS::IAM::Role"}}}';
const tree = `{"version": "tree-0.1", "tree": {"attributes": {"aws:cdk:cloudformation:type": "AWS::IAM::Role"}}}`;
const manifest = `{"version": "36.0.0", "artifacts": {"S": {"type": "aws:cloudformation:stack", "x": "AWS::IAM::Role"}}}`;
const assets = `{"version": "36.0.0", "files": {"x": "apigateway"}, "dockerImages": {}}`;

describe('a look before parsing', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['template.json', template, true],
    ['notes.json', '{"a": 1}', false],
    // A root that only nests others says what they are handed.
    ['root.json', '{"Resources": {"Api": {"Type": "AWS::CloudFormation::Stack"}}}', true],
    ['cdk.out/Stack.template.json', template, true],
    ['cdk.out/tree.json', tree, false],
    ['cdk.out/manifest.json', manifest, false],
    ['cdk.out/Stack.assets.json', assets, false],
    ['cdk.context.json', '{"key": "apigateway"}', false],
    // Names alone say nothing.
    ['tree.json', template, true],
    ['manifest.json', template, true],
    ['my.assets.json', template, true],
  ];
  for (const [name, text, expected] of cases) {
    it(`${name} ${expected ? 'may hold something' : 'holds nothing'}`, () => {
      assert.equal(concernsUs(`file:///w/${name}`, text), expected);
    });
  }
});
