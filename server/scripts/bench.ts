// Measures what a user waits for, beside what others take for the same work and beside something plain in the same run.
//   npm run bench
// Wall times vary up to twofold on shared machines: compare within one run.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import { CompletionRequest, HoverRequest, type Diagnostic } from 'vscode-languageserver-protocol/node';
import { parseDocument, type ScalarTag } from 'yaml';
import { LspClient } from '../../test/support/lsp-client.ts';
import { corpusFolder } from '../../test/support/project.ts';
import { readCatalog } from '../src/catalog/catalog.ts';
import { Workspace } from '../src/features/workspace.ts';
import { routesPerTemplate, workspaceTemplate } from './bench-workspace.ts';

const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
const cli = path.join(root, 'dist/grantlens.js');
const server = path.join(root, 'dist/server.js');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'grantlens-bench-'));

async function main(): Promise<void> {
  const built = spawnSync(process.execPath, ['--import', 'tsx', 'server/scripts/build.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('the build failed');
  const [cpu] = os.cpus();
  console.log(`${os.cpus().length} cores, ${cpu?.model ?? 'unknown'}; Node ${process.version}\n`);
  row('', 'here', 'goal', 'others', 'for comparison');
  coldStarts();
  manyTemplates();
  irrelevantFiles();
  managedPolicies();
  catalogIndex();
  await largeWorkspaces();
  await serverStart();
  await completions();
  for (const syntax of ['yaml', 'json'] as const) await editing(syntax);
}

function row(work: string, here: string, goal: string, others: string, comparison = ''): void {
  console.log(
    `${work.padEnd(52)} ${here.padStart(19)} ${goal.padStart(13)}   ${others.padEnd(50)} ${comparison}`.trimEnd(),
  );
}

function coldStarts(): void {
  const policy = written(
    'policy.json',
    '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }] }\n',
  );
  const small = written('small.yaml', template(200, 'yaml'));
  const large = {
    yaml: written('large.yaml', template(5000, 'yaml')),
    json: written('large.json', template(5000, 'json')),
  };
  const check =
    (file: string): (() => void) =>
    () =>
      run(cli, 'check', file, '--fail-on', 'never');
  // In turn, so that a busy moment of the machine meets all of them.
  const [bare, onPolicy, onSmall, onYaml, onJson] = medians(9, [
    () => run('-e', '0'),
    check(policy),
    check(small),
    check(large.yaml),
    check(large.json),
  ]);
  const beside = `node -e 0: ${ms(bare)}`;
  row('one policy, cold command line', ms(onPolicy), '130 ms', 'parliament 650 ms', beside);
  row('200-line template, cold command line', ms(onSmall), '150 ms', 'cfn-lint 1,740 ms', beside);
  row('5,000-line YAML template, cold command line', ms(onYaml), '250 ms', 'cfn-lint 7,030 ms', beside);
  row('5,000-line JSON template, cold command line', ms(onJson), '250 ms', 'cfn-lint 7,030 ms', beside);
}

function manyTemplates(): void {
  const folder = path.join(corpusFolder, 'templates');
  if (!fs.existsSync(folder)) return skipped('templates with API Gateway, one process');
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ya?ml|json|template)$/.test(file) && !file.includes('/output/'))
    .sort()
    .map((file) => ({ file: path.join(folder, file), text: '' }))
    .filter((one) => fs.statSync(one.file).isFile() && concerns((one.text = fs.readFileSync(one.file, 'utf8'))))
    .slice(0, 167);
  const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
  const lines = files.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const [ours, reading] = medians(5, [
    () => run(cli, 'check', ...files.map(({ file }) => file), '--fail-on', 'never'),
    () =>
      run(
        '-e',
        'for (const f of process.argv.slice(1)) require("fs").readFileSync(f)',
        ...files.map(({ file }) => file),
      ),
  ]);
  const size = `${files.length} templates (${(bytes / 1e6).toFixed(1)} MB, ${lines.toLocaleString('en')} lines)`;
  row(
    `${size}, one process`,
    ms(ours),
    '500 ms',
    'cfn-lint 23,700 ms for 167 (0.9 MB, 26,800)',
    `reading them: ${ms(reading)}`,
  );
}

