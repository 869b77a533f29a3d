import type { JournalEntry } from './entry.ts';

/** What to do when a study that is run again proposes something else than its journal says. */
export type OnMismatch = 'error' | 'learn';

/** Options of every journal. */
export interface JournalOptions {
  /**
   * Computes every recorded suggestion once more and compares. Default false: samplers whose state is the history take the recorded suggestions over, so that
   * going on costs less than the study did.
   */
  readonly verify?: boolean;
  /**
   * What to do when the study proposes something else than the journal says: `'error'` ends it with a TuningError `JournalMismatch`; `'learn'` tells the tuner the
   * results of the journal as far as they are of its space, and goes on with what it proposes. Default `'error'`.
   */
  readonly onMismatch?: OnMismatch;
}

/**
 * The log of a study, as `evaluate` takes it: `journal(path)` of `rxtune/node` in a file, `memoryJournal()` in memory.
 *
 * When to use: to go on after a crash as if nothing had happened, and to have every trial written before anybody hears of it.
 *
 * @example
 * ```ts
 * import { take } from 'rxjs';
 * import { evaluate, float, memoryJournal, random, space } from 'rxtune';
 *
 * const journal = memoryJournal();
 * const study = random(space({ x: float(-1, 1) })).pipe(take(3), evaluate(({ x }) => x ** 2, { journal }));
 * study.subscribe(); // three trials
 * study.subscribe(({ number, replayed }) => console.log(number, replayed)); // 0 true, 1 true, 2 true
 * ```
 */
export interface Journal {
  /** What it is called in errors: its path. */
  readonly name: string;
  readonly verify: boolean;
  readonly onMismatch: OnMismatch;
  /** What is recorded; the end of a line that a crash cut short is left out. */
  read(): readonly JournalEntry[];
  /** Opens it for one study. Nobody else can open it until it is closed. */
  open(): OpenJournal;
}

/** A journal that a study writes. */
export interface OpenJournal {
  /** What was recorded when it was opened. */
  readonly recorded: readonly JournalEntry[];
  /** Writes an entry at the end, before the call returns. */
  append(entry: JournalEntry): void;
  /** Writes what is left, and lets others open it. Does nothing when it is closed. */
  close(): void;
}
