import { shown, TuningError } from '../errors.ts';

/** The value itself, if it is an integer of at least `least`. */
export function integerAtLeast(least: number, name: string, value: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new TuningError(
    'InvalidConfig',
    `${name} must be an integer of at least ${least}, not ${shown(value)}`,
  );
}
