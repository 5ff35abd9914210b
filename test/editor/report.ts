import type { Runner } from 'mocha';

/** Marks the reporter's lines, because VS Code logs to the same console; the rig expands the arguments. */
export function markedLog(...args: readonly unknown[]): void {
  const [first = '', ...rest] = args;
  console.log(`##suite ${String(first)}`, ...rest);
}

/** Settles when the run ends: rejected, as VS Code wants it, if anything failed. */
export function ended(
  runner: Runner,
  sayCounts: (counts: { passes: number; failures: number }) => void,
): Promise<void> {
  let passes = 0;
  let failures = 0;
  runner.on('pass', () => passes++);
  runner.on('fail', () => failures++);
  return new Promise((resolve, reject) => {
    runner.on('end', () => {
      sayCounts({ passes, failures });
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}

export function printCounts(counts: { passes: number; failures: number }): void {
  console.log(`##counts ${JSON.stringify(counts)}`);
}
