import type { Io } from './io.ts';
import type { ReadWorkspace } from './read-workspace.ts';

export interface Broken {
  /** `template.yaml:12` */
  readonly shown: string;
  readonly problem: string;
}

/** Files that do not go by their syntax, but for those of which `policy/json-syntax-error` tells, or would. */
function brokenFiles({ workspace, nameOf }: ReadWorkspace): readonly Broken[] {
  return workspace.uris().flatMap((uri) => {
    const problem = workspace.problemOf(uri);
    if (!problem || workspace.factsOf(uri)?.dialect === 'policy-file') return [];
    const line = (workspace.linesOf(uri)?.positionAt(problem.span.start).line ?? 0) + 1;
    return [
      {
        shown: `${nameOf(uri)}:${line}`,
        problem: `breaks off (${problem.message}): nothing is said of how its routes, roles and functions work together`,
      },
    ];
  });
}

/** Says on standard error which files break off; gives them. */
export function tellBroken(read: ReadWorkspace, io: Io): readonly Broken[] {
  const broken = brokenFiles(read);
  for (const { shown, problem } of broken) io.stderr(`grantlens: ${shown} ${problem}\n`);
  return broken;
}
