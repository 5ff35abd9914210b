import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { rules } from '../../server/src/rules/index.ts';
import { projectFolder } from '../support/project.ts';
import { grantlens } from './memory-io.ts';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.ts';

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: object }[] } };
      readonly columnKind: string;
      readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
      readonly invocations: readonly [{ readonly executionSuccessful: boolean }];
      readonly results: readonly Result[];
    },
  ];
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly [{ readonly physicalLocation: PhysicalLocation }];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: ArtifactLocation;
      readonly replacements: readonly {
        readonly deletedRegion: Region;
        readonly insertedContent?: { readonly text: string };
      }[];
    }[];
  }[];
}

interface PhysicalLocation {
  readonly artifactLocation: ArtifactLocation;
  readonly region: Region;
}

interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId: string;
}

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly charOffset: number;
  readonly charLength: number;
}

// As OASIS publishes it; the copy is the one of @microsoft/jest-sarif (MIT). Ajv reads its draft 04 as 07 without the old `id`.
const schema = JSON.parse(
  readFileSync(path.join(projectFolder, 'test', 'cli', 'sarif-2.1.0.schema.json'), 'utf8'),
) as Record<string, unknown>;
delete schema.$schema;
delete schema.id;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats(ajv);
let isValid: ValidateFunction;

const petStore = path.join(projectFolder, 'test', 'workspaces', 'pet-store');

async function sarifOf(folder: string, ...args: string[]): Promise<Sarif['runs'][0]> {
  const { stdout } = await grantlens(folder, ['check', '--format', 'sarif', ...args]);
  const log = JSON.parse(stdout) as Sarif;
  assert(isValid(log), JSON.stringify(isValid.errors?.slice(0, 3), null, 2));
  return log.runs[0];
}

describe('SARIF', () => {
  afterEach(removeTemporaryFolders);

  let pets: Sarif['runs'][0];
  before(async function () {
    // The schema takes a while to compile where the machine is busy.
    this.timeout(20_000);
    isValid = ajv.compile(schema);
    pets = await sarifOf(petStore);
  });

  it('validates against its schema, with and without findings', async () => {
    assert(pets.results.length > 0);
    assert.equal((await sarifOf(temporaryFolder({}))).results.length, 0);
  });

  it('says when a path that was named could not be read', async () => {
    const run = await sarifOf(temporaryFolder({}), 'missing.json');
    assert.equal(run.invocations[0].executionSuccessful, false);
  });

  it('names every rule, with help', () => {
    assert.deepEqual(
      pets.tool.driver.rules.map(({ id }) => id),
      rules.map(({ meta }) => meta.id),
    );
    for (const result of pets.results) assert.equal(pets.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
  });

  it('gives places that lead to the text', () => {
    assert.equal(pets.columnKind, 'utf16CodeUnits');
    assert.equal(pets.originalUriBaseIds.SRCROOT?.uri, `${pathToFileURL(petStore).href}/`);
    for (const { locations } of pets.results) {
      const { artifactLocation, region } = locations[0].physicalLocation;
      const base = pets.originalUriBaseIds[artifactLocation.uriBaseId]?.uri;
      const text = readFileSync(fileURLToPath(new URL(artifactLocation.uri, base)), 'utf8');
      const line = text.split('\n')[region.startLine - 1] ?? '';
      const byColumn = line.slice(region.startColumn - 1, region.startColumn - 1 + region.charLength);
      assert(byColumn.length > 0);
      assert.equal(byColumn, text.slice(region.charOffset, region.charOffset + region.charLength));
    }
  });

  it('encodes names, and counts no byte order mark', async () => {
    const text =
      '\uFEFF{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}\n';
    const folder = temporaryFolder({ 'a b/ö#1.json': text });
    const [result] = (await sarifOf(folder, '--policy-type', 'identity')).results;
    assert(result);
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.equal(artifactLocation.uri, 'a%20b/%C3%B6%231.json');
    assert.equal(region.charOffset, text.indexOf('"Principal"') - 1);
    assert.equal(region.startColumn, text.indexOf('"Principal"'));
  });

  it('gives names outside of the folder as they are', async () => {
    const folder = temporaryFolder({});
    const run = await sarifOf(folder, petStore);
    const [result] = run.results;
    assert(result?.locations[0].physicalLocation.artifactLocation.uri.startsWith('file:///'));
  });

  it('has the fixes, which mend the file', async () => {
    const policy =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}\n';
    const script = 'aws iam create-policy --policy-name a --policy-document file://a.json\n';
    const folder = temporaryFolder({ 'a.json': policy, 'a.sh': script });
    const [result] = (await sarifOf(folder)).results;
    const changes = result?.fixes?.[0]?.artifactChanges ?? [];
    assert(changes.length > 0);
    for (const { artifactLocation, replacements } of changes) {
      let text = readFileSync(path.join(folder, artifactLocation.uri), 'utf8');
      for (const { deletedRegion, insertedContent } of [...replacements].reverse()) {
        const end = deletedRegion.charOffset + deletedRegion.charLength;
        text = text.slice(0, deletedRegion.charOffset) + (insertedContent?.text ?? '') + text.slice(end);
      }
      const mended = temporaryFolder({ 'a.json': policy, 'a.sh': script, [artifactLocation.uri]: text });
      assert(!(await sarifOf(mended)).results.some(({ ruleId }) => ruleId === result?.ruleId));
    }
  });

  it('tells findings apart by fingerprints that survive a moved line', async () => {
    const statement = '{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}';
    const policy = (before: string): string => `${before}{"Version":"2012-10-17","Statement":[${statement}]}\n`;
    const prints = async (text: string): Promise<string[]> => {
      const run = await sarifOf(temporaryFolder({ 'a.json': text }), '--policy-type', 'identity');
      return run.results.flatMap(({ partialFingerprints }) => Object.values(partialFingerprints));
    };
    const now = await prints(policy(''));
    assert.equal(new Set(now).size, now.length);
    assert.deepEqual(await prints(policy('\n\n')), now);
  });
});
