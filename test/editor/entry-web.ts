import { ended, printCounts } from './report.ts';

/** What VS Code calls in its web worker extension host. */
export function run(): Promise<void> {
  return ended(mocha.run(), printCounts);
}
