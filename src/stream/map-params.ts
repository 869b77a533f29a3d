import { map, type OperatorFunction } from 'rxjs';
import type { Candidate } from '../candidate.ts';

/**
 * Maps the parameters of candidates, and keeps the line to their tuner, which is told of its own parameters.
 *
 * When to use: in place of `map`, to add constants, change units, or build a configuration from what a tuner proposes. After a `map` that makes new
 * candidates a tuner is not held while slots are taken, and learns nothing.
 *
 * @example
 * ```ts
 * import { take } from 'rxjs';
 * import { evaluate, float, mapParams, random, space } from 'rxtune';
 *
 * random(space({ exponent: float(-5, 0) }))
 *   .pipe(mapParams(({ exponent }) => ({ lr: 10 ** exponent })), take(5), evaluate(({ lr }) => lr))
 *   .subscribe();
 * ```
 */
export function mapParams<C extends Candidate<unknown>, Q>(
  project: (params: C['params']) => Q,
): OperatorFunction<C, Candidate<Q>>;
/** The same for a function that says what its parameters are, outside of a `pipe`. */
export function mapParams<P, Q>(project: (params: P) => Q): OperatorFunction<Candidate<P>, Candidate<Q>>;
export function mapParams<P, Q>(project: (params: P) => Q): OperatorFunction<Candidate<P>, Candidate<Q>> {
  // A copy keeps the line, and whatever else the tuner says of its candidate.
  return map((candidate) => ({ ...candidate, params: project(candidate.params) }));
}
