import { shown, TuningError } from '../errors.ts';
import type { Option } from './dimension.ts';
import { OptionsDimension, refuseOptions } from './options.ts';
import { isList, refuseUnknownKeys } from './refuse.ts';

/** A less probable option would have no coordinates of its own. */
const LEAST_SHARE = 1e-12;

/** Options of `choice`. */
export interface ChoiceOptions {
  /** How likely each option is, relative to the others; one number above 0 for each. Default: all the same. */
  readonly weights?: readonly number[];
}

/**
 * One of several values that have no order.
 *
 * An option that is given twice weighs twice. In a space a plain array means the same as a `choice` of it.
 *
 * @throws TuningError `InvalidSpace` when there is no option, when one is not a JSON word, or when the weights do not fit.
 *
 * @example
 * ```ts
 * import { choice, space } from 'rxtune';
 *
 * const net = space({
 *   activation: choice(['relu', 'gelu', 'tanh'], { weights: [2, 2, 1] }),
 *   normalise: [true, false],
 * });
 * ```
 */
export function choice<const T extends readonly Option[]>(
  options: T,
  choiceOptions: ChoiceOptions = {},
): OptionsDimension<'choice', T[number]> {
  refuseUnknownKeys('choice', choiceOptions, ['weights']);
  return choiceOf('choice', options, choiceOptions.weights);
}

/** The same, told what to call itself in errors: a plain array in a space is named by its parameter. */
export function choiceOf<T extends Option>(
  call: string,
  options: readonly T[],
  weights?: readonly number[],
): OptionsDimension<'choice', T> {
  refuseOptions(call, options);
  if (weights !== undefined && (!isList(weights) || weights.length !== options.length)) {
    const given = isList(weights) ? `there are ${weights.length}` : `weights is ${shown(weights)}`;
    throw new TuningError(
      'InvalidSpace',
      `${call}: expected ${options.length} weights, one for each option, but ${given}`,
    );
  }
  const sums = new Map<T, number>();
  for (const [i, option] of options.entries()) {
    const weight = weights === undefined ? 1 : weights[i];
    if (weight === undefined || !Number.isFinite(weight) || weight <= 0) {
      throw new TuningError(
        'InvalidSpace',
        `${call}: the weight of ${shown(option)} must be a number above 0, not ${shown(weight)}; leave out what is never to be tried`,
      );
    }
    sums.set(option, (sums.get(option) ?? 0) + weight);
  }
  const total = [...sums.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [option, weight] of sums) {
    if (weight / total >= LEAST_SHARE) continue;
    throw new TuningError(
      'InvalidSpace',
      `${call}: the weight of ${shown(option)}, ${weight}, is lost in the sum of all, ${total}; leave it out, or bring the weights closer`,
    );
  }
  return new OptionsDimension('choice', [...sums.keys()], [...sums.values()]);
}
