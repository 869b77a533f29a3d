import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { combinations } from '../space/combinations.ts';
import type { Space } from '../space/space.ts';
import { tooConstrained } from './draw.ts';
import { parseOptions } from '../parse-options.ts';
import type { Sampler } from './sampler.ts';

/** Options of `grid`. */
export interface GridOptions {
  /**
   * How many values to take of a continuous parameter, ends included: one number for all, or one for each by its path name; by name an `int` with many values
   * may be thinned too. Evenly on the parameter's scale.
   */
  readonly points?: number | Readonly<Record<string, number>>;
}

const count = z
  .int({ error: 'expected an integer of at least 1' })
  .min(1, { error: 'expected an integer of at least 1' });

/** The options of `grid` as data. */
export const gridOptions = z.strictObject({
  points: z
    .union([count, z.record(z.string(), count)], {
      error: 'expected an integer of at least 1, or one for each parameter by name',
    })
    .optional(),
});

const REFUSALS = 1_000_000;

/**
 * Grid search: every combination, each once, in the declared order with the last parameter fastest; then it completes.
 *
 * Lazy: a grid of 10^12 combinations starts at once. Weights do not matter. It does not learn.
 *
 * @throws TuningError `InvalidConfig` when a continuous parameter has no `points`, or when `points` names no parameter; from `ask`, `ExhaustedSpace` when
 * constraints refuse every combination, or a million in a row.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { grid } from 'rxtune/samplers';
 *
 * const sampler = grid(space({ lr: float(1e-3, 1e-1, { scale: 'log' }), batch: [16, 32] }), { points: 3 });
 * sampler.ask(); // { lr: 0.001, batch: 16 }
 * sampler.ask(); // { lr: 0.001, batch: 32 }
 * ```
 */
export function grid<P>(space: Space<P>, options: GridOptions = {}): Sampler<P> {
  const { points } = parseOptions('grid', gridOptions, options);
  refuseUnfit(space, points);
  const cells = combinations(space, ({ name, leaf }) => {
    if (typeof points === 'object') return points[name];
    return leaf.levels === Infinity ? points : undefined;
  });
  let found = false;
  return {
    ask: () => {
      let reason: string | undefined;
      for (let refusals = 0; refusals < REFUSALS; refusals++) {
        const { value, done } = cells.next();
        if (done === true) {
          if (!found && reason !== undefined) throw tooConstrained('every combination of the grid', reason);
          return undefined;
        }
        const params = space.decode(value);
        reason = space.violation(params);
        found ||= reason === undefined;
        if (reason === undefined) return params;
      }
      throw tooConstrained(`${REFUSALS} combinations of the grid in a row`, reason);
    },
    tell: () => undefined,
  };
}

function refuseUnfit<P>({ parameters }: Space<P>, points: GridOptions['points']): void {
  const names = parameters.map(({ name }) => name);
  const named = typeof points === 'object' ? points : undefined;
  for (const name of Object.keys(named ?? {})) {
    if (names.includes(name)) continue;
    throw new TuningError(
      'InvalidConfig',
      `grid: points names ${shown(name)}, which is no parameter of the space (${names.join(', ')})`,
    );
  }
  for (const { name, leaf } of parameters) {
    if (leaf.levels !== Infinity || (named === undefined ? points : named[name]) !== undefined) continue;
    throw new TuningError(
      'InvalidConfig',
      `grid: ${name} is continuous; say how many values to take with points: 5 or points: { ${shown(name)}: 5 }`,
    );
  }
}
