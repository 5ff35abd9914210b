import * as assert from 'node:assert/strict';
import { forgetWorkedOut, perUnit } from '../../server/src/graph/per-unit.ts';
import type { Role } from '../../server/src/model/facts.ts';
import { Workspace } from '../../server/src/features/workspace.ts';

describe('graph/per-unit', () => {
  it('works a thing out once, and anew when the unit was let go of', () => {
    const workspace = new Workspace();
    workspace.setFile('file:///template.yaml', 'Resources:\n  Caller:\n    Type: AWS::IAM::Role\n');
    const unit = workspace.unitOf('file:///template.yaml');
    const [role] = unit?.roles ?? [];
    assert.ok(unit && role);
    const asked: string[] = [];
    const nameOf = perUnit((one: Role) => {
      asked.push(one.id);
      return one.id;
    });
    assert.equal(nameOf(role, unit) + nameOf(role, unit), 'CallerCaller');
    assert.deepEqual(asked, ['Caller']);
    forgetWorkedOut(unit);
    assert.equal(nameOf(role, unit), 'Caller');
    assert.deepEqual(asked, ['Caller', 'Caller']);
  });
});
