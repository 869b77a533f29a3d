import { map, type OperatorFunction } from 'rxjs';
import { type Candidate, type Line, line, lineOf } from '../candidate.ts';
import type { Score, Trial } from '../trial.ts';

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
): OperatorFunction<C, Candidate<Q>> {
  return map((candidate) => {
    const params = project(candidate.params);
    const back = lineOf(candidate);
    return back === undefined ? { params } : { params, [line]: new MappedLine(back, candidate.params) };
  });
}

class MappedLine implements Line {
  readonly #line: Line;
  readonly #params: unknown;

  constructor(back: Line, params: unknown) {
    this.#line = back;
    this.#params = params;
  }

  hold(): void {
    this.#line.hold();
  }

  release(): void {
    this.#line.release();
  }

  claim(): void {
    this.#line.claim();
  }

  tell(trial: Trial<unknown, Score>): void {
    this.#line.tell({ ...trial, params: this.#params });
  }

  abandon(): void {
    this.#line.abandon();
  }
}
