import assert from 'node:assert/strict';
import { managedPolicy, managedPolicyRows } from '../../server/src/catalog/managed-policies.ts';
import { corpusPolicies, hasCorpus } from '../support/corpus.ts';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

describe("AWS's managed policies", () => {
  it('are found by path, by bare name and in any case', () => {
    assert.equal(managedPolicy('service-role/AWSLambdaRole')?.name, 'service-role/AWSLambdaRole');
    assert.equal(managedPolicy('awslambdarole')?.name, 'service-role/AWSLambdaRole');
    assert.equal(managedPolicy('elsewhere/AWSLambdaRole'), undefined);
  });

  it('say what their documents say', function () {
    if (!hasCorpus) {
      console.log('      skipped: the corpus is not beside this project');
      this.skip();
    }
    const documents = new Map(corpusPolicies().map(({ name, text }) => [name, text]));
    const wrong: string[] = [];
    let held = 0;
    for (const { name, allows } of managedPolicyRows) {
      const text = documents.get(`managed/${name.slice(name.lastIndexOf('/') + 1)}`);
      if (text === undefined) continue;
      held++;
      const { Statement } = JSON.parse(text) as { readonly Statement: Statement | readonly Statement[] };
      const said = [Statement].flat().map((one) => shown(one));
      const ours = allows.map(({ actions, resources }) =>
        shown({ Effect: 'Allow', Action: actions, Resource: resources }),
      );
      if (said.join() !== ours.join()) wrong.push(`${name}: ${said.join(' and ')}, not ${ours.join(' and ')}`);
    }
    assert.deepEqual(wrong, []);
    assert(held > 10, `only ${held} are in the corpus`);
  });
});

function shown({ Effect, Action = [], Resource = [], Condition }: Statement): string {
  const list = (one: string | readonly string[]): string => [one].flat().sort().join(' ');
  return `${Effect} ${list(Action)} on ${list(Resource)}${Condition === undefined ? '' : ' if'}`;
}
