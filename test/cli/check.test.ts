import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { builtCatalog, grantlens, type Outcome } from './memory-io.ts';
import { removeTemporaryFolders, temporaryFolder, withoutPrivileges } from './temporary-folder.ts';

const rule = 'trust/trust-policy-as-permissions-policy';

/** A trust policy; where a permissions policy belongs, it is a finding. */
const trust = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Service": "apigateway.amazonaws.com" },
      "Action": "sts:AssumeRole"
    }
  ]
}
`;
const script = `#!/bin/sh
aws iam create-policy --policy-name gateway --policy-document file://trust.json
`;
const template = `Resources:
  Gateway:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: apigateway.amazonaws.com
            Action: sts:AssumeRole
`;

const roleTemplate = `Resources:
  Gateway:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: trust
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Principal:
                  Service: apigateway.amazonaws.com
                Action: sts:AssumeRole
`;

interface JsonReport {
  readonly version: number;
  readonly files: number;
  readonly findings: readonly JsonFinding[];
}

interface JsonFinding {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
  readonly file: string;
  readonly span: readonly [number, number];
  readonly range: { readonly start: Position; readonly end: Position };
  readonly related: readonly {
    readonly file: string;
    readonly span: readonly [number, number];
    readonly message: string;
  }[];
  readonly fixes: readonly { readonly title: string }[];
  readonly accessAnalyzer?: string;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

function reportOf({ stdout }: Outcome): JsonReport {
  return JSON.parse(stdout) as JsonReport;
}

const json = ['check', '--format', 'json'];

describe('grantlens check', () => {
  afterEach(removeTemporaryFolders);

  describe('--format json', () => {
    it('has the shape that scripts rely on', async () => {
      const folder = temporaryFolder({ 'trust.json': trust, 'deploy.sh': script, 'other.json': '{}' });
      const report = reportOf(await grantlens(folder, json));
      const start = trust.indexOf('"Principal"');
      assert.equal(report.version, 1);
      assert.equal(report.files, 3);
      assert.equal(report.findings.length, 1);
      const [finding] = report.findings;
      const [related] = finding?.related ?? [];
      assert(finding && related && finding.message && related.message && finding.fixes.length > 0);
      assert(finding.fixes.every(({ title }) => title.length > 0));
      assert.match(script.slice(...related.span), /create-policy|--policy-document/);
      assert.deepEqual(finding, {
        rule,
        level: 'error',
        message: finding.message,
        file: 'trust.json',
        span: [start, start + '"Principal"'.length],
        range: { start: { line: 5, character: 6 }, end: { line: 5, character: 17 } },
        related: [{ file: 'deploy.sh', span: related.span, message: related.message }],
        fixes: finding.fixes.map(({ title }) => ({ title })),
        accessAnalyzer: 'UNSUPPORTED_PRINCIPAL',
      });
    });

    it('counts a byte order mark, and knows carriage returns', async () => {
      const text = `\uFEFF${trust.replaceAll('\n', '\r\n')}`;
      const folder = temporaryFolder({ 'trust.json': text });
      const [finding] = reportOf(await grantlens(folder, [...json, '--policy-type', 'identity'])).findings;
      assert(finding);
      assert.equal(text.slice(...finding.span), '"Principal"');
      assert.deepEqual(finding.range.start, { line: 5, character: 6 });
    });

    it('sorts by file, then by place', async () => {
      const two = template + template.replace('Resources:\n', '').replace('Gateway', 'Second');
      const folder = temporaryFolder({ 'b.yaml': two, 'a/z.yaml': template, 'c.yaml': template });
      const report = reportOf(await grantlens(folder, json));
      const places = report.findings.map(({ file, range }) => `${file}:${range.start.line}`);
      assert.deepEqual(places, ['a/z.yaml:8', 'b.yaml:8', 'b.yaml:18', 'c.yaml:8']);
    });

    it('names a file as it was named, or inside the one folder that was named', async () => {
      const folder = temporaryFolder({ 'x/a.yaml': template, 'y/b.yaml': template });
      const names = async (...args: string[]): Promise<string[]> =>
        reportOf(await grantlens(folder, [...json, ...args])).findings.map(({ file }) => file);
      assert.deepEqual(await names(), ['x/a.yaml', 'y/b.yaml']);
      assert.deepEqual(await names('x/a.yaml'), ['x/a.yaml']);
      assert.deepEqual(await names(path.join(folder, 'x/a.yaml')), [path.join(folder, 'x/a.yaml')]);
      assert.deepEqual(await names('x'), ['a.yaml']);
      assert.deepEqual(await names('x', 'y'), ['x/a.yaml', 'y/b.yaml']);
    });
  });

  describe('exit code', () => {
    it('tells whether something at or above --fail-on was found', async () => {
      const folder = temporaryFolder({ 'a.yaml': template });
      const code = async (...args: string[]): Promise<number> => (await grantlens(folder, ['check', ...args])).code;
      assert.equal(await code(), 1);
      assert.equal(await code('--fail-on', 'info'), 1);
      assert.equal(await code('--fail-on', 'never'), 0);
      assert.equal(await code('--rule', `${rule}=warning`), 0);
      assert.equal(await code('--rule', `${rule}=warning`, '--fail-on', 'warning'), 1);
      assert.equal(await code('--rule', `${rule}=hint`, '--fail-on', 'info'), 0);
      assert.equal(await code('--rule', `${rule}=off`, '--fail-on', 'info'), 0);
    });

    it('is 2 for wrong arguments, with a line on stderr and nothing on stdout', async () => {
      const outcome = await grantlens(temporaryFolder({}), ['check', '--format', 'xml']);
      assert.deepEqual(outcome, {
        code: 2,
        stdout: '',
        stderr: 'grantlens: --format takes text, json, sarif or github, not "xml"; see grantlens --help\n',
      });
    });

    it('is 0 for a folder without files', async () => {
      const outcome = await grantlens(temporaryFolder({}), ['check']);
      assert.deepEqual(outcome, { code: 0, stdout: 'nothing found in 0 files\n', stderr: '' });
    });
  });

  it('--policy-type says what a policy is that nobody refers to', async () => {
    const folder = temporaryFolder({ 'policy.json': trust });
    const rules = async (type: string): Promise<string[]> =>
      reportOf(await grantlens(folder, [...json, '--policy-type', type])).findings.map((finding) => finding.rule);
    assert.deepEqual(await rules('identity'), [rule]);
    assert.deepEqual(await rules('trust'), []);
    assert.deepEqual(reportOf(await grantlens(folder, json)).findings, []);
  });

  it('--policy-type endpoint: whom a VPC endpoint lets through is in the VPC already', async () => {
    const policy =
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::pets/*"}]}';
    const folder = temporaryFolder({ 'gate.json': policy });
    const rules = async (...options: string[]): Promise<string[]> =>
      reportOf(await grantlens(folder, [...json, ...options])).findings.map((finding) => finding.rule);
    assert.deepEqual(await rules('--policy-type', 'endpoint'), []);
    assert.deepEqual(await rules('--policy-type', 'resource'), ['breadth/anyone']);
  });

  it('--policy-type does not overrule a script that refers to the policy', async () => {
    const folder = temporaryFolder({ 'trust.json': trust, 'deploy.sh': script });
    const [finding] = reportOf(await grantlens(folder, [...json, '--policy-type', 'trust'])).findings;
    assert.equal(finding?.rule, rule);
  });

  it('--exclude leaves out files and folders', async () => {
    const folder = temporaryFolder({ 'a.yaml': template, 'gen/b.yaml': template, 'x/gen/c.yaml': template });
    const names = async (...globs: string[]): Promise<string[]> =>
      reportOf(await grantlens(folder, [...json, ...globs.flatMap((glob) => ['--exclude', glob])])).findings.map(
        ({ file }) => file,
      );
    assert.deepEqual(await names('gen'), ['a.yaml']);
    assert.deepEqual(await names('gen/**'), ['a.yaml', 'x/gen/c.yaml']);
    assert.deepEqual(await names('**/gen/'), ['a.yaml']);
    assert.deepEqual(await names('a.*', 'x/**/*.yaml'), ['gen/b.yaml']);
  });

  it('reads the standard input', async () => {
    const folder = temporaryFolder({});
    const given = (text: string) => ({ stdin: () => new TextEncoder().encode(text) });
    const asYaml = reportOf(await grantlens(folder, [...json, '-'], given(template)));
    assert.deepEqual([asYaml.files, asYaml.findings.map(({ file }) => file)], [1, ['-']]);
    const asJson = reportOf(await grantlens(folder, [...json, '-', '--policy-type', 'identity'], given(trust)));
    assert.deepEqual(
      asJson.findings.map(({ file }) => file),
      ['-'],
    );
    const named = reportOf(await grantlens(folder, [...json, '-', '--stdin-filename', 'x/t.yaml'], given(template)));
    assert.deepEqual(
      named.findings.map(({ file }) => file),
      ['x/t.yaml'],
    );
  });

  describe('what cannot be read', () => {
    async function lines(files: Record<string, string | Uint8Array>, ...args: string[]): Promise<Outcome> {
      return grantlens(temporaryFolder(files), [...json, ...args]);
    }

    it('is a line each, and the rest is checked', async () => {
      const outcome = await lines(
        {
          'a.yaml': template,
          'binary.json': Uint8Array.of(1, 0, 2),
          'latin.yaml': Buffer.from(`# \u00e9\n${template}`, 'latin1'),
          'wide.json': Buffer.from(`\uFEFF${trust}`, 'utf16le'),
        },
        '.',
      );
      assert.equal(reportOf(outcome).findings.length, 1);
      assert.equal(outcome.code, 1);
      assert.deepEqual(outcome.stderr.split('\n'), [
        'grantlens: binary.json is a binary file',
        'grantlens: latin.yaml is not UTF-8 text',
        'grantlens: wide.json is UTF-16 text; save it as UTF-8',
        '',
      ]);
    });

    it('is the place where a template breaks off, of which nothing is said that hangs on the rest of it', async () => {
      const broken = `Description: "half\n${template}`;
      const outcome = await lines({ 'a.yaml': broken, 'policy.json': `${trust}}` }, '.');
      assert.match(outcome.stderr, /^grantlens: a\.yaml:1 breaks off \(.+\): nothing is said of .+\n$/);
      assert.equal(outcome.code, 1);
    });

    it('makes exit code 2 when it was named itself', async () => {
      const files = { 'a.yaml': template, 'binary.json': Uint8Array.of(1, 0, 2) };
      const missing = await lines(files, 'missing.json', 'a.yaml');
      assert.deepEqual([missing.code, missing.stderr], [2, 'grantlens: missing.json does not exist\n']);
      assert.equal(reportOf(missing).findings.length, 1);
      const binary = await lines(files, 'binary.json', 'a.yaml');
      assert.deepEqual([binary.code, binary.stderr], [2, 'grantlens: binary.json is a binary file\n']);
      assert.equal(reportOf(binary).findings.length, 1);
    });

    it('includes a file too large to be meant, which is not read', async () => {
      const folder = temporaryFolder({ 'a.yaml': template });
      fs.truncateSync(touched(path.join(folder, 'big.json')), 200 * 1024 * 1024);
      const before = performance.now();
      const outcome = await grantlens(folder, json);
      assert(performance.now() - before < 1000);
      assert.equal(outcome.stderr, 'grantlens: big.json is too large: 200 MB, 20 MB are read at most\n');
      assert.deepEqual([outcome.code, reportOf(outcome).findings.length], [1, 1]);
    });

    it('includes a file that may not be read', async () => {
      const folder = temporaryFolder({ 'a.yaml': template, 'secret.json': trust });
      fs.chmodSync(path.join(folder, 'secret.json'), 0);
      // The project may stand where others may not read.
      const elsewhere = temporaryFolder({ 'index.json': fs.readFileSync(builtCatalog) });
      fs.chmodSync(elsewhere, 0o755);
      const catalogPath = path.join(elsewhere, 'index.json');
      const outcome = await withoutPrivileges(folder, () => grantlens(folder, json, { catalogPath }));
      assert.equal(outcome.stderr, 'grantlens: secret.json may not be read: permission denied\n');
      assert.equal(outcome.code, 1);
    });

    it('includes a named pipe, which is not waited for', async () => {
      const folder = temporaryFolder({ 'a.yaml': template });
      execFileSync('mkfifo', [path.join(folder, 'pipe.json')]);
      const outcome = await grantlens(folder, [...json, 'pipe.json', 'a.yaml']);
      assert.deepEqual([outcome.code, outcome.stderr], [2, 'grantlens: pipe.json is no regular file\n']);
    });

    it('is the catalog, in one line', async () => {
      const folder = temporaryFolder({ 'a.yaml': template });
      const outcome = await grantlens(folder, json, { catalogPath: path.join(folder, 'none.json') });
      assert.match(
        outcome.stderr,
        /^grantlens: the action catalog is missing \(.*\); the rules that need it are off\n$/,
      );
      assert.deepEqual([outcome.code, reportOf(outcome).findings.length], [1, 1]);
    });
  });

  describe('--format text', () => {
    it('shows the line with the underline beneath', async () => {
      const folder = temporaryFolder({ 'trust.json': trust, 'deploy.sh': script });
      const [finding] = reportOf(await grantlens(folder, json)).findings;
      const { stdout } = await grantlens(folder, ['check']);
      assert.equal(
        stdout,
        [
          `error[${rule}]: ${finding?.message}`,
          ' --> trust.json:6:7',
          '  |',
          '6 |       "Principal": { "Service": "apigateway.amazonaws.com" },',
          '  |       ^^^^^^^^^^^',
          '  |',
          ...(finding?.fixes ?? []).map(({ title }) => `  = fix: ${title}`),
          `note: ${finding?.related[0]?.message}`,
          ' --> deploy.sh:2:45',
          '  |',
          '2 | aws iam create-policy --policy-name gateway --policy-document file://trust.json',
          '  |                                             -----------------',
          '',
          '1 error in 2 files',
          '',
        ].join('\n'),
      );
    });

    it('has colour where it is wanted', async () => {
      const folder = temporaryFolder({ 'a.yaml': template });
      const isColoured = async (env: Record<string, string>, terminal = false): Promise<boolean> => {
        const { stdout } = await grantlens(folder, ['check'], {
          env,
          terminal: terminal ? { columns: 80 } : undefined,
        });
        return stdout.includes('\u001b[');
      };
      assert.equal(await isColoured({}), false);
      assert.equal(await isColoured({ CI: 'true' }), false);
      assert.equal(await isColoured({}, true), true);
      assert.equal(await isColoured({ NO_COLOR: '1' }, true), false);
      assert.equal(await isColoured({ TERM: 'dumb' }, true), false);
      assert.equal(await isColoured({ FORCE_COLOR: '1' }), true);
      assert.equal(await isColoured({ FORCE_COLOR: '0' }, true), false);
    });

    it('keeps within the width of the terminal', async () => {
      const folder = temporaryFolder({ 'trust.json': JSON.stringify(JSON.parse(trust)), 'deploy.sh': script });
      const { stdout } = await grantlens(folder, ['check'], { env: { NO_COLOR: '1' }, terminal: { columns: 60 } });
      const excerpts = stdout.split('\n').filter((line) => line.includes(' | '));
      assert(excerpts.length > 0);
      assert(excerpts.every((line) => line.length <= 60));
      assert.match(stdout, /"Principal"/);
    });

    it('counts what was found', async () => {
      const folder = temporaryFolder({ 'a.yaml': template, 'b.yaml': template, 'c.json': '{}' });
      const last = async (...args: string[]): Promise<string | undefined> =>
        (await grantlens(folder, ['check', ...args])).stdout.trimEnd().split('\n').at(-1);
      assert.equal(await last(), '2 errors in 3 files');
      assert.equal(await last('a.yaml', '--rule', `${rule}=warning`), '1 warning in 1 file');
      assert.equal(await last('c.json'), 'nothing found in 1 file');
      assert.equal(await last('c.json', 'd.json'), 'nothing found in 1 file, 1 not read');
    });
  });

  describe('--format github', () => {
    it('prints workflow commands', async () => {
      const folder = temporaryFolder({ 'a, b: 100%.yaml': template });
      const { stdout, code } = await grantlens(folder, ['check', '--format', 'github']);
      const place = 'file=a%2C b%3A 100%25.yaml,line=9,endLine=9,col=13,endColumn=22';
      assert(stdout.startsWith(`::error ${place},title=${rule}::`));
      assert.equal(stdout.split('\n').length, 2);
      assert.equal(code, 1);
    });

    it('has notices for what is less than a warning', async () => {
      const folder = temporaryFolder({ 'a.yaml': template });
      const { stdout } = await grantlens(folder, ['check', '--format', 'github', '--rule', `${rule}=hint`]);
      assert.match(stdout, /^::notice /);
    });
  });

  describe('--fix', () => {
    it('mends the files, says so, and reports what remains', async () => {
      const folder = temporaryFolder({ 'trust.json': trust, 'deploy.sh': script });
      const outcome = await grantlens(folder, ['check', '--fix']);
      assert.match(outcome.stdout, /^fixed\[trust\/trust-policy-as-permissions-policy\]: /);
      assert.match(outcome.stdout, /fixed 1 finding; nothing remains in 2 files\n$/);
      assert.deepEqual([outcome.code, outcome.stderr], [0, '']);
      const again = await grantlens(folder, ['check', '--fix']);
      assert.equal(again.stdout, 'nothing found in 2 files\n');
    });

    it('says what was fixed on stderr, where stdout is for programs', async () => {
      const folder = temporaryFolder({ 'trust.json': trust, 'deploy.sh': script });
      const outcome = await grantlens(folder, [...json, '--fix']);
      assert.deepEqual(reportOf(outcome).findings, []);
      assert.match(outcome.stderr, /^grantlens: trust\.json:6 fixed: .*\n$/);
    });

    it('keeps byte order mark, line ends and mode', async () => {
      const marked = `\uFEFF${roleTemplate.replaceAll('\n', '\r\n')}`;
      const folder = temporaryFolder({ 'a.yaml': marked });
      const file = path.join(folder, 'a.yaml');
      fs.chmodSync(file, 0o640);
      await grantlens(folder, ['check', '--fix']);
      const text = fs.readFileSync(file, 'utf8');
      assert.notEqual(text, marked);
      assert(text.startsWith('\uFEFF'));
      assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
      assert.equal(fs.statSync(file).mode & 0o777, 0o640);
    });

    it('leaves other files alone', async () => {
      const folder = temporaryFolder({ 'a.yaml': roleTemplate, 'b.json': '{"Statement": 1}' });
      const before = fs.statSync(path.join(folder, 'b.json')).mtimeMs;
      await grantlens(folder, ['check', '--fix']);
      assert.equal(fs.statSync(path.join(folder, 'b.json')).mtimeMs, before);
    });
  });
});

describe('grantlens', () => {
  it('knows its version and prints its help', async () => {
    assert.match((await grantlens('/', ['--version'])).stdout, /^grantlens \d+\.\d+\.\d+\n$/);
    const help = await grantlens('/', ['--help']);
    assert.match(help.stdout, /^Usage:\n {2}grantlens check/);
    assert.equal(help.code, 0);
  });
});

function touched(file: string): string {
  fs.writeFileSync(file, '');
  return file;
}
