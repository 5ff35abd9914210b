import type { Workspace } from '../features/workspace.ts';
import { pathOf } from './file-uri.ts';
import { fixAll, type Fixed } from './fix.ts';
import { writeFiles, type FileToWrite } from './write-files.ts';

/**
 * Fixes what can be fixed and writes the files. Where a file cannot be written, it and the files that were changed together with
 * it stay as they are, on disk and in the workspace. Returns what was fixed.
 */
export function fixFiles(
  workspace: Workspace,
  nameOf: (uri: string) => string,
  tell: (name: string, problem: string) => void,
): readonly Fixed[] {
  const fixed: Fixed[] = [];
  for (const group of fixAll(workspace)) {
    const files = group.files.flatMap((file): FileToWrite[] => {
      const target = pathOf(file.uri);
      return target === undefined ? [] : [{ path: target, before: file.before, after: file.after }];
    });
    const failure = writeFiles(files);
    if (!failure) {
      fixed.push(...group.fixed);
      continue;
    }
    const uri = group.files.find((file) => pathOf(file.uri) === failure.path)?.uri;
    tell(uri === undefined ? failure.path : nameOf(uri), failure.problem);
    for (const file of group.files) {
      if (file.before === undefined) workspace.removeFile(file.uri);
      else workspace.setFile(file.uri, file.before);
    }
  }
  return fixed;
}
