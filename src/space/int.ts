import { NumericDimension, type NumericOptions } from './numeric.ts';

/**
 * An integer parameter from `low` to `high`, both included.
 *
 * @throws TuningError `InvalidSpace` when the bounds or the step are not integers or the wrong way round, when a log scale begins at or below 0, or when the range
 * is not a multiple of the step.
 *
 * @example
 * ```ts
 * import { int, space } from 'rxtune';
 *
 * const net = space({
 *   layers: int(1, 4),
 *   batch: int(16, 512, { scale: 'log' }),
 *   width: int(32, 256, { step: 32 }),
 * });
 * ```
 */
export function int(low: number, high: number, options: NumericOptions = {}): NumericDimension<'int'> {
  return new NumericDimension('int', low, high, options);
}
