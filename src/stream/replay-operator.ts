import { defer, type OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { Candidate } from '../candidate.ts';
import type { Journal } from '../journal/journal.ts';
import { parseOptions } from '../parse-options.ts';
import type { Direction, Trial } from '../trial.ts';
import { type EvaluateOptions, isJournal, readEvaluateOptions } from './evaluate-options.ts';
import type { ScoreOf } from './objective.ts';
import { termsOf } from './recorded-trials.ts';
import { study } from './study.ts';

/** Options of `replay`: those of the study that are not in its journal. */
export type ReplayOptions<D extends Direction | readonly Direction[] = Direction> = Pick<
  EvaluateOptions<D>,
  'direction' | 'pruner'
>;

/**
 * Runs a study as its journal tells it, in the place of `evaluate`: without the objective, and without writing.
 *
 * The tuner and the pruner go through all that they went through; the finished trials are emitted as `evaluate` emitted them, in the same order and not marked as
 * replayed. It ends where the journal ends, and leaves out what was unfinished there. The study may be running: its journal is only read.
 *
 * When to use: to look into a tuner or a pruner after the fact, and to write reports and files of trials anew. Where only the trials are wanted, `readJournal` of
 * `rxtune/node` gives them without the tuner.
 *
 * @param options the direction, if it was not to minimize, and the pruner, if there was one.
 * @returns trials; its errors are those of the journal, and a TuningError `JournalMismatch` when tuner, options or pruner are others.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { best, evaluate, float, memoryJournal, random, replay, space } from 'rxtune';
 *
 * const journal = memoryJournal();
 * const candidates = random(space({ x: float(-1, 1) }), { seed: 1 }).pipe(take(5));
 * await lastValueFrom(candidates.pipe(evaluate(({ x }) => x ** 2, { journal })));
 *
 * const { number, value } = await lastValueFrom(candidates.pipe(replay(journal), best()));
 * ```
 */
export function replay<
  C extends Candidate<unknown>,
  const D extends Direction | readonly Direction[] = 'minimize',
>(journal: Journal, options?: ReplayOptions<D>): OperatorFunction<C, Trial<C['params'], ScoreOf<D>>>;
export function replay<P, D extends Direction | readonly Direction[]>(
  journal: Journal,
  options: ReplayOptions<D> = {},
): OperatorFunction<Candidate<P>, Trial<P, ScoreOf<D>>> {
  parseOptions(
    'replay',
    z.strictObject({ journal: z.custom<Journal>(isJournal, { error: 'expected a journal' }) }),
    {
      journal,
    },
  );
  const never = (): never => {
    throw new Error('a replay runs no objective');
  };
  const settings = readEvaluateOptions('replay', never, options);
  const view = { finished: (trial: Trial<P, ScoreOf<D>>) => trial };
  return (source) =>
    defer(() => {
      const { order = 'finish', window = 1 } = termsOf(journal.read());
      return source.pipe(
        study<P, ScoreOf<D>, Trial<P, ScoreOf<D>>>(
          never,
          { ...settings, journal, order, concurrency: window, replayOnly: true },
          view,
        ),
      );
    });
}
