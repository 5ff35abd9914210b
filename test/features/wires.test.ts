import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { definition } from '../../server/src/features/definition.ts';
import { highlights, references } from '../../server/src/features/references.ts';
import { wiresOf } from '../../server/src/features/wires.ts';
import { Workspace } from '../../server/src/features/workspace.ts';
import { corpusPathOf, corpusWorkspaces, hasCorpus } from '../support/corpus.ts';
import { projectFolder } from '../support/project.ts';

const store = path.join(projectFolder, 'test/workspaces/pet-store');
const names = ['template.yaml', 'openapi.yaml', 'sam/template.yaml', 'deploy.sh', 'policies/keeper.json'];

function petStore(): Workspace {
  const workspace = new Workspace();
  for (const name of names) workspace.setFile(`file:///store/${name}`, readFileSync(path.join(store, name), 'utf8'));
  return workspace;
}

describe('wires', () => {
  it('of the pet store are found from both ends', () => checkBothEnds(petStore(), () => ''));

  it('of the corpus are found from both ends', async function () {
    if (!hasCorpus) return this.skip();
    for (const workspace of (await corpusWorkspaces()).filter((_, i) => i % 5 === 0))
      checkBothEnds(workspace, corpusPathOf);
  });

  it('of half-typed text throw nothing', () => {
    const workspace = petStore();
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(12_000), fc.nat(12_000), (name, cut, at) => {
        const uri = `file:///store/${name}`;
        const text = readFileSync(path.join(store, name), 'utf8');
        workspace.setFile(uri, text.slice(0, cut) + text.slice(cut + 7));
        const offset = at % (text.length + 1);
        definition(workspace, uri, offset);
        references(workspace, uri, offset);
        highlights(workspace, uri, offset);
      }),
      { numRuns: 300 },
    );
  });
});

/** Whatever a word names knows that word, and both stand where the file has a word. */
function checkBothEnds(workspace: Workspace, nameOf: (uri: string) => string): void {
  for (const unit of workspace.units()) {
    const seen = new Set<string>();
    for (const wire of wiresOf(workspace, unit)) {
      for (const target of wire.to()) {
        const text = workspace.textOf(target.uri);
        assert(text !== undefined, `a wire to ${target.uri}, which is not there`);
        assert(
          target.whole.start <= target.span.start &&
            target.span.end <= target.whole.end &&
            target.whole.end <= text.length,
        );
        // One way is enough where a thing has many.
        const name = `${target.uri} ${target.span.start} ${wire.kind}`;
        if (seen.has(name)) continue;
        seen.add(name);
        if (seen.size > 40 && seen.size % 7 !== 0) continue;
        const back = references(workspace, target.uri, target.span.start);
        const isKnown = back?.places.some(
          (place) =>
            place.uri === wire.from.uri &&
            place.span.start >= wire.from.span.start &&
            place.span.end <= wire.from.span.end,
        );
        const shown = workspace.textOf(wire.from.uri)?.slice(wire.from.span.start, wire.from.span.end);
        assert(isKnown, `${nameOf(wire.from.uri)}: "${shown}" leads to ${target.span.start}, which does not know it`);
        if (wire.kind !== 'names') continue;
        const there = definition(workspace, wire.from.uri, wire.from.span.start);
        assert(there, `${nameOf(wire.from.uri)}: "${shown}" leads nowhere`);
      }
    }
  }
}
