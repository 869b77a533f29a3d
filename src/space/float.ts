import { NumericDimension, type NumericOptions } from './numeric.ts';

/**
 * A real parameter from `low` to `high`, both included.
 *
 * With `step` it takes the values low, low + step, … high, free of binary rounding (0.3, not 0.30000000000000004).
 *
 * @throws TuningError `InvalidSpace` when the bounds are not finite or the wrong way round, when a log scale begins at or below 0, or when the range is not a
 * multiple of the step.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 *
 * const net = space({
 *   lr: float(1e-5, 1e-1, { scale: 'log' }),
 *   dropout: float(0, 0.5, { step: 0.1 }),
 * });
 * ```
 */
export function float(low: number, high: number, options: NumericOptions = {}): NumericDimension<'float'> {
  return new NumericDimension('float', low, high, options);
}
