import { isObservable } from 'rxjs';
import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import type { Pruner } from '../pruners/pruner.ts';
import { parseOptions } from '../parse-options.ts';
import type { Journal } from '../journal/journal.ts';
import type { Direction } from '../trial.ts';
import type { Concurrency } from './concurrency.ts';
import type { ScoreOf } from './objective.ts';
import { type Scoring, scoringOf } from './scoring.ts';
import { Slots } from './slots.ts';
import type { StudySettings } from './study.ts';

/** Options of `evaluate` and `trialEvents`. */
export interface EvaluateOptions<D extends Direction | readonly Direction[] = Direction> {
  /** Which way is better; one for each score if the objective gives an array of scores. Default `'minimize'`. */
  readonly direction?: D;
  /**
   * How many trials may run at the same time: an integer of at least 1, `slots(n)` to share them with other studies, or an Observable of
   * integers, whose last one holds and may be 0 for a pause. What runs is never stopped by a smaller number. Default 1.
   */
  readonly concurrency?: Concurrency;
  /**
   * Gives up trials early, by their reports. Default none.
   *
   * With several objectives a pruner is told one loss that orders the latest 50 to 100 reports at one step: first all that none of them dominates, then front by front, by crowding distance.
   * The loss is that of the first objective at the report's rank, so let that be one which training improves. A report with a number that is not finite has the loss NaN.
   * A rank costs about 10 µs with two or three objectives. `scalarised` decides otherwise.
   */
  readonly pruner?: Pruner;
  /**
   * In which order results reach the tuner, the pruner and the output. `'finish'`: as they come, so that no slot is ever idle. `'trial'`: by the numbers of the trials, of
   * which at most `concurrency` are between their start and this; so the study comes out the same however long its trials take, and slots stand idle while the
   * oldest trial runs. Needs a plain number as concurrency. Default `'finish'`.
   */
  readonly order?: 'finish' | 'trial';
  /**
   * Keeps everything that happens, and lets a study go on from there when it is started again: `journal(path)` of `rxtune/node`, or `memoryJournal()`. Default none.
   */
  readonly journal?: Journal;
}

const direction = z.enum(['minimize', 'maximize'], { error: "expected 'minimize' or 'maximize'" });
const isConcurrency = (value: unknown): value is Concurrency =>
  typeof value === 'number'
    ? Number.isInteger(value) && value > 0
    : value instanceof Slots || isObservable(value);
const isPruner = (value: unknown): value is Pruner =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'start') === 'function';

export const isJournal = (value: unknown): value is Journal =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'open') === 'function';

const schema = z.strictObject({
  direction: z
    .union([direction, z.array(direction).min(1, { error: 'expected at least one direction' })], {
      error: "expected 'minimize', 'maximize', or an array of these, one for each objective",
    })
    .default('minimize'),
  concurrency: z
    .custom<Concurrency>(isConcurrency, {
      error: 'expected an integer of at least 1, slots(n), or an Observable of integers',
    })
    .default(1),
  pruner: z.custom<Pruner>(isPruner, { error: 'expected a pruner, such as medianPruner()' }).optional(),
  order: z.enum(['finish', 'trial'], { error: "expected 'finish' or 'trial'" }).default('finish'),
  journal: z
    .custom<Journal>(isJournal, {
      error: "expected a journal, such as journal('runs/net.jsonl') of rxtune/node",
    })
    .optional(),
});

/** @throws TuningError `InvalidConfig`, naming the option and its value. */
export function readEvaluateOptions<D extends Direction | readonly Direction[]>(
  call: string,
  objective: unknown,
  options: EvaluateOptions<D>,
): StudySettings<ScoreOf<D>> {
  if (typeof objective !== 'function') {
    throw new TuningError(
      'InvalidConfig',
      `${call}: the objective must be a function of parameters, not ${shown(objective)}`,
    );
  }
  const { direction, concurrency, pruner, order, journal } = parseOptions(call, schema, options);
  if (order === 'trial' && typeof concurrency !== 'number') {
    throw new TuningError(
      'InvalidConfig',
      `${call}: order 'trial' needs a fixed number of slots: give concurrency as an integer`,
    );
  }
  // The scores are of the kind that the direction says: that is what the type of D stands for.
  const scoring = scoringOf(direction) as Scoring<ScoreOf<D>>;
  return { scoring, concurrency, pruner, direction, order, journal };
}
