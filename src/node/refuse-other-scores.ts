import { shown, TuningError } from '../errors.ts';
import type { Score, Trial } from '../trial.ts';

/**
 * Refuses a trial that was scored by another number of objectives than expected.
 *
 * @param objectives undefined for scores that are plain numbers.
 * @throws TuningError `Serialization`, with the score.
 */
export function refuseOtherScores(trial: Trial<unknown, Score>, objectives: number | undefined): void {
  const scores = trial.reports.map(({ value }) => value);
  if (trial.state !== 'failed')
    scores.push(...[trial.value, trial.loss].filter((score) => score !== undefined));
  for (const score of scores) {
    const count = typeof score === 'number' ? undefined : score.length;
    if (count === objectives) continue;
    const expected = objectives === undefined ? 'a number' : `an array of ${objectives} numbers`;
    const hint =
      count === undefined ? 'leave the option objectives out' : `give the option objectives: ${count}`;
    throw new TuningError('Serialization', `expected ${expected} as score, not ${shown(score)}; ${hint}`);
  }
}
