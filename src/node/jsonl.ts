import type { Observable } from 'rxjs';
import * as z from 'zod';
import { trialToJson } from '../journal/trial-json.ts';
import { parseOptions } from '../parse-options.ts';
import type { Tracker } from '../stream/track.ts';
import type { Score, Trial } from '../trial.ts';
import { appendAll } from './append-all.ts';
import { AppendFile, type Durability } from './append-file.ts';
import { durability, refuseNoPath } from './file-options.ts';
import { endLastLine } from './last-line.ts';

/** Options of `jsonl`. */
export interface JsonlOptions {
  /** When lines are forced out to the disk. Default `'batch'`. */
  readonly durability?: Durability;
}

const schema = z.strictObject({ durability });

/**
 * A tracker that appends each finished trial to a file, as one line of JSON.
 *
 * Folders are made, and an existing file is continued. A trial's line is in the file before the trial goes on downstream: what was seen is kept, however the
 * study ends. When an earlier run was killed in the middle of a line, that unreadable rest is cut off first. `readTrials` reads the file.
 *
 * Trials that a journal answers are not written a second time.
 *
 * The file is opened when the study starts. Errors reach the `onError` of `track`: `Io` when the path cannot be written, `Serialization` when parameters
 * cannot be said in JSON.
 *
 * @param path where to write; relative to the working directory.
 * @throws TuningError `InvalidConfig` for an empty path or an unknown option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { best, evaluate, float, random, space, track } from 'rxtune';
 * import { jsonl } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const trials = random(square, { seed: 1 }).pipe(
 *   take(20),
 *   evaluate(({ x }) => x * x),
 *   track([jsonl('runs/square.jsonl')]),
 * );
 * const winner = await lastValueFrom(trials.pipe(best()));
 * ```
 */
export function jsonl(path: string, options: JsonlOptions = {}): Tracker<Trial<unknown, Score>> {
  refuseNoPath('jsonl', path);
  const { durability } = parseOptions('jsonl', schema, options);
  const open = (): AppendFile =>
    new AppendFile(path, durability, (fd, size) => {
      endLastLine(path, fd, size);
    });
  // Its name is how `track` calls it when it fails.
  return function jsonl(trials: Observable<Trial<unknown, Score>>) {
    return appendAll(trials, open, (trial) =>
      trial.replayed === true ? undefined : `${JSON.stringify(trialToJson(trial))}\n`,
    );
  };
}
