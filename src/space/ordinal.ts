import { shown, TuningError } from '../errors.ts';
import type { Option } from './dimension.ts';
import { OptionsDimension, refuseOptions } from './options.ts';

/**
 * One of several values that have an order: neighbours are expected to behave alike.
 *
 * @throws TuningError `InvalidSpace` when there is no option, when one is not a JSON word, or when one is given twice.
 *
 * @example
 * ```ts
 * import { ordinal, space } from 'rxtune';
 *
 * const net = space({ size: ordinal(['small', 'medium', 'large']), batch: ordinal([16, 64, 256]) });
 * ```
 */
export function ordinal<const T extends readonly Option[]>(
  options: T,
): OptionsDimension<'ordinal', T[number]> {
  refuseOptions('ordinal', options);
  const seen = new Set<Option>();
  for (const option of options) {
    if (seen.has(option))
      throw new TuningError(
        'InvalidSpace',
        `ordinal: ${shown(option)} is given twice; an order has each value once`,
      );
    seen.add(option);
  }
  return new OptionsDimension<'ordinal', T[number]>(
    'ordinal',
    [...options],
    options.map(() => 1),
  );
}
