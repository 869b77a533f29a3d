import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import type { Condition, Leaf, Node, Plan } from './dimension.ts';
import { leafNode, middle } from './leaf.ts';
import { refuseUnknownKeys } from './refuse.ts';

/** How a numeric parameter is spread: evenly, or evenly in its logarithm. */
export type Scale = 'linear' | 'log';

/** Options of `float` and `int`. */
export interface NumericOptions {
  /** `'log'` for a parameter whose orders of magnitude matter; the lower bound must then be above 0. Default `'linear'`. */
  readonly scale?: Scale;
  /** The distance of neighbouring values, counted from the lower bound; the range must be a multiple of it. Default: 1 for `int`, none for `float`. */
  readonly step?: number;
}

/** A `float` or `int` parameter. */
export class NumericDimension<const K extends 'float' | 'int'> implements Leaf<number> {
  readonly kind: K;
  readonly low: number;
  readonly high: number;
  readonly scale: Scale;
  /** Undefined for a continuous parameter. */
  readonly step: number | undefined;
  readonly levels: number;
  // The unit interval stands for these bounds on the scale; with a step half a cell is added at either end, so that the first and last values are as likely as the others.
  readonly #from: number;
  readonly #to: number;
  readonly #decimals: number;
  #schema: z.ZodType<number> | undefined;

  constructor(kind: K, low: number, high: number, options: NumericOptions) {
    refuseWrong(kind, low, high, options);
    const step = options.step ?? (kind === 'int' ? 1 : undefined);
    this.kind = kind;
    // JSON has no -0, so candidates have none.
    this.low = low + 0;
    this.high = high + 0;
    this.scale = options.scale ?? 'linear';
    this.step = step;
    this.levels = low === high ? 1 : step === undefined ? Infinity : Math.round((high - low) / step) + 1;
    this.#decimals = step === undefined ? 0 : Math.max(decimals(low), decimals(step));
    const margin = step === undefined ? 0 : step / 2;
    // On a log scale the lower edge must stay above 0.
    this.#from = this.#warp(low - (this.scale === 'log' ? Math.min(margin, low / 2) : margin));
    this.#to = this.#warp(high + margin);
  }

  /** What values it takes, in words. */
  get expected(): string {
    const what = this.kind === 'int' ? 'an integer' : 'a number';
    const steps =
      this.step === undefined || (this.kind === 'int' && this.step === 1) ? '' : ` in steps of ${this.step}`;
    return `${what} from ${this.low} to ${this.high}${steps}`;
  }

