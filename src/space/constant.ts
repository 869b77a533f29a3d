import type { Option } from './dimension.ts';
import { OptionsDimension, refuseOption } from './options.ts';

/**
 * A parameter that is always the same: part of every candidate, never varied.
 *
 * @throws TuningError `InvalidSpace` when the value is not a JSON word.
 *
 * @example
 * ```ts
 * import { constant, float, space } from 'rxtune';
 *
 * const net = space({ lr: float(0, 1), epochs: constant(10) });
 * ```
 */
export function constant<const T extends Option>(value: T): OptionsDimension<'constant', T> {
  refuseOption('constant', value);
  return new OptionsDimension('constant', [value], [1]);
}
