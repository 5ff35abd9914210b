import picomatch from 'picomatch/posix';
import type { LevelSettings } from '../features/workspace.ts';
import type { Level } from '../rules/rule.ts';

export interface Settings {
  readonly levels: LevelSettings;
  /** Whether a file or folder, by its way from the workspace folder, is left out. */
  readonly isExcluded: (path: string) => boolean;
  readonly codeLenses: boolean;
  readonly inlayHints: boolean;
}

export const noSettings: Settings = { levels: {}, isExcluded: () => false, codeLenses: true, inlayHints: false };

const levels: readonly string[] = ['error', 'warning', 'info', 'hint', 'off'] satisfies readonly (Level | 'off')[];

/**
 * Reads the section `grantlens` of a client's settings. What is not understood is left out and told in `problems`, a line each: a
 * mistyped setting must not switch the rest off.
 */
export function readSettings(
  section: unknown,
  ruleNames: ReadonlySet<string>,
): { readonly settings: Settings; readonly problems: readonly string[] } {
  const problems: string[] = [];
  if (section === null || section === undefined) return { settings: noSettings, problems };
  if (!isRecord(section))
    return { settings: noSettings, problems: [`grantlens: ${printed(section)} is no object of settings; ignored`] };
  return {
    settings: {
      levels: readLevels(section['rules'], ruleNames, problems),
      isExcluded: readExclude(section['exclude'], problems),
      codeLenses: readSwitch('codeLens', section['codeLens'], noSettings.codeLenses, problems),
      inlayHints: readSwitch('inlayHints', section['inlayHints'], noSettings.inlayHints, problems),
    },
    problems,
  };
}

function readLevels(value: unknown, ruleNames: ReadonlySet<string>, problems: string[]): LevelSettings {
  const out: Record<string, Level | 'off'> = {};
  if (value === undefined || value === null) return out;
  if (!isRecord(value)) {
    problems.push(`grantlens.rules: ${printed(value)} is no object of rules and levels; ignored`);
    return out;
  }
  for (const [rule, level] of Object.entries(value)) {
    if (!ruleNames.has(rule)) problems.push(`grantlens.rules: there is no rule "${rule}"; ignored`);
    else if (typeof level !== 'string' || !levels.includes(level))
      problems.push(`grantlens.rules: "${rule}" is ${printed(level)}, not one of ${levels.join(', ')}; ignored`);
    else out[rule] = level as Level | 'off';
  }
  return out;
}

/** `{ "enabled": false }` */
function readSwitch(name: string, value: unknown, otherwise: boolean, problems: string[]): boolean {
  if (value === undefined || value === null) return otherwise;
  const enabled = isRecord(value) ? value['enabled'] : undefined;
  if (typeof enabled === 'boolean') return enabled;
  if (!isRecord(value) || (enabled !== undefined && enabled !== null))
    problems.push(`grantlens.${name}: ${printed(value)} does not say whether it is enabled; ignored`);
  return otherwise;
}

function readExclude(value: unknown, problems: string[]): (path: string) => boolean {
  if (value === undefined || value === null) return () => false;
  if (!Array.isArray(value)) {
    problems.push(`grantlens.exclude: ${printed(value)} is no list of globs; ignored`);
    return () => false;
  }
  const globs: string[] = [];
  for (const glob of value as readonly unknown[]) {
    if (typeof glob === 'string' && glob !== '') globs.push(glob.replace(/^\.?\//, '').replace(/\/$/, ''));
    else problems.push(`grantlens.exclude: ${printed(glob)} is no glob; ignored`);
  }
  if (globs.length === 0) return () => false;
  const matches = picomatch(globs, { dot: true });
  // A glob that names a folder leaves out all that is in it.
  return (path) => {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (matches(path.slice(0, at))) return true;
    return matches(path);
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function printed(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
