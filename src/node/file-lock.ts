import { mkdirSync, readFileSync, rmdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { shown, TuningError } from '../errors.ts';
import { attempt } from './io-error.ts';

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Which of the processes that have had this pid; empty where the system does not tell. */
  readonly process: string;
  readonly since: string;
  /** Tells the locks of one process apart. */
  readonly token: number;
}

/** A guard is held for a few file operations; older ones were left by a process that died within them. */
const GUARD_MS = 1000;

let tokens = 0;

/**
 * Sees to it that one process at a time writes a file, by a second file beside it: `runs/net.jsonl.lock`.
 *
 * The lock names its holder. One whose process is gone does not count, so nobody needs to clean up after a crash; a process on another machine cannot be looked at
 * and counts as alive.
 */
export class FileLock {
  readonly #file: string;
  readonly #own: string;

  /**
   * Takes the lock.
   *
   * @throws TuningError `Locked`, naming the holder, when a live process has it; `Io` when it cannot be written.
   */
  constructor(path: string) {
    this.#file = `${path}.lock`;
    const own: Holder = {
      pid: process.pid,
      host: hostname(),
      process: birthOf(process.pid),
      since: new Date().toISOString(),
      token: tokens++,
    };
    this.#own = JSON.stringify(own);
    guarded(this.#file, path, () => {
      const holder = holderOf(this.#file);
      if (holder !== undefined && isAlive(holder)) throw locked(path, this.#file, holder);
      writeFileSync(this.#file, this.#own);
    });
  }

  release(): void {
    try {
      if (readFileSync(this.#file, 'utf8') === this.#own) unlinkSync(this.#file);
    } catch {
      // Where the folder is gone, or may not be written any more, the end of this process lets go of the lock too.
    }
  }
}

function locked(path: string, file: string, { pid, host, since }: Holder): TuningError {
  const who =
    host !== hostname()
      ? `process ${pid} on ${host} (if it has ended, delete ${shown(file)})`
      : pid === process.pid
        ? 'another study of this process'
        : `process ${pid}`;
  return new TuningError(
    'Locked',
    `${shown(path)} is written by ${who} since ${since}: wait for its end, or choose another path`,
  );
}

function holderOf(file: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isHolder(holder) ? holder : undefined;
  } catch {
    // There is none, or it died while it wrote.
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'pid') === 'number' &&
    typeof Reflect.get(value, 'host') === 'string' &&
    typeof Reflect.get(value, 'process') === 'string' &&
    typeof Reflect.get(value, 'since') === 'string'
  );
}

function isAlive({ pid, host, process: birth }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be signalled.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return birth === birthOf(pid);
}

/** What tells a process from a later one with the same pid: the start of the system and the time since, under Linux. */
function birthOf(pid: number): string {
  try {
    // The name of the program, in brackets, may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // One that has ended, and whose parent has not looked yet, writes no more.
    if (stat[0] === 'Z') return '';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${stat[19] ?? ''}`;
  } catch {
    return '';
  }
}

/** Looks at a lock and changes it with nobody else doing so. A folder is the guard, as making one either makes it or fails, everywhere. */
function guarded(file: string, path: string, action: () => void): void {
  const guard = `${file}.guard`;
  while (!attempt('lock', path, () => makeFolder(guard))) {
    if (ageOf(guard) > GUARD_MS) removeFolder(guard);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  try {
    attempt('lock', path, action);
  } finally {
    removeFolder(guard);
  }
}

/** False if it is there already. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has removed it.
  }
}

function ageOf(folder: string): number {
  try {
    return Date.now() - statSync(folder).mtimeMs;
  } catch {
    return 0;
  }
}
