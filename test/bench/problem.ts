import type { Random } from '../../src/math/random.ts';
import type { Space } from '../../src/space/space.ts';
import type { Direction } from '../../src/trial.ts';

/** What a tuner proposes for a problem: values by name; inactive ones are absent. */
export type Values = Record<string, unknown>;

/** What one trial of a problem shows. */
export interface Outcome {
  /** As the trial reports it, with the noise of the problem; undefined when the trial failed. */
  readonly value: number | undefined;
  /** The noise-free value, by which a tuner is measured; the bad infinity when the trial failed. */
  readonly score: number;
}

/** Something to tune on, with a known optimum. */
export interface Problem {
  readonly name: string;
  readonly direction: Direction;
  readonly space: Space<Values>;
  evaluate(values: Values, noise: Random): Outcome;
  /** How far a score is from the optimum: 0 at it. */
  regret(score: number): number;
}
