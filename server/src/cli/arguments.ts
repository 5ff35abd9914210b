import { parseArgs } from 'node:util';
import type { LevelSettings } from '../features/workspace.ts';
import type { Slot } from '../model/policy.ts';
import { rules } from '../rules/index.ts';
import type { Level } from '../rules/rule.ts';

type Format = 'text' | 'json' | 'sarif' | 'github';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly format: Format;
  readonly failOn: Level | 'never';
  readonly policyType: Slot | undefined;
  readonly levels: LevelSettings;
  readonly exclude: readonly string[];
  readonly fix: boolean;
  readonly stdinFilename: string | undefined;
}

export interface RoutesOptions {
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
  readonly format: 'text' | 'json';
}

export interface ExplainOptions extends RoutesOptions {
  /** A logical id, a name, an ARN, or `anonymous`. */
  readonly principal: string;
  /** A verb; `-` for routes without one (WebSocket route keys, `$default`). */
  readonly method: string;
  readonly path: string;
  readonly api: string | undefined;
  readonly stage: string | undefined;
  readonly context: ReadonlyMap<string, readonly string[]>;
}

export type Command =
  | { readonly kind: 'check'; readonly options: CheckOptions }
  | { readonly kind: 'routes'; readonly options: RoutesOptions }
  | { readonly kind: 'explain'; readonly options: ExplainOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'misused'; readonly problem: string };

const formats: readonly Format[] = ['text', 'json', 'sarif', 'github'];
const failLevels = ['error', 'warning', 'info', 'never'] as const;
const slots: readonly Slot[] = ['identity', 'trust', 'resource', 'endpoint', 'boundary', 'scp', 'rcp'];
const settings: readonly (Level | 'off')[] = ['error', 'warning', 'info', 'hint', 'off'];

export const help = `Usage:
  grantlens check [paths...] [options]
  grantlens routes [paths...] [--format text|json]
  grantlens explain <principal> <METHOD> <path> [paths...] [options]

Reads IAM policies and API Gateway definitions. check says which policies stand in the wrong
place, which grants are missing and which are broader than the work needs. routes lists every
route: its authorization, who may call it, what stands behind it and whether API Gateway may
call that. explain says whether a principal gets through to a route, and because of which
statements.

Paths are files and folders, by default the current folder; - is the standard input. Folders
are searched for JSON, YAML, shell scripts and Makefiles, without node_modules, .git and the
folders that tools generate (cdk.out, .aws-sam, .serverless, .terraform, dist, ...), which are
read when they are named.

Options of all commands:
  --exclude <glob>          leave out files and folders, relative to the folder they were found
                            in; a glob without a slash matches names at any depth; may be repeated
  --format <format>         text (default) or json; check also sarif and github
  --help, --version

Options of check:
  --fail-on <level>         exit with 1 if there is a finding of that level or above:
                            error (default), warning, info; never
  --policy-type <type>      what a policy file is that no template and no script refers to:
                            identity, trust, resource, endpoint (of a VPC), boundary,
                            scp or rcp
  --rule <name>=<level>     level of a rule: error, warning, info, hint or off; may be repeated
  --fix                     apply the first fix of every finding to the files, then report what
                            remains
  --stdin-filename <name>   the name of what comes by standard input, which tells its kind

explain takes the principal by its logical id, its name or its ARN; an ARN or the number of an
account that is not in the files means somebody elsewhere; anonymous is a caller who does not
sign. METHOD is a verb, or - for a route key without one ($connect, $default). The path is that
of the route (/pets/{petId}) or of a request (/pets/17). Its options:
  --context <key>=<value>   a condition key of the request, such as aws:SourceIp=203.0.113.7;
                            may be repeated, also for one key
  --stage <name>            ask about this stage only
  --api <name>              the API, by its logical id, where several have such a route

Exit code of check:
  0  nothing found at or above --fail-on
  1  something was found at or above --fail-on
  2  could not run: wrong arguments, or a path named here could not be read
     (the other paths are checked and reported all the same)
routes exits with 0 or 2; explain with 0 when the request is allowed, with 1 when it is denied
or cannot be told, and with 2 when it could not run.

With --format json, "file" is the path of a file as it was named; a file of a folder has its
path inside that folder when one folder is all that was named, else the folder as named before it.
`;