function concerns(text: string): boolean {
  return /AWS::ApiGateway|AWS::Serverless::(?:Http)?Api|Type: (?:Http)?Api\b/.test(text) && /Resources/.test(text);
}

function irrelevantFiles(): void {
  const folder = path.join(scratch, 'irrelevant');
  const text = `${JSON.stringify({ name: 'x', items: Array.from({ length: 40 }, (_, i) => ({ id: i, label: `item ${i}` })) }, null, 2)}\n`;
  for (let i = 0; i < 10_000; i++) {
    const inside = path.join(folder, String(i % 100));
    if (i < 100) fs.mkdirSync(inside, { recursive: true });
    fs.writeFileSync(path.join(inside, `${i}.json`), text);
  }
  const read =
    'const fs = require("fs"); for (const f of fs.readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) if (f.isFile()) fs.readFileSync(f.parentPath + "/" + f.name, "utf8")';
  const [ours, reading] = medians(3, [
    () => run(cli, 'check', folder, '--fail-on', 'never'),
    () => run('-e', read, folder),
  ]);
  row(
    '10,000 JSON files that concern nobody',
    ms(ours),
    ms(reading),
    '',
    `reading them: ${ms(reading)}, ${times(ours, reading)}`,
  );
}

function managedPolicies(): void {
  const file = path.join(corpusFolder, 'policies/aws-managed-policies.jsonl.gz');
  if (!fs.existsSync(file)) return skipped('AWS managed policies');
  const read = readCatalog(fs.readFileSync(path.join(root, 'dist/catalog/index.json'), 'utf8'));
  if ('problem' in read) throw new Error(read.problem);
  const texts = gunzipSync(fs.readFileSync(file))
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.stringify((JSON.parse(line) as { document: unknown }).document, null, 2));
  const check = (): void => {
    for (const text of texts) {
      const workspace = new Workspace();
      workspace.setCatalog(read.catalog);
      workspace.setLooseSlot('identity');
      workspace.setFile('file:///policy.json', text);
      workspace.findings();
    }
  };
  const first = timed(check);
  const [warm, parse] = medians(5, [
    check,
    () => {
      for (const text of texts) JSON.parse(text);
    },
  ]);
  const rate = (time: number): string => `${Math.round((texts.length / time) * 1000).toLocaleString('en')}/s`;
  texts.forEach((text, i) => written(`managed/${i}.json`, text));
  const folder = path.join(scratch, 'managed');
  const cold = medians(3, [() => run(cli, 'check', folder, '--policy-type', 'identity', '--fail-on', 'never')])[0];
  row(
    `${texts.length} AWS managed policies, one cold start`,
    rate(cold),
    '',
    'parliament 102-155/s',
    `JSON.parse ${rate(parse)}`,
  );
  row(
    `${texts.length} AWS managed policies, in process`,
    rate(warm),
    '15,000/s',
    'parliament 102-155/s',
    `the first time ${rate(first)}; JSON.parse ${rate(parse)}`,
  );
}

/** What every start of the server and of the command line waits for, and keeps. */
function catalogIndex(): void {
  const text = fs.readFileSync(path.join(root, 'dist/catalog/index.json'), 'utf8');
  const [loading, parse] = medians(5, [() => readCatalog(text), () => JSON.parse(text) as unknown]);
  const before = heapInUse();
  const kept = readCatalog(text);
  const memory = heapInUse() - before;
  if ('problem' in kept) throw new Error(kept.problem);
  row(
    'loading the index of the catalog',
    ms(loading),
    '60 ms',
    '',
    `JSON.parse ${ms(parse)}; it keeps ${(memory / 2 ** 20).toFixed(1)} MiB`,
  );
}

