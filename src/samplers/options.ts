import * as z from 'zod';

/** What every sampler that draws numbers takes. */
export interface SeedOptions {
  /** The same seed gives the same suggestions. Default 0. */
  readonly seed?: string | number;
}

/** The schema of a seed. */
export const seedSchema = z
  .union([z.string(), z.number()], { error: 'expected a string or a finite number' })
  .default(0);
