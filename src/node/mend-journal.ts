import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { compactEntries } from '../journal/compact.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { lineOfEntry } from '../journal/line.ts';
import { salvage } from '../journal/salvage.ts';
import { writeAll } from './append-file.ts';
import { FileLock } from './file-lock.ts';
import { refuseNoPath } from './file-options.ts';
import { attempt } from './io-error.ts';
import { readEntries } from './journal.ts';

/** What `repair` has done. */
export interface Repair {
  /** How many lines the journal has now. */
  readonly kept: number;
  /** How many lines were set aside, damaged or of no use without a damaged one. */
  readonly setAside: number;
  /** Where they are now; undefined if there were none. */
  readonly quarantine: string | undefined;
}

/**
 * Mends a journal that has damaged lines: sets them aside in `….quarantine` beside it and keeps the rest. Nothing is deleted.
 *
 * When to use: after an error that names a damaged line. The study then goes on from the last line before the damage; whole trials that come after it keep their results,
 * which are told to the tuner; what belongs to a trial of which a line is missing is set aside with it, and the trial runs again.
 *
 * @throws TuningError `Io` when a file cannot be read or written, `Locked` while a study writes the journal.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { evaluate, float, random, space } from 'rxtune';
 * import { journal, repair } from 'rxtune/node';
 *
 * await lastValueFrom(
 *   random(space({ x: float(-1, 1) })).pipe(take(3), evaluate(({ x }) => x, { journal: journal('runs/to-mend.jsonl') })),
 * );
 * repair('runs/to-mend.jsonl').setAside; // => 0
 * ```
 */
export function repair(path: string): Repair {
  refuseNoPath('repair', path);
  return locked(path, () => {
    const text = attempt('read', path, () => readFileSync(path, 'utf8'));
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    const { entries, setAside } = salvage(lines);
    const quarantine = setAside.length === 0 ? undefined : `${path}.quarantine`;
    if (quarantine !== undefined) {
      attempt('append to', quarantine, () => {
        appendFileSync(quarantine, setAside.map((line) => `${line}\n`).join(''), { flush: true });
      });
    }
    const mended = textOf(entries);
    if (mended !== text) replace(path, mended);
    return { kept: entries.length, setAside: setAside.length, quarantine };
  });
}

/**
 * Rewrites the journal of a finished study without what interruptions have left in it: reports that a trial made again after a crash, and trials that were given up.
 *
 * A study that goes on from it finds all as before. The new file takes the place of the old one when it is complete.
 *
 * @throws TuningError `InvalidConfig` while trials are unfinished, `Serialization` for a damaged line, `Io` when a file cannot be read or written, `Locked` while a study
 *   writes the journal.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { evaluate, float, random, space } from 'rxtune';
 * import { compact, journal } from 'rxtune/node';
 *
 * await lastValueFrom(
 *   random(space({ x: float(-1, 1) })).pipe(take(3), evaluate(({ x }) => x, { journal: journal('runs/to-compact.jsonl') })),
 * );
 * compact('runs/to-compact.jsonl');
 * ```
 */
export function compact(path: string): void {
  refuseNoPath('compact', path);
  locked(path, () => {
    replace(path, textOf(compactEntries(readEntries(path))));
  });
}

function locked<T>(path: string, action: () => T): T {
  const lock = new FileLock(path);
  try {
    return action();
  } finally {
    lock.release();
  }
}

const textOf = (entries: readonly JournalEntry[]): string =>
  entries.map((entry, i) => lineOfEntry(i + 1, entry)).join('');

/** The old file stays until the new one is on the disk. */
function replace(path: string, text: string): void {
  const fresh = `${path}.new`;
  attempt('rewrite', path, () => {
    try {
      const fd = openSync(fresh, 'w');
      try {
        writeAll(fd, text);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(fresh, path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
  });
}
