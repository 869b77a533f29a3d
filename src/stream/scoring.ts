import { shown, TuningError } from '../errors.ts';
import type { Direction, Score } from '../trial.ts';

/** What is a score in a study, and how it becomes a loss. */
export interface Scoring<S extends Score> {
  /** The score, if the answer is one; it may be NaN or infinite. */
  read(answer: unknown): S | undefined;
  isFinite(score: S): boolean;
  /** Lower is better, whatever the direction; never -0. */
  loss(score: S): S;
  /** What a score consists of, in words. */
  expected(kind: 'number' | 'finite number'): string;
}

export function scoringOf(direction: Direction | readonly Direction[]): Scoring<Score> {
  return typeof direction === 'string' ? oneObjective(direction) : severalObjectives(direction);
}

const lossOf = (direction: Direction, value: number): number =>
  direction === 'minimize' ? value + 0 : 0 - value;

const oneObjective = (direction: Direction): Scoring<number> => ({
  read: (answer) => (typeof answer === 'number' ? answer : undefined),
  isFinite: Number.isFinite,
  loss: (score) => lossOf(direction, score),
  expected: (kind) => `a ${kind}`,
});

const severalObjectives = (directions: readonly Direction[]): Scoring<readonly number[]> => ({
  read: (answer) => (isNumbers(answer) && answer.length === directions.length ? [...answer] : undefined),
  isFinite: (scores) => scores.every(Number.isFinite),
  loss: (scores) => scores.map((score, i) => lossOf(directions[i] ?? 'minimize', score)),
  expected: (kind) =>
    `an array of ${directions.length} ${kind}s, one for each direction (${directions.join(', ')})`,
});

/** The losses of scores that are not known to be of the study's kind, such as those of a journal: any other score is its own loss. */
export const lossIn =
  <S extends Score>(scoring: Scoring<S>) =>
  (value: Score): Score => {
    const score = scoring.read(value);
    return score === undefined ? value : scoring.loss(score);
  };

const isNumbers = (answer: unknown): answer is readonly number[] =>
  Array.isArray(answer) && answer.every((item) => typeof item === 'number');

/** The error of an objective that returned, or whose promise gave, no usable score. */
export function noScoreReturned(trial: number, answer: unknown, scoring: Scoring<Score>): TuningError {
  const wrongKind = scoring.read(answer) === undefined;
  const hint = !wrongKind
    ? ', or throw where there is none'
    : isNumbers(answer) && scoring.read(0) !== undefined
      ? ', or name a direction for each of several scores'
      : '';
  return invalid(trial, `returned ${inWords(answer)}`, `return ${scoring.expected('finite number')}${hint}`);
}

/** The error of an objective that reported something that is no score. */
export function noScoreReported(trial: number, answer: unknown, scoring: Scoring<Score>): TuningError {
  return invalid(trial, `reported ${inWords(answer)}`, `report ${scoring.expected('number')}`);
}

/** The error of a report with an unusable step. */
export function invalidStep(trial: number, step: unknown): TuningError {
  return invalid(trial, `reported step ${shown(step)}`, 'give a finite number as step');
}

/** The error of a stream that ended without a report, or whose last report is not finite. */
export function noScoreAtEnd(trial: number, last: unknown, scoring: Scoring<Score>): TuningError {
  const expected = scoring.expected('finite number');
  return last === undefined
    ? invalid(trial, 'ended without a report', `yield or emit ${expected} before the end`)
    : invalid(
        trial,
        `ended with the report ${inWords(last)}`,
        `make the last report ${expected}, or throw where there is none`,
      );
}

const invalid = (trial: number, did: string, instead: string): TuningError =>
  new TuningError('InvalidScore', `trial ${trial}: the objective ${did}; ${instead}`);

function inWords(answer: unknown): string {
  if (answer === undefined) return 'nothing';
  // As JSON, NaN and the infinities would become null.
  return isNumbers(answer) ? `[${answer.join(', ')}]` : shown(answer);
}
