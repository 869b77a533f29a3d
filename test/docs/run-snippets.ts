import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { format, inspect } from 'node:util';

/** Imports each file that is named on the command line and sends `{ file, error }` of each to the parent process. */
const limit = 10_000;
let failures: unknown[] = [];

process.on('uncaughtException', (error) => failures.push(error));
process.on('unhandledRejection', (error) => failures.push(error));

Object.assign(globalThis, {
  __inspect: (value: unknown) => inspect(value, { depth: Infinity, breakLength: Infinity, compact: true }),
  __format: format,
  __shows(actual: string, expected: string) {
    // An ellipsis stands for digits or words that nobody wants to read.
    const parts = expected.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    if (!new RegExp(`^${parts.join('.*')}$`, 's').test(actual)) {
      throw new Error(`the text says ${expected}, but it is ${actual}`);
    }
  },
});

/** Imports a file and waits until nothing that it started keeps the process alive. */
async function finished(file: string, { signal }: AbortController): Promise<void> {
  await setTimeout(1);
  const before = process.getActiveResourcesInfo().length;
  await import(pathToFileURL(file).href);
  const running = (): boolean => process.getActiveResourcesInfo().length > before;
  do await setTimeout(5);
  while (!signal.aborted && failures.length === 0 && running());
}

for (const file of process.argv.slice(2)) {
  failures = [];
  const end = new AbortController();
  const overdue = setTimeout(limit, undefined, { ref: false, signal: end.signal }).then(() => {
    throw new Error(`it is still running after ${limit / 1000} s`);
  });
  await Promise.race([finished(file, end), overdue]).catch((error: unknown) => failures.push(error));
  overdue.catch(() => undefined);
  end.abort();
  const error = failures.map((failure) => inspect(failure)).join('\n');
  await new Promise((sent) => process.send?.({ file, error: error === '' ? undefined : error }, sent));
}
process.exit();
