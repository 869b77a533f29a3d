import { shown, TuningError } from '../errors.ts';
import type { Space } from '../space/index.ts';
import type { Score, Trial } from '../trial.ts';
import { refuseOtherScores } from './refuse-other-scores.ts';

/**
 * Reads a trial from a file as one of a space.
 *
 * @param place where it stands, for the message: the path and the line, say.
 * @throws TuningError `Serialization`, with the place, for what cannot be read, scores of another kind, and parameters of another space.
 */
export function trialOfSpace<P>(
  place: string,
  space: Pick<Space<P>, 'parse'>,
  objectives: number | undefined,
  read: () => Trial<unknown, Score>,
): Trial<P, Score> {
  try {
    const trial = read();
    refuseOtherScores(trial, objectives);
    return { ...trial, params: space.parse(trial.params) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : shown(cause);
    throw new TuningError('Serialization', `${place}: ${reason}`, { cause });
  }
}
