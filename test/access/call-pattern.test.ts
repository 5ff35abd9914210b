import assert from 'node:assert/strict';
import { callPatternOf, isPlaceholder, mayHoldSlash } from '../../server/src/access/call-pattern.ts';
import { literalOf, madeText, printed, type Reference } from '../../server/src/model/text-value.ts';

const nowhere = { span: { start: 0, end: 0 }, at: { start: 0, end: 0 } };

function read(...pieces: readonly (string | Reference)[]): readonly (string | undefined)[] | undefined {
  const pattern = callPatternOf(madeText(nowhere, ...pieces));
  if (!pattern) return undefined;
  return [pattern.region, pattern.account, pattern.api, ...pattern.segments].map((one) => one && printed(one));
}

describe('access/call-pattern', () => {
  it('takes an execute-api ARN apart, whatever is left out', () => {
    const head = 'arn:aws:execute-api:eu-west-1:111122223333:';
    const fields = ['eu-west-1', '111122223333'];
    assert.deepEqual(read(`${head}abc/prod/GET/pets/1`), [...fields, 'abc', 'prod', 'GET', 'pets', '1']);
    assert.deepEqual(read(`${head}abc`), [...fields, 'abc']);
    assert.deepEqual(read(`${head}abc/`), [...fields, 'abc', '']);
    assert.deepEqual(read(`${head}/prod/GET`), [...fields, '', 'prod', 'GET']);
    assert.deepEqual(read('arn:aws:execute-api:*:*:*'), ['*', '*', '*']);
    assert.deepEqual(read(head, { kind: 'logical', id: 'Api' }, '/*/$connect'), [...fields, '${Api}', '*', '$connect']);
  });

  it('takes the short form apart', () => {
    assert.deepEqual(read('execute-api:/prod/GET/pets'), [undefined, undefined, undefined, 'prod', 'GET', 'pets']);
    assert.deepEqual(read('execute-api:/*'), [undefined, undefined, undefined, '*']);
    assert.deepEqual(read('execute-api:*'), [undefined, undefined, undefined]);
  });

  it('a policy variable is unknown text, and its colon parts nothing', () => {
    const pattern = callPatternOf(madeText(nowhere, 'arn:aws:execute-api:*:*:abc/prod/GET/${aws:username}'));
    assert.equal(pattern?.segments.length, 3);
    assert.equal(literalOf(pattern.segments[2]), undefined);
  });

  it('other texts are none', () => {
    for (const text of [
      '*',
      'arn:aws:execute-api:*',
      'arn:aws:apigateway:eu-west-1::/restapis',
      'arn:aws:*:*:*:abc',
      '',
    ])
      assert.equal(read(text), undefined, text);
  });

  it('a star and an attribute may hold a slash, the id of an API does not', () => {
    assert.ok(mayHoldSlash(madeText(nowhere, 'v*')));
    assert.ok(mayHoldSlash(madeText(nowhere, { kind: 'logical', id: 'Custom', attribute: 'Path' })));
    assert.ok(!mayHoldSlash(madeText(nowhere, { kind: 'logical', id: 'Api' })));
    assert.ok(!mayHoldSlash(madeText(nowhere, 'prod')));
  });

  it('tells words that are yet to be put in', () => {
    for (const word of [
      'region',
      'account-id',
      '<region>',
      '{stage}',
      'API_ID',
      'your-api-id',
      'HTTP-VERB',
      'METHOD_HTTP_VERB',
    ])
      assert.ok(isPlaceholder(word), word);
    for (const word of ['us-east-1', '111122223333', 'stage', 'api', 'prod', 'get', 'abc123', '*', '$default'])
      assert.ok(!isPlaceholder(word), word);
  });
});
