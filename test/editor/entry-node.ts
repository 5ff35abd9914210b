import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { ended, markedLog, printCounts } from './report.ts';

/** What VS Code calls in its Node extension host, on the desktop and in the rig. */
export function run(): Promise<void> {
  if (process.env['GRANTLENS_HOSTED'] !== undefined) Mocha.reporters.Base.consoleLog = markedLog;
  const mocha = new Mocha({ color: false, timeout: 60_000 });
  mocha.addFile(path.join(__dirname, 'suite.js'));
  return ended(
    mocha.run(() => undefined),
    (counts) => {
      const file = process.env['GRANTLENS_COUNTS'];
      if (file === undefined) printCounts(counts);
      else fs.writeFileSync(file, JSON.stringify(counts));
    },
  );
}
