import type { Observable } from 'rxjs';
import type { Candidate } from '../candidate.ts';
import * as samplers from '../samplers/index.ts';
import type { Space } from '../space/space.ts';
import { tuner } from './tuner.ts';

/**
 * Successive halving as a stream of candidates with budgets: many get a little, the best of them more, the best of those everything.
 *
 * When to use: where early results tell a lot, and trials can be continued. The objective reads `context.budget` and `context.from`, and hands over
 * `context.checkpoint(…)`. One that cannot continue begins anew with the greater budget, which costs half as much again.
 *
 * @param configurations a space, for random search in it, or what makes a sampler of `rxtune/samplers`: `() => sobol(net)`.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { best, evaluate, float, space, successiveHalving } from 'rxtune';
 *
 * successiveHalving(space({ lr: float(0, 1) }), { maxBudget: 27, seed: 1 })
 *   .pipe(
 *     evaluate(({ lr }, { budget = 0, from, checkpoint }) => {
 *       let loss = Number(from?.checkpoint ?? 1);
 *       for (let epoch = from?.budget ?? 0; epoch < budget; epoch++) loss *= 1 - lr * (1 - lr);
 *       checkpoint(loss);
 *       return loss;
 *     }),
 *     best(),
 *   )
 *   .subscribe(({ budget, params }) => console.log(budget, params.lr)); // 27, about 0.5
 * ```
 */
export function successiveHalving<P>(
  configurations: samplers.Configurations<P>,
  options: samplers.SuccessiveHalvingOptions,
): Observable<Candidate<P>> {
  return tuner(() => samplers.successiveHalving(configurations, options), {
    kind: 'successiveHalving',
    options,
  });
}

/**
 * Hyperband as a stream of candidates with budgets: brackets of successive halving, from the one that trusts early results most to the one that does not trust them.
 *
 * When to use: where it is not known how much early results tell. It completes after `rounds` rounds of all brackets. The objective continues trials as for {@link successiveHalving}.
 *
 * @param configurations a space, for random search in it, or what makes a sampler of `rxtune/samplers`: `() => tpe(net)`.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { evaluate, float, hyperband, space } from 'rxtune';
 *
 * hyperband(space({ lr: float(0, 1) }), { maxBudget: 9 })
 *   .pipe(evaluate(({ lr }, { budget = 1 }) => (lr - 0.3) ** 2 + 1 / budget))
 *   .subscribe(({ number, budget, from }) => console.log(number, budget, from));
 * ```
 */
export function hyperband<P>(
  configurations: samplers.Configurations<P>,
  options: samplers.HyperbandOptions,
): Observable<Candidate<P>> {
  return tuner(() => samplers.hyperband(configurations, options), { kind: 'hyperband', options });
}

/**
 * Asynchronous successive halving (ASHA) as an endless stream of candidates with budgets: nothing ever waits for the rest of a rung.
 *
 * When to use: with many slots, or trials of very different length; otherwise as {@link successiveHalving}. Limit it by `take`.
 *
 * @param configurations a space, for random search in it, or what makes a sampler of `rxtune/samplers`: `() => tpe(net)`.
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { asha, evaluate, float, space } from 'rxtune';
 * import { take } from 'rxjs';
 *
 * asha(space({ lr: float(0, 1) }), { maxBudget: 27 })
 *   .pipe(take(100), evaluate(({ lr }, { budget = 1 }) => (lr - 0.3) ** 2 + 1 / budget, { concurrency: 8 }))
 *   .subscribe();
 * ```
 */
export function asha<P>(
  configurations: samplers.Configurations<P>,
  options: samplers.AshaOptions,
): Observable<Candidate<P>> {
  return tuner(() => samplers.asha(configurations, options), { kind: 'asha', options });
}

/**
 * BOHB as a stream of candidates with budgets: Hyperband whose configurations come from what was good with the greatest budget that has enough results.
 *
 * When to use: for long trials that can be continued; where {@link hyperband} would be the alternative. It completes after `rounds` rounds of all brackets.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { best, bohb, evaluate, float, space } from 'rxtune';
 *
 * bohb(space({ lr: float(1e-4, 1, { scale: 'log' }) }), { maxBudget: 27, rounds: 2 })
 *   .pipe(evaluate(({ lr }, { budget = 1 }) => Math.log10(lr / 0.01) ** 2 + 1 / budget), best())
 *   .subscribe(({ params }) => console.log(params.lr)); // about 0.01
 * ```
 */
export function bohb<P>(space: Space<P>, options: samplers.BohbOptions): Observable<Candidate<P>> {
  return tuner(() => samplers.bohb(space, options), { kind: 'bohb', space, options });
}

/**
 * Population-based training as a stream of candidates with budgets: trainings side by side, the worst of which go on from the best with parameters changed a little.
 *
 * When to use: for parameters that may change in the midst of training, where a schedule is better than a constant. The objective must continue from
 * `context.from.checkpoint`. It completes after `populationSize * generations` trials.
 *
 * @throws TuningError `InvalidConfig` for a wrong option.
 *
 * @example
 * ```ts
 * import { evaluate, float, populationBased, space } from 'rxtune';
 *
 * populationBased(space({ lr: float(1e-3, 1, { scale: 'log' }) }), { populationSize: 4, generations: 5, interval: 2 })
 *   .pipe(
 *     evaluate(({ lr }, { from, checkpoint }) => {
 *       let weight = Number(from?.checkpoint ?? 1);
 *       for (let epoch = 0; epoch < 2; epoch++) weight -= lr * weight;
 *       checkpoint(weight);
 *       return weight ** 2;
 *     }, { concurrency: 4 }),
 *   )
 *   .subscribe();
 * ```
 */
export function populationBased<P>(
  space: Space<P>,
  options: samplers.PopulationBasedOptions = {},
): Observable<Candidate<P>> {
  return tuner(() => samplers.populationBased(space, options), { kind: 'populationBased', space, options });
}