/** Bytes, once what nobody holds is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/** Growth with the workspace: the first look at all of it may grow as its size does, an edit may not. */
async function largeWorkspaces(): Promise<void> {
  const sizes = [50, 500] as const;
  const folders = sizes.map((size) => {
    for (let i = 0; i < size; i++) {
      const { name, text } = workspaceTemplate(i);
      written(`workspace-${size}/${name}`, text);
    }
    return path.join(scratch, `workspace-${size}`);
  });
  const check = folders.map(
    (folder) => (): void => run(cli, 'check', folder, '--fail-on', 'never', '--format', 'json'),
  );
  const [small = NaN, large = NaN, bare = NaN] = medians(3, [...check, () => run('-e', '0')]);
  for (const [i, time] of [small, large].entries()) {
    const size = sizes[i] ?? 0;
    row(
      `${size} templates, ${(size * routesPerTemplate).toLocaleString('en')} routes and grants, cold`,
      ms(time),
      '',
      '',
      i === 0 ? `node -e 0: ${ms(bare)}` : `10 times the templates: ${times(large - bare, small - bare)} without it`,
    );
  }
  const spreads: string[] = [];
  let memory: number | undefined;
  for (const folder of folders) {
    const file = path.join(folder, 'service-1/template.yaml');
    const text = fs.readFileSync(file, 'utf8');
    // The last file of the walk with a finding tells when all is read.
    const client = await LspClient.start(server, { folder });
    const uri = pathToFileURL(file).href;
    const broken = `${text}  Open:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: execute-api:Invoke
            Resource: '*'
`;
    const lastUri = pathToFileURL(path.join(folder, `service-${folder.endsWith('500') ? 491 : 41}/template.yaml`)).href;
    await client.open(uri, 'yaml', broken);
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    await client.diagnostics(lastUri, () => true, 120_000);
    spreads.push(spread(await editTimes(client, uri, 5)));
    memory = memoryOf(client.pid);
    await client.stop();
  }
  for (const [i, one] of spreads.entries())
    row(`edit to diagnostics, ${sizes[i] ?? 0} templates, p50 / p95`, one, i === 0 ? '' : 'the same', '');
  if (memory !== undefined) row('500 templates open: memory of the server', `${memory} MiB`, '', '');
}

async function serverStart(): Promise<void> {
  const folder = path.join(scratch, 'start');
  const text = template(200, 'yaml');
  const uri = pathToFileURL(written('start/template.yaml', text)).href;
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const start = performance.now();
    const client = await LspClient.start(server, { folder });
    await client.open(uri, 'yaml', text);
    await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
    times.push(performance.now() - start);
    await client.stop();
  }
  const bare = medians(5, [() => run('-e', '0')])[0];
  row(
    'server start to first diagnostics, 200 lines',
    ms(percentile(times, 0.5)),
    '250 ms',
    'JSON 565, YAML 691-935, CloudFormation 3,350 ms',
    `node -e 0: ${ms(bare)}`,
  );
}

/** Actions of the largest services and the list of all services, after a letter was typed. */
async function completions(): Promise<void> {
  const statements = Array.from({ length: 20 }, (_, i) => ({
    Sid: `S${i}`,
    Effect: 'Allow',
    Action: ['s3:GetObject', 'dynamodb:Query'],
    Resource: '*',
  }));
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
  const large = template(5000, 'yaml');
  await completionRow(
    'completion for actions in a policy: first / p50 / p95',
    'policy.json',
    policy,
    '"dynamodb:Query"',
    1,
  );
  await completionRow('the same in a 5,000-line YAML template', 'template.yaml', large, 'Action: sts:AssumeRole', 8);
}

