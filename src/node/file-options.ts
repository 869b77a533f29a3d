import * as z from 'zod';
import { parseOptions } from '../parse-options.ts';
import type { Durability } from './append-file.ts';

/** The schema of a durability. */
export const durability = z
  .enum(['none', 'batch', 'line'] satisfies Durability[], { error: "expected 'none', 'batch' or 'line'" })
  .default('batch');

/** The schema of a number of objectives. */
export const objectives = z
  .int({ error: 'expected an integer of at least 1' })
  .min(1, { error: 'expected an integer of at least 1' });

const path = z
  .string({ error: 'expected the path of a file' })
  .min(1, { error: 'expected the path of a file' });

/** @throws TuningError `InvalidConfig` when something is no path, or an empty one. */
export function refuseNoPath(call: string, given: unknown): void {
  parseOptions(call, z.strictObject({ path }), { path: given });
}
