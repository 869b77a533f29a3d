import type { Observable } from 'rxjs';
import type { Candidate } from '../candidate.ts';
import * as samplers from '../samplers/index.ts';
import type { Space } from '../space/space.ts';
import { learningTuner, type TunerOptions } from './learning-tuner.ts';

/**
 * Chooses for you, as a stream of candidates: Gaussian processes while trials are few, evolution or densities once they are many.
 *
 * When to use: unless you know better; it is what `minimize` and `maximize` use. It completes when a finite space is exhausted. 5 to 12 ms a candidate over the
 * first 100, below a millisecond from 250 on. What it does and why is said by `describe()` of the sampler of the same name in `rxtune/samplers`.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { auto, best, evaluate, float, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * auto(space({ x: float(-5, 5) }), { seed: 1, trials: 20 })
 *   .pipe(take(20), evaluate(({ x }) => (x - 1) ** 2), best())
 *   .subscribe(({ params }) => console.log(params.x)); // close to 1
 * ```
 */
export function auto<P>(
  space: Space<P>,
  { history, ...options }: TunerOptions<samplers.AutoOptions<P>, P> = {},
): Observable<Candidate<P>> {
  // A study may go on with a larger budget.
  const { trials: _, ...description } = options;
  return learningTuner(history, (trials) => samplers.auto(space, { ...options, history: trials }), {
    kind: 'auto',
    space,
    options: description,
  });
}

/**
 * CMA-ES as a stream of candidates: covariance matrix adaptation, with restarts, a margin for integers, and probabilities for categories.
 *
 * When to use: on numbers, for budgets of some hundred trials and more, or where a candidate may cost microseconds only. It completes when a finite space is
 * exhausted. About 20 µs a candidate at ten parameters.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { best, cmaes, evaluate, float, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * cmaes(space({ x: float(-5, 5), y: float(-5, 5) }), { seed: 1 })
 *   .pipe(take(300), evaluate(({ x, y }) => (x - 1) ** 2 + (x - y) ** 2), best())
 *   .subscribe(({ params }) => console.log(params)); // both close to 1
 * ```
 */
export function cmaes<P>(
  space: Space<P>,
  { history, ...options }: TunerOptions<samplers.CmaesOptions<P>, P> = {},
): Observable<Candidate<P>> {
  return learningTuner(history, (trials) => samplers.cmaes(space, { ...options, history: trials }), {
    kind: 'cmaes',
    space,
    options,
  });
}

/**
 * Bayesian optimization with Gaussian processes as a stream of candidates: needs the fewest trials, for budgets of up to a few hundred.
 *
 * When to use: where a trial takes seconds or more. It completes when a finite space is exhausted. 5 to 12 ms a candidate over the first 100.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { best, evaluate, float, gp, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * gp(space({ x: float(-5, 5) }), { seed: 1 })
 *   .pipe(take(20), evaluate(({ x }) => (x - 1) ** 2), best())
 *   .subscribe(({ params }) => console.log(params.x)); // close to 1
 * ```
 */
export function gp<P>(
  space: Space<P>,
  { history, ...options }: TunerOptions<samplers.GpOptions<P>, P> = {},
): Observable<Candidate<P>> {
  return learningTuner(history, (trials) => samplers.gp(space, { ...options, history: trials }), {
    kind: 'gp',
    space,
    options,
  });
}

/**
 * Tree-structured Parzen estimators as a stream of candidates: for any space and any number of trials, at a fraction of a millisecond a candidate.
 *
 * When to use: for hundreds or thousands of trials, and in spaces with many categories or branches; `gp` needs fewer trials on smooth objectives. It completes when
 * a finite space is exhausted.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { best, choice, evaluate, float, space, tpe } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * tpe(space({ x: float(-5, 5), shift: choice([0, 1]) }), { seed: 1 })
 *   .pipe(take(100), evaluate(({ x, shift }) => (x - 1) ** 2 + shift), best())
 *   .subscribe(({ params }) => console.log(params.x)); // close to 1
 * ```
 */
export function tpe<P>(
  space: Space<P>,
  { history, ...options }: TunerOptions<samplers.TpeOptions<P>, P> = {},
): Observable<Candidate<P>> {
  return learningTuner(history, (trials) => samplers.tpe(space, { ...options, history: trials }), {
    kind: 'tpe',
    space,
    options,
  });
}
