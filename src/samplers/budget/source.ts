import type { Trial } from '../../trial.ts';
import type { Sampler, Wait } from '../sampler.ts';

/** Where fresh configurations come from, and who hears what became of them. */
export interface Source<P> {
  ask(): P | Wait | undefined;
  /** A configuration has finished a rung, and may go on. */
  result(trial: Trial<P>): void;
  /** A configuration will not go on after this, its last trial. */
  over(trial: Trial<P>): void;
  /** Nothing will be heard of a configuration any more. */
  abandon(params: P): void;
}

/**
 * Any sampler as a source: it hears of each configuration once.
 *
 * One that got the whole budget is what it is, one that was left behind counts as pruned: given up early, with its last loss. That is how results of less than the
 * whole budget reach samplers elsewhere too, and they know what to make of it.
 */
export function sourceOf<P>(sampler: Sampler<P>, maxBudget: number): Source<P> {
  return {
    ask: () => sampler.ask(),
    result: () => undefined,
    over: (trial) => {
      const whole = trial.state !== 'complete' || trial.budget === undefined || trial.budget >= maxBudget;
      sampler.tell(whole ? trial : { ...trial, state: 'pruned' });
    },
    abandon: (params) => {
      sampler.abandon?.(params);
    },
  };
}
