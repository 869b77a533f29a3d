import { defer, from, type Observable } from 'rxjs';
import * as z from 'zod';
import { shown } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/index.ts';
import { recordedTrials } from '../stream/recorded-trials.ts';
import type { Score, Trial } from '../trial.ts';
import { objectives, refuseNoPath } from './file-options.ts';
import { readEntries } from './journal.ts';
import { trialOfSpace } from './trial-of-space.ts';

/** Options of `readJournal`. */
export interface ReadJournalOptions {
  /** How many objectives the trials were scored by, for scores that are arrays. Default: scores are plain numbers. */
  readonly objectives?: number;
}

const schema = z.strictObject({ objectives: objectives.optional() });

/**
 * The finished trials of the journal of a study, in the order of finishing, each one checked.
 *
 * When to use: to look at a study, or to start another one from its results: `gp(net, { history: readJournal('runs/net.jsonl', net) })`. The study may be running.
 *
 * Cold: every subscription reads the file anew. Parameters are those that the tuner proposed. Errors reach the subscriber: `Io` when the file cannot be read,
 * `Serialization` for a damaged line or a trial of another space.
 *
 * @param path relative to the working directory.
 * @param space what the trials tried.
 * @throws TuningError `InvalidConfig` for an empty path or an unknown option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take, toArray } from 'rxjs';
 * import { evaluate, float, random, space } from 'rxtune';
 * import { journal, readJournal } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const study = random(square, { seed: 1 }).pipe(take(5), evaluate(({ x }) => x * x, { journal: journal('runs/5-squares.jsonl') }));
 * await lastValueFrom(study);
 *
 * const trials = await lastValueFrom(readJournal('runs/5-squares.jsonl', square).pipe(toArray()));
 * trials.length; // => 5
 * ```
 */
export function readJournal<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options?: { readonly objectives?: never },
): Observable<Trial<P>>;
export function readJournal<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options: ReadJournalOptions & { readonly objectives: number },
): Observable<Trial<P, readonly number[]>>;
export function readJournal<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options: ReadJournalOptions = {},
): Observable<Trial<P, Score>> {
  refuseNoPath('readJournal', path);
  const { objectives } = parseOptions('readJournal', schema, options);
  return defer(() =>
    from(
      recordedTrials(readEntries(path)).map((trial) =>
        trialOfSpace(`${shown(path)}, trial ${trial.number}`, space, objectives, () => trial),
      ),
    ),
  );
}