  get schema(): z.ZodType<number> {
    return (this.#schema ??= this.#makeSchema());
  }

  fromUnit(unit: number): number {
    if (this.levels !== Infinity) return this.#valueAt(this.cellAt(unit));
    // The ends are given exactly: exp(log(x)) is not always x.
    if (unit <= 0) return this.low;
    if (unit >= 1) return this.high;
    return Math.min(this.high, Math.max(this.low, this.#unwarp(this.#from + unit * (this.#to - this.#from))));
  }

  toUnit(value: unknown): number {
    if (typeof value !== 'number') return NaN;
    if (this.levels === Infinity) {
      return Math.min(1, Math.max(0, (this.#warp(value) - this.#from) / (this.#to - this.#from)));
    }
    const cell = this.cellOf(value);
    return cell < 0 ? NaN : middle(this, cell);
  }

  cellOf(value: unknown): number {
    if (typeof value !== 'number' || this.levels === Infinity) return -1;
    const cell = this.levels === 1 ? 0 : Math.round((value - this.low) / (this.step ?? 1));
    if (!(cell >= 0 && cell < this.levels)) return -1;
    // A step like 0.1 is not exact in binary, so neither are its multiples.
    return Math.abs(this.#valueAt(cell) - value) <= 1e-9 * (this.step ?? 0) ? cell : -1;
  }

  cellAt(unit: number): number {
    if (this.levels === Infinity) return -1;
    const position =
      this.scale === 'linear' || this.step === undefined
        ? Math.floor(unit * this.levels)
        : Math.round((this.#unwarp(this.#from + unit * (this.#to - this.#from)) - this.low) / this.step);
    let cell = Math.min(this.levels - 1, Math.max(0, position));
    // Rounding may have led over an edge: 0.29 * 100 is below 29.
    while (cell > 0 && unit < this.edge(cell)) cell--;
    while (cell < this.levels - 1 && unit >= this.edge(cell + 1)) cell++;
    return cell;
  }

  edge(cell: number): number {
    if (cell <= 0) return 0;
    if (cell >= this.levels) return 1;
    if (this.scale === 'linear' || this.step === undefined) return cell / this.levels;
    return (this.#warp(this.low + (cell - 0.5) * this.step) - this.#from) / (this.#to - this.#from);
  }

  flatten(name: string, plan: Plan, conditions: readonly Condition[]): Node<number> {
    return leafNode(this, name, plan, conditions);
  }

  #makeSchema(): z.ZodType<number> {
    const error = `expected ${this.expected}`;
    const number = this.kind === 'int' ? z.int({ error }) : z.number({ error });
    const bounded = number.min(this.low, { error }).max(this.high, { error });
    const whole = this.step === undefined || (this.kind === 'int' && this.step === 1);
    return whole ? bounded : bounded.refine((value) => this.cellOf(value) >= 0, { error });
  }

  #valueAt(cell: number): number {
    if (cell === 0 || this.step === undefined) return this.low;
    if (cell === this.levels - 1) return this.high;
    const value = this.low + cell * this.step;
    return this.kind === 'int' ? value : rounded(value, this.#decimals);
  }

  #warp(value: number): number {
    return this.scale === 'log' ? Math.log(value) : value;
  }

  #unwarp(position: number): number {
    return this.scale === 'log' ? Math.exp(position) : position;
  }
}

/** How many decimals a number is written with: 2 for 0.25, 7 for 1e-7. */
function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** A number without what binary arithmetic left behind its last decimal. */
function rounded(value: number, decimals: number): number {
  // Where both are exact, their quotient is the number that the decimals denote.
  const whole = decimals <= 22 ? Math.round(value * 10 ** decimals) : Infinity;
  if (Math.abs(whole) <= Number.MAX_SAFE_INTEGER) return whole / 10 ** decimals + 0;
  return decimals <= 100 ? Number(value.toFixed(decimals)) + 0 : value;
}

function refuseWrong(kind: 'float' | 'int', low: number, high: number, options: NumericOptions): void {
  const call = `${kind}(${shown(low)}, ${shown(high)})`;
  const refuse = (why: string): never => {
    throw new TuningError('InvalidSpace', `${call}: ${why}`);
  };
  const proper = kind === 'int' ? Number.isSafeInteger : Number.isFinite;
  const noun = kind === 'int' ? 'an integer' : 'a finite number';
  if (!proper(low)) refuse(`the lower bound must be ${noun}, not ${shown(low)}`);
  if (!proper(high)) refuse(`the upper bound must be ${noun}, not ${shown(high)}`);
  if (low > high) refuse('the lower bound is above the upper one; swap them');
  if (!proper(high - low))
    refuse(
      `the range is wider than ${kind === 'int' ? 'an integer (2^53)' : 'a number'} can say; use closer bounds`,
    );
  refuseUnknownKeys(call, options, ['scale', 'step']);
  const { scale = 'linear', step = kind === 'int' ? 1 : undefined } = options;
  if (!['linear', 'log'].includes(scale)) refuse(`scale must be 'linear' or 'log', not ${shown(scale)}`);
  if (scale === 'log' && low <= 0) refuse(`a log scale needs a lower bound above 0, not ${shown(low)}`);
  if (step === undefined) return;
  if (!proper(step) || step <= 0) refuse(`step must be ${noun} above 0, not ${shown(step)}`);
  const steps = (high - low) / step;
  const greatest = Math.max(Math.abs(low), Math.abs(high));
  if ((kind === 'float' || scale === 'log') && low < high && step < 1e-12 * greatest) {
    refuse(
      `neighbouring values differ by less than 1e-12 of the greatest; use ${kind === 'int' ? 'a float, or ' : ''}a greater step`,
    );
  }
  const slack = kind === 'int' ? 0 : 1e-9 + (1e-15 * greatest) / step;
  const rest = kind === 'int' ? (high - low) % step : steps - Math.round(steps);
  if (Math.abs(rest) > slack) {
    const reached = low + Math.floor(steps) * step;
    refuse(
      `the range is not a multiple of the step ${step}; use ${Number(reached.toPrecision(12))} as the upper bound, or another step`,
    );
  }
}
