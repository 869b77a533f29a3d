import { defer, type Observable } from 'rxjs';
import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import { Space } from '../space/space.ts';
import type { ScoreOf } from '../stream/objective.ts';
import { scoringOf } from '../stream/scoring.ts';
import type { Tracker } from '../stream/track.ts';
import type { Direction, Score, TrialEvent } from '../trial.ts';
import type { Durability } from './append-file.ts';
import { closeAtEnd } from './close-at-end.ts';
import { durability, refuseNoPath } from './file-options.ts';
import { OptunaFile } from './optuna-file.ts';
import { optunaNames } from './optuna-params.ts';
import type { OptunaReplay } from './optuna-replay.ts';
import { StudyWriter } from './optuna-study-writer.ts';
import { writtenInTurns } from './optuna-turns.ts';

/** Options of `optunaJournal`. */
export interface OptunaJournalOptions<P, D extends Direction | readonly Direction[] = Direction> {
  /** What the trials try. */
  readonly space: Space<P>;
  /** What the study is called in Optuna. */
  readonly studyName: string;
  /** Which way is better, as `trialEvents` has it. Default `'minimize'`. */
  readonly direction?: D;
  /**
   * What to do when the file has a study of this name. `'refuse'`, the default; `'append'`: trials get the next numbers of the study; `'resume'`: trial k here
   * is trial k there, so that a program that is run again writes no trial twice, and takes over those that had not ended.
   */
  readonly onExisting?: 'refuse' | 'append' | 'resume';
  /** What parameters are called in Optuna, by their paths here: `{ 'units[0]': 'n_units_l0' }`. Default: the same. */
  readonly names?: Readonly<Record<string, string>>;
  /** When lines are forced out to the disk. Default `'batch'`. */
  readonly durability?: Durability;
}

const direction = z.enum(['minimize', 'maximize']);
const schema = z.strictObject({
  space: z.instanceof(Space, { error: 'expected a space' }),
  studyName: z.string({ error: 'expected a name' }).min(1, { error: 'expected a name' }),
  direction: z
    .union([direction, z.array(direction).min(1)], {
      error: "expected 'minimize', 'maximize', or an array of these, one for each objective",
    })
    .default('minimize'),
  onExisting: z
    .enum(['refuse', 'append', 'resume'], { error: "expected 'refuse', 'append' or 'resume'" })
    .default('refuse'),
  names: z.record(z.string(), z.string()).default({}),
  durability,
});

/**
 * A tracker of trial events that writes the journal file of Optuna, as `JournalStorage(JournalFileBackend(path))` reads it.
 *
 * When to use: to look at a study in Optuna Dashboard while it runs, to go on with it in Python, or to keep it beside studies made there. It takes the events
 * of `trialEvents`; `readOptunaJournal` reads the file.
 *
 * Folders are made, and a file that exists is added to: it may hold many studies, and Optuna's own workers may write to it at the same time, as the same lock
 * is taken for each write. What an event says is in the file before the event goes on downstream, except while another process has the lock. A torn last line
 * is cut off first.
 *
 * Parameters keep their paths as names (`optimizer.sgd.momentum`, `units[0]`, `units.length`); those that a trial does not have are left out of it. Optuna
 * knows neither weights nor an order of options, nor steps on a log scale. A report at a step that was reported before replaces it; reports of several
 * objectives are left out; the value of a pruned trial is its last report where that is finite; what a failed trial failed of is its user attribute `error`.
 *
 * Errors reach the `onError` of `track`: `Io` when the path cannot be written; `InvalidConfig` when there is a study of this name that cannot be gone on with,
 * or when trials were scored in another direction; `JournalMismatch` when a resumed trial has other parameters than the recorded one; `Serialization` when the
 * file is no journal of Optuna, or for a step that is no integer of at least 0.
 *
 * @param path where to write; relative to the working directory.
 * @throws TuningError `InvalidConfig` for an empty path or a wrong option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { float, random, space, track, trialEvents } from 'rxtune';
 * import { optunaJournal } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const events = random(square, { seed: 1 }).pipe(
 *   take(20),
 *   trialEvents(({ x }) => x * x),
 *   track([optunaJournal('runs/optuna.log', { space: square, studyName: 'square' })]),
 * );
 * await lastValueFrom(events);
 * ```
 */
export function optunaJournal<P, const D extends Direction | readonly Direction[] = 'minimize'>(
  path: string,
  options: OptunaJournalOptions<P, D>,
): Tracker<TrialEvent<P, ScoreOf<D>>>;
export function optunaJournal<P>(
  path: string,
  options: OptunaJournalOptions<P, Direction | readonly Direction[]>,
): Tracker<TrialEvent<P, Score>> {
  refuseNoPath('optunaJournal', path);
  const { direction, names, durability, studyName, onExisting } = parseOptions(
    'optunaJournal',
    schema,
    options,
  );
  const { space } = options;
  const settings = {
    space,
    names: optunaNames('optunaJournal', space, names),
    studyName,
    directions: [direction].flat(),
    scoring: scoringOf(direction),
    onExisting,
  };
  // Its name is how `track` calls it when it fails.
  return function optunaJournal(events: Observable<TrialEvent<P, Score>>) {
    return defer(() => {
      const file = new OptunaFile(path, durability);
      const study = new StudyWriter(settings);
      let begun = false;
      const compose = (written: readonly TrialEvent<P, Score>[], replay: OptunaReplay): string => {
        // The study is there before its first trial.
        const head = begun ? '' : study.begin(replay);
        begun = true;
        return head + written.map((event) => study.write(event, replay)).join('');
      };
      return events.pipe(
        writtenInTurns((written) => file.append((replay) => compose(written, replay))),
        closeAtEnd(file),
      );
    });
  };
}