/** Types `service:` in place of the word in its tenth place, a letter at a time, and asks after each. */
async function completionRow(work: string, name: string, text: string, word: string, head: number): Promise<void> {
  const folder = path.join(scratch, 'completion');
  const uri = pathToFileURL(written(`completion/${name}`, text)).href;
  let at = -1;
  for (let i = 0; i < 10; i++) at = text.indexOf(word, at + 1);
  const before = text.slice(0, at + head).split('\n');
  const start = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const tail = /["\s]/.exec(text.slice(at + head))?.index ?? 0;
  const client = await LspClient.start(server, { folder });
  await client.open(uri, name.endsWith('json') ? 'json' : 'yaml', text);
  const times: number[] = [];
  let length = tail;
  const services = ['ec2', 's3', 'iam', 'sagemaker', 'glue', 'lambda'];
  for (const service of [...services, ...services, ...services]) {
    for (const typed of ['', service.slice(0, 1), `${service}:`, `${service}:Get`]) {
      const end = { line: start.line, character: start.character + length };
      // As a person types: what the last letter asked for is done.
      await pause(150);
      await client.change(uri, { range: { start, end }, text: typed });
      length = typed.length;
      const asked = performance.now();
      const answer = await client.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri },
        position: { line: start.line, character: start.character + length },
      });
      times.push(performance.now() - asked);
      if (answer === null) throw new Error(`no completion behind "${typed}" in ${name}`);
    }
  }
  await client.stop();
  const [first = 0, ...rest] = times;
  const parse = medians(9, [
    () => (name.endsWith('json') ? (JSON.parse(text) as unknown) : parseDocument(text, { logLevel: 'silent' })),
  ])[0];
  const plain = name.endsWith('json') ? 'JSON.parse' : 'one parse by yaml';
  row(work, `${ms(first)} / ${spread(rest)}`, '10 ms (p95)', '', `${plain}: ${ms(parse)}`);
}

async function editing(syntax: 'yaml' | 'json'): Promise<void> {
  const text = template(5000, syntax);
  const folder = path.join(scratch, `edit-${syntax}`);
  const uri = pathToFileURL(written(`edit-${syntax}/template.${syntax}`, text)).href;
  const client = await LspClient.start(server, { folder });
  await client.open(uri, syntax, text);
  const before = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
  const name = `5,000-line ${syntax.toUpperCase()} template`;

  const hovers = await hoverTimes(client, uri, before.diagnostics);
  const tops = await editTimes(client, uri, 0);
  const middles = await editTimes(client, uri, 2500);
  const parse = medians(5, [
    () => (syntax === 'json' ? (JSON.parse(text) as unknown) : parseDocument(text, { logLevel: 'silent' })),
  ])[0];
  const plain = `${syntax === 'json' ? 'JSON.parse' : 'one parse by yaml'}: ${ms(parse)}`;
  const others = syntax === 'json' ? 'JSON server 337 / 445 ms' : 'YAML server 301-396 / 318-561 ms';
  row(`${name}: edit at the top, p50 / p95`, spread(tops), '25 / 50 ms', others, plain);
  row(`${name}: edit in the middle, p50 / p95`, spread(middles), '25 / 50 ms', others, plain);
  row(
    `${name}: first hover / hover p95`,
    `${ms(hovers.first)} / ${ms(percentile(hovers.rest, 0.95))}`,
    '5 ms',
    'YAML server 85-99 ms (p95)',
  );
  const memory = memoryOf(client.pid);
  if (memory !== undefined)
    row(`${name} open: memory`, `${memory} MiB`, '100 MiB', 'JSON 106, YAML 219, CloudFormation 521-641 MiB');
  await client.stop();
}

/** Puts a line in and takes it out again; each time until a finding below it was published at its new place. */
async function editTimes(client: LspClient, uri: string, line: number): Promise<readonly number[]> {
  const times: number[] = [];
  const lowest = (diagnostics: readonly Diagnostic[]): number =>
    Math.max(-1, ...diagnostics.map(({ range }) => range.start.line));
  const here = { line, character: 0 };
  const next = { line: line + 1, character: 0 };
  const last = lowest(client.published.get(uri)?.diagnostics ?? []);
  if (last <= line) throw new Error('the template has no finding below the edit');
  for (let i = 0; i < 60; i++) {
    const isIn = i % 2 === 0;
    await pause(120);
    const start = performance.now();
    await client.change(
      uri,
      isIn ? { range: { start: here, end: here }, text: '\n' } : { range: { start: here, end: next }, text: '' },
    );
    await client.diagnostics(uri, ({ diagnostics }) => lowest(diagnostics) === last + (isIn ? 1 : 0));
    // The first ones warm the compiler up.
    if (i >= 4) times.push(performance.now() - start);
  }
  return times;
}

