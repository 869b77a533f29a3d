import { shown, TuningError } from '../errors.ts';
import type { Option } from './dimension.ts';
import { OptionsDimension, refuseOption } from './options.ts';
import { refuseUnknownKeys } from './refuse.ts';

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
  { weights, ...rest }: ChoiceOptions = {},
): OptionsDimension<'choice', T[number]> {
  return choiceOf('choice', options, weights, rest);
}

/** The same, told what to call itself in errors: a plain array in a space is named by its parameter. */
export function choiceOf<T extends Option>(
  call: string,
  options: readonly T[],
  weights: readonly number[] | undefined,
  rest: object = {},
): OptionsDimension<'choice', T> {
  refuseUnknownKeys(call, rest, ['weights']);
  if (!Array.isArray(options)) throw new TuningError('InvalidSpace', `${call}: expected an array of options, not ${shown(options)}`);
  if (options.length === 0) throw new TuningError('InvalidSpace', `${call}: the list of options is empty; give at least one`);
  if (weights !== undefined && weights.length !== options.length) {
    throw new TuningError('InvalidSpace', `${call}: ${weights.length} weights for ${options.length} options; give one for each`);
  }
  const total = new Map<T, number>();
  options.forEach((option: T, i) => {
    refuseOption(call, option);
    const weight = weights === undefined ? 1 : weights[i];
    if (weight === undefined || !Number.isFinite(weight) || weight <= 0) {
      throw new TuningError('InvalidSpace', `${call}: the weight of ${shown(option)} must be above 0, not ${shown(weight)}; leave out what is never to be tried`);
    }
    total.set(option, (total.get(option) ?? 0) + weight);
  });
  return new OptionsDimension('choice', [...total.keys()], [...total.values()]);
}
