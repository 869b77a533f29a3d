import type { Observable } from 'rxjs';
import type { Candidate } from '../candidate.ts';
import * as samplers from '../samplers/index.ts';
import type { Space } from '../space/space.ts';
import { tuner } from './tuner.ts';

/**
 * Random search as a stream of candidates: endless, unless `distinct` exhausts a finite space.
 *
 * When to use: as the baseline, and for a first picture of a space. Numbers are drawn evenly on their scale, options by their weights.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { best, evaluate, float, random, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * random(space({ x: float(-5, 5) }), { seed: 1 })
 *   .pipe(take(20), evaluate(({ x }) => x ** 2), best())
 *   .subscribe(({ params, value }) => console.log(params.x, value));
 * ```
 */
export function random<P>(space: Space<P>, options: samplers.RandomOptions = {}): Observable<Candidate<P>> {
  return tuner(() => samplers.random(space, options), { kind: 'random', space, options });
}

/**
 * Grid search as a stream of candidates: every combination once, the last parameter fastest, then it completes.
 *
 * When to use: for a handful of combinations that all shall be seen.
 *
 * @throws TuningError `InvalidConfig` when a continuous parameter has no `points`, or when `points` names no parameter.
 *
 * @example
 * ```ts
 * import { evaluate, grid, space } from 'rxtune';
 *
 * const net = space({ lr: [0.1, 0.01, 0.001], batch: [16, 32, 64] });
 * grid(net).pipe(evaluate(({ lr, batch }) => lr * batch)).subscribe(); // nine trials
 * ```
 */
export function grid<P>(space: Space<P>, options: samplers.GridOptions = {}): Observable<Candidate<P>> {
  return tuner(() => samplers.grid(space, options), { kind: 'grid', space, options });
}

/**
 * Quasi-random search as an endless stream of candidates, spread more evenly than chance spreads them.
 *
 * When to use: for a first look with a few dozen trials; better than `random` there.
 *
 * @throws TuningError `InvalidConfig` for a wrong option or more than 1,000 parameters.
 *
 * @example
 * ```ts
 * import { evaluate, float, sobol, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * sobol(space({ x: float(0, 1), y: float(0, 1) })).pipe(take(16), evaluate(({ x, y }) => x + y)).subscribe();
 * ```
 */
export function sobol<P>(space: Space<P>, options: samplers.SobolOptions = {}): Observable<Candidate<P>> {
  return tuner(() => samplers.sobol(space, options), { kind: 'sobol', space, options });
}

/**
 * Given candidates as a stream: each once, in order, then it completes.
 *
 * When to use: for what is known to be good, or must be tried, before a tuner goes on.
 *
 * @throws TuningError `InvalidConfig` naming the candidate's place when one is not in the space.
 *
 * @example
 * ```ts
 * import { evaluate, float, points, random, space } from 'rxtune';
 * import { concat, take } from 'rxjs';
 *
 * const net = space({ lr: float(0, 1) });
 * concat(points(net, [{ lr: 0.1 }]), random(net)).pipe(take(10), evaluate(({ lr }) => lr)).subscribe();
 * ```
 */
export function points<P>(space: Space<P>, candidates: Iterable<NoInfer<P>>): Observable<Candidate<P>> {
  const given = [...candidates];
  return tuner(() => samplers.points(space, given), {
    kind: 'points',
    space,
    options: { candidates: given.length },
  });
}
