import { shown, TuningError } from '../errors.ts';
import type { Option } from './dimension.ts';
import { isFields } from './refuse.ts';
import { dimensionOf, type DimensionLike, type Value, When } from './shape.ts';

/** The values that a sibling must have, by the sibling's name; all of them must hold. */
export type WhenCondition = Readonly<Record<string, Option | readonly Option[]>>;

/**
 * A parameter that is there only when its siblings have certain values; its key is optional in the parameters.
 *
 * The siblings stand before it in the same space. One that is a `variant` is asked for its tag. Whatever values turn it on, it is one and the same parameter
 * to a sampler that learns.
 *
 * @throws TuningError `InvalidSpace` when the condition is empty; and, from `space`, when it names no earlier sibling or a value which that never has.
 *
 * @example
 * ```ts
 * import { choice, float, space, when } from 'rxtune';
 *
 * const net = space({
 *   optimizer: choice(['sgd', 'adam', 'rmsprop']),
 *   momentum: when({ optimizer: ['sgd', 'rmsprop'] }, float(0, 0.99)),
 * });
 * const { momentum = 0 } = net.parse({ optimizer: 'adam' }); // momentum?: number
 * ```
 */
export function when<const D extends DimensionLike>(condition: WhenCondition, dimension: D): When<Value<D>>;
export function when(condition: WhenCondition, dimension: DimensionLike): When<unknown> {
  if (!isFields(condition)) {
    throw new TuningError(
      'InvalidSpace',
      `when: the condition must be an object of siblings and their values, not ${shown(condition)}`,
    );
  }
  const wanted = Object.entries(condition).map(([sibling, value]): [string, readonly Option[]] => [
    sibling,
    isOptions(value) ? [...value] : [value],
  ]);
  if (wanted.length === 0)
    throw new TuningError('InvalidSpace', 'when: the condition is empty; name a sibling and its values');
  for (const [sibling, values] of wanted) {
    if (values.length === 0)
      throw new TuningError(
        'InvalidSpace',
        `when: no value given for ${shown(sibling)}; it could never hold`,
      );
  }
  return new When(Object.fromEntries(wanted), dimensionOf('when', dimension));
}

function isOptions(value: Option | readonly Option[]): value is readonly Option[] {
  return Array.isArray(value);
}
