import { defer, finalize, tap } from 'rxjs';
import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import type { Tracker } from '../stream/track.ts';
import type { Score, Trial, TrialEvent } from '../trial.ts';
import { progressDisplay } from './progress-display.ts';
import { ProgressView } from './progress-view.ts';
import type { TextOutput } from './status-line.ts';

/** Options of `progress`. */
export interface ProgressOptions {
  /** Where to write. Default `process.stderr`. */
  readonly output?: TextOutput;
  /** How many trials there will be; with it the time that is left can be estimated. */
  readonly total?: number;
  /** How many of the best trials to show at the end; 0 for none. Default 5. */
  readonly top?: number;
  /** The least time between two updates, in milliseconds. Default 100 in a terminal, 10,000 elsewhere. */
  readonly interval?: number;
}

const count = z
  .int({ error: 'expected an integer of at least 0' })
  .min(0, { error: 'expected an integer of at least 0' });
const schema = z.strictObject({
  output: z
    .custom<TextOutput>((output) => typeof (output as TextOutput | undefined)?.write === 'function', {
      error: 'expected something to write to, such as process.stderr',
    })
    .optional(),
  total: count.optional(),
  top: count.default(5),
  interval: z.number().positive({ error: 'expected milliseconds above 0' }).optional(),
});

/**
 * A tracker that shows how a study goes: one live line in a terminal, a line now and then elsewhere, and the best trials at the end.
 *
 * The line tells how many trials are done, pruned and failed, the time, and the best value with its parameters. It takes finished trials, or the events of
 * `trialEvents`: then it also tells how many trials run. In a terminal, what others print on standard output and standard error meanwhile goes above the line.
 *
 * Several objectives have no single best: the line shows the latest trial, and there is no table.
 *
 * @throws TuningError `InvalidConfig` for an unknown option or one out of its range.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { evaluate, float, random, space, track } from 'rxtune';
 * import { progress } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const trials = random(square, { seed: 1 }).pipe(
 *   take(20),
 *   evaluate(({ x }) => x * x),
 *   track([progress({ total: 20 })]),
 * );
 * await lastValueFrom(trials);
 * ```
 */
export function progress(
  options: ProgressOptions = {},
): Tracker<Trial<unknown, Score> | TrialEvent<unknown, Score>> {
  const { output = process.stderr, ...rest } = parseOptions('progress', schema, options);
  return function progress(stream) {
    return defer(() => {
      const view = new ProgressView(progressDisplay(output), rest);
      const shown = defer(() => {
        view.start();
        return stream.pipe(
          tap({
            next: (item) => {
              view.add(item);
            },
            complete: () => {
              view.end();
            },
            error: () => {
              view.end();
            },
            unsubscribe: () => {
              try {
                view.end();
              } catch {
                // Who unsubscribes is not listening any more.
              }
            },
          }),
        );
      });
      return shown.pipe(
        finalize(() => {
          view.stop();
        }),
      );
    });
  };
}
