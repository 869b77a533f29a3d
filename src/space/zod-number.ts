import type * as z from 'zod';
import { TuningError } from '../errors.ts';
import type { Dimension } from './dimension.ts';
import { float } from './float.ts';
import { int } from './int.ts';
import type { NumericOptions, Scale } from './numeric.ts';

/** What the checks of a zod number say. */
interface NumberChecks {
  readonly whole: boolean;
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
  readonly steps: readonly number[];
}

interface Bound {
  readonly value: number;
  readonly inclusive: boolean;
}

type ZodBound = z.core.$ZodCheckGreaterThanDef | z.core.$ZodCheckLessThanDef;

/** Whether a zod number lacks a bound, so that nothing says where to sample. */
export function isUnbounded(def: z.core.$ZodNumberDef): boolean {
  const { low, high } = read(def);
  return low === undefined || high === undefined;
}

/** The `float` or `int` of a zod number; `multipleOf` is a step that counts from 0, as zod has it. */
export function zodNumber(def: z.core.$ZodNumberDef, scale: unknown): Dimension<number> {
  const { whole, low, high, steps } = read(def);
  if (low === undefined || high === undefined) {
    throw new TuningError(
      'InvalidSpace',
      'a number needs both bounds: add .min(…) and .max(…), or fix it with .default(…)',
    );
  }
  if (steps.length > 1)
    throw new TuningError(
      'InvalidSpace',
      'a number can have one .multipleOf(…); use their least common multiple',
    );
  // The builders refuse any other scale.
  const options: NumericOptions = scale === undefined ? {} : { scale: scale as Scale };
  const step = steps[0] ?? (whole ? 1 : undefined);
  if (step === undefined) {
    if (!low.inclusive || !high.inclusive) {
      const bound = low.inclusive
        ? '.max(…) instead of .lt(…) or .negative()'
        : '.min(…) instead of .gt(…) or .positive()';
      throw new TuningError('InvalidSpace', `a real parameter includes its bounds: use ${bound}`);
    }
    return float(low.value, high.value, options);
  }
  const first = tick(low.value / step, low.inclusive, Math.ceil);
  const last = tick(high.value / step, high.inclusive, Math.floor);
  if (first > last) throw new TuningError('InvalidSpace', `no multiple of ${step} lies between the bounds`);
  const at = (place: number): number => (whole ? place * step : Number((place * step).toPrecision(15)));
  return (whole ? int : float)(at(first), at(last), { ...options, step });
}

/** The first place at or beyond a bound; next to one, where the bound itself is left out. */
function tick(place: number, inclusive: boolean, round: (place: number) => number): number {
  const near = Math.round(place);
  if (Math.abs(place - near) > 1e-9 + 1e-15 * Math.abs(place)) return round(place);
  return inclusive ? near : near + (round === Math.ceil ? 1 : -1);
}

function read(def: z.core.$ZodNumberDef): NumberChecks {
  let whole = 'format' in def && isWhole(def.format);
  let low: Bound | undefined;
  let high: Bound | undefined;
  const steps: number[] = [];
  for (const check of def.checks ?? []) {
    const { def: rule } = (check as z.core.$ZodChecks)._zod;
    if (rule.check === 'number_format') whole ||= isWhole(rule.format);
    if (rule.check === 'multiple_of') steps.push(Number(rule.value));
    if (rule.check === 'greater_than') low = tighter(low, rule, 1);
    if (rule.check === 'less_than') high = tighter(high, rule, -1);
  }
  return { whole, low, high, steps };
}

function isWhole(format: unknown): boolean {
  return format === 'safeint' || format === 'int32' || format === 'uint32';
}

/** The bound that leaves less; `towards` is 1 for lower bounds and -1 for upper ones. */
function tighter(bound: Bound | undefined, { value, inclusive }: ZodBound, towards: 1 | -1): Bound {
  const other = { value: Number(value), inclusive };
  if (bound === undefined) return other;
  const beyond = (other.value - bound.value) * towards;
  return beyond > 0 || (beyond === 0 && !inclusive) ? other : bound;
}