async function hoverTimes(
  client: LspClient,
  uri: string,
  diagnostics: readonly Diagnostic[],
): Promise<{ readonly first: number; readonly rest: readonly number[] }> {
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const position = diagnostics[(i * 7) % diagnostics.length]?.range.start ?? { line: 0, character: 0 };
    const start = performance.now();
    await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    times.push(performance.now() - start);
  }
  const [first = 0, ...rest] = times;
  return { first, rest };
}

/** Resident memory in MiB, where the system tells it as Linux does. */
function memoryOf(pid: number): number | undefined {
  const status = `/proc/${pid}/status`;
  if (!fs.existsSync(status)) return undefined;
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(status, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
}

/** A template of an API whose routes call functions: mostly right, with a mistake in every tenth group and in the last. */
function template(lines: number, syntax: 'yaml' | 'json'): string {
  const print = (groups: number): string => {
    const text = head + Array.from({ length: groups }, (_, i) => group(i, i % 10 === 0 || i === groups - 1)).join('');
    if (syntax === 'yaml') return text;
    return `${JSON.stringify(parseDocument(text, { customTags: shortForms }).toJS(), null, 2)}\n`;
  };
  const one = print(2).split('\n').length - print(1).split('\n').length;
  return print(Math.max(1, Math.round((lines - 8) / one)));
}

const shortForms: ScalarTag[] = ['Sub', 'Ref', 'GetAtt'].map((name) => ({
  tag: `!${name}`,
  resolve: (text) => (name === 'Ref' ? { Ref: text } : { [`Fn::${name}`]: name === 'GetAtt' ? text.split('.') : text }),
}));

const head = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
`;

function group(number: number, hasMistake: boolean): string {
  const id = `N${number}`;
  return `
  # Group ${number}
  Role${id}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      Policies:
        - PolicyName: data
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action:
                  - dynamodb:GetItem
                  - dynamodb:PutItem
                Resource: ${hasMistake ? "'*'" : '!Sub arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders'}
              - Effect: Allow
                Action: lambda:InvokeFunction
                Resource: ${hasMistake ? "'*'" : `!GetAtt Function${id}.Arn`}
  Function${id}:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs20.x
      Role: !GetAtt Role${id}.Arn
      Code:
        S3Bucket: code
        S3Key: ${id}.zip
  Path${id}:
    Type: AWS::ApiGateway::Resource
    Properties:
      RestApiId: !Ref Api
      ParentId: !GetAtt Api.RootResourceId
      PathPart: path${number}
  Method${id}:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Path${id}
      HttpMethod: GET
      AuthorizationType: AWS_IAM
      Integration:
        Type: AWS_PROXY
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Function${id}.Arn}/invocations
  Permission${id}:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Function${id}.Arn
      Principal: apigateway.amazonaws.com
      SourceArn: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/path${number}
`;
}

function written(name: string, text: string): string {
  const file = path.join(scratch, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

function run(...args: readonly string[]): void {
  const result = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (result.status !== 0) throw new Error(`node ${args.slice(0, 3).join(' ')} ended with ${result.status}`);
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Medians in milliseconds, each work done in turn. */
function medians<const Works extends readonly (() => unknown)[]>(
  times: number,
  works: Works,
): { [K in keyof Works]: number } {
  const taken = works.map((): number[] => []);
  for (let i = 0; i < times; i++) works.forEach((work, which) => taken[which]?.push(timed(work)));
  return taken.map((list) => percentile(list, 0.5)) as { [K in keyof Works]: number };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

function spread(values: readonly number[]): string {
  return `${ms(percentile(values, 0.5))} / ${ms(percentile(values, 0.95))}`;
}

function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time).toLocaleString('en')} ms`;
}

function times(a: number, b: number): string {
  return `${(a / b).toFixed(1)} times that`;
}

function skipped(work: string): void {
  row(work, 'skipped', '', 'the corpus is not beside this project');
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exitCode = 1;
  })
  .finally(() => fs.rmSync(scratch, { recursive: true, force: true }));