/** What is asked for; words that cannot be understood are a problem to tell, not an exception. */
export function readArguments(args: readonly string[]): Command {
  const parsed = parsedOf(args);
  if (typeof parsed === 'string') return misused(parsed);
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, ...words] = positionals;
  if (command === undefined) return misused(`no command given; the commands are ${listed(commands, 'and')}`);
  if (command === 'routes' || command === 'explain') return readQuestion(command, words, values);
  if (command !== 'check') return misused(`"${command}" is no command; the commands are ${listed(commands, 'and')}`);
  const paths = words;
  for (const option of ['context', 'stage', 'api'] as const)
    if (values[option] !== undefined) return misused(`--${option} belongs to explain`);

  const format = oneOf('--format', values.format ?? 'text', formats);
  if ('problem' in format) return misused(format.problem);
  const failOn = oneOf('--fail-on', values['fail-on'] ?? 'error', failLevels);
  if ('problem' in failOn) return misused(failOn.problem);
  const slot = values['policy-type'];
  const policyType = slot === undefined ? { value: slot } : oneOf('--policy-type', slot, slots);
  if ('problem' in policyType) return misused(policyType.problem);
  const levels = levelsOf(values.rule ?? []);
  if ('problem' in levels) return misused(levels.problem);
  if (values.fix && paths.includes('-')) return misused('--fix changes files, and the standard input is none');
  return {
    kind: 'check',
    options: {
      paths: paths.length > 0 ? paths : ['.'],
      format: format.value,
      failOn: failOn.value,
      policyType: policyType.value,
      levels: levels.value,
      exclude: values.exclude ?? [],
      fix: values.fix ?? false,
      stdinFilename: values['stdin-filename'],
    },
  };
}

const commands = ['check', 'routes', 'explain'] as const;
const questionFormats = ['text', 'json'] as const;

type Values = Exclude<ReturnType<typeof parsedOf>, string>['values'];

function readQuestion(command: 'routes' | 'explain', words: readonly string[], values: Values): Command {
  for (const option of ['fail-on', 'policy-type', 'rule', 'fix', 'stdin-filename'] as const)
    if (values[option] !== undefined) return misused(`--${option} belongs to check`);
  const format = oneOf('--format', values.format ?? 'text', questionFormats);
  if ('problem' in format) return misused(format.problem);
  const common = (paths: readonly string[]): RoutesOptions => ({
    paths: paths.length > 0 ? paths : ['.'],
    exclude: values.exclude ?? [],
    format: format.value,
  });
  if (command === 'routes') {
    for (const option of ['context', 'stage', 'api'] as const)
      if (values[option] !== undefined) return misused(`--${option} belongs to explain`);
    return { kind: 'routes', options: common(words) };
  }
  const [principal, method, path, ...paths] = words;
  if (principal === undefined || method === undefined || path === undefined)
    return misused('explain takes a principal, a method and a path, such as: explain Keeper GET /pets');
  const context = new Map<string, string[]>();
  for (const pair of values.context ?? []) {
    const at = pair.indexOf('=');
    if (at < 1) return misused(`--context takes a key and a value, such as aws:SourceIp=203.0.113.7, not "${pair}"`);
    const key = pair.slice(0, at);
    context.set(key, [...(context.get(key) ?? []), pair.slice(at + 1)]);
  }
  const { api, stage } = values;
  return { kind: 'explain', options: { ...common(paths), principal, method, path, api, stage, context } };
}

function misused(problem: string): Command {
  return { kind: 'misused', problem };
}

function parsedOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'fail-on': { type: 'string' },
        'policy-type': { type: 'string' },
        rule: { type: 'string', multiple: true },
        exclude: { type: 'string', multiple: true },
        fix: { type: 'boolean' },
        'stdin-filename': { type: 'string' },
        context: { type: 'string', multiple: true },
        stage: { type: 'string' },
        api: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (error) {
    // Node explains what it misses in its first sentence, and how to escape a dash in the next ones.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    return first.slice(0, 1).toLowerCase() + first.slice(1);
  }
}

type Read<T> = { readonly value: T } | { readonly problem: string };

function oneOf<T extends string>(option: string, word: string, words: readonly T[]): Read<T> {
  const value = words.find((one) => one === word);
  return value === undefined ? { problem: `${option} takes ${listed(words)}, not "${word}"` } : { value };
}

function levelsOf(pairs: readonly string[]): Read<LevelSettings> {
  const levels: Record<string, Level | 'off'> = {};
  for (const pair of pairs) {
    const [name = '', word, ...more] = pair.split('=');
    if (word === undefined || more.length > 0)
      return { problem: `--rule takes a name and a level, such as breadth/any-action=off, not "${pair}"` };
    if (!rules.some((rule) => rule.meta.id === name)) return { problem: `there is no rule "${name}"` };
    const level = oneOf('--rule', word, settings);
    if ('problem' in level) return level;
    levels[name] = level.value;
  }
  return { value: levels };
}

function listed(words: readonly string[], last = 'or'): string {
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
