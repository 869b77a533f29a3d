import * as z from 'zod';
import { TuningError } from '../../errors.ts';
import { parseOptions } from '../../parse-options.ts';
import type { Space } from '../../space/space.ts';
import { type SeedOptions, seedSchema } from '../options.ts';
import { random } from '../random.ts';
import type { Sampler } from '../sampler.ts';

/** What every tuner with rungs takes. */
export interface RungOptions {
  /**
   * What a configuration gets at the lowest rung, at least: rungs are counted down from `maxBudget`. Above 0. Default: a tenth of `maxBudget`, but no less than 1 if
   * `maxBudget` is more.
   */
  readonly minBudget?: number;
  /** What a configuration gets at the highest rung, in whatever unit: epochs, trees, rows of data, seconds. At least `minBudget`. */
  readonly maxBudget: number;
  /** One of so many goes on to the next rung, where it gets so many times the budget. Above 1. Default 3. */
  readonly reductionFactor?: number;
}

/** Who proposes the configurations: random search in a space, or any sampler; it is made anew for each study. */
export type Configurations<P> = Space<P> | (() => Sampler<P>);

export const rungSchema = {
  minBudget: z.number().positive().exactOptional(),
  maxBudget: z.number().positive(),
  reductionFactor: z.number().gt(1).default(3),
};

/** How often all is done; not `z.number`, which has no Infinity. */
export const rounds = z
  .custom<number>((value) => value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 1), {
    error: 'expected an integer of at least 1, or Infinity',
  })
  .default(1);

/** The seed of random search; there is no default, as it is refused where a sampler has a seed of its own. */
export const seedOption = seedSchema.unwrap().exactOptional();

interface Rungs {
  readonly minBudget?: number | undefined;
  readonly maxBudget: number;
}

/** Options with what was left out. */
export type Complete<T extends Rungs> = T & { readonly minBudget: number };

/** @throws TuningError `InvalidConfig` for wrong options. */
export function readRungOptions<T extends Rungs>(
  call: string,
  schema: z.ZodType<T>,
  options: unknown,
): Complete<T> {
  const parsed = parseOptions(call, schema, options);
  const { maxBudget } = parsed;
  // First rungs below a tenth lose more than they save: ranks are not settled there.
  const { minBudget = maxBudget > 1 ? Math.max(1, maxBudget / 10) : maxBudget / 10 } = parsed;
  if (maxBudget >= minBudget) return { ...parsed, minBudget };
  throw new TuningError(
    'InvalidConfig',
    `${call}: maxBudget: expected at least minBudget, which is ${minBudget}, not ${maxBudget}`,
  );
}

/** The sampler that proposes configurations. */
export function samplerOf<P>(
  call: string,
  configurations: Configurations<P>,
  { seed }: { readonly seed?: SeedOptions['seed'] | undefined },
): Sampler<P> {
  if (typeof configurations !== 'function') return random(configurations, seed === undefined ? {} : { seed });
  if (seed === undefined) return configurations();
  throw new TuningError(
    'InvalidConfig',
    `${call}: seed is for a space; give it to the sampler that proposes instead`,
  );
}
