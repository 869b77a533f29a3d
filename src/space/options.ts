import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import type { Condition, Leaf, Node, Option, Plan } from './dimension.ts';
import { leafNode, middle } from './leaf.ts';
import { isList } from './refuse.ts';

/** A parameter that takes one of a few given values. */
export class OptionsDimension<const K extends 'choice' | 'ordinal' | 'constant', T extends Option>
  implements Leaf<T>
{
  readonly kind: K;
  /** The different values, in the given order. */
  readonly options: readonly T[];
  /** The probability of each; they sum to 1. */
  readonly weights: readonly number[];
  readonly #edges: readonly number[];
  readonly #cells: ReadonlyMap<unknown, number>;
  #schema: z.ZodType<T> | undefined;

  /** `weights` are relative; there is one for each option. */
  constructor(kind: K, options: readonly T[], weights: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let reached = 0;
    this.kind = kind;
    this.options = options;
    this.weights = weights.map((weight) => weight / total);
    this.#edges = [0, ...weights.map((weight) => (reached += weight) / total)];
    this.#cells = new Map(options.map((option, cell) => [option, cell]));
  }

  get levels(): number {
    return this.options.length;
  }

  get schema(): z.ZodType<T> {
    const error = `expected ${this.options.length === 1 ? '' : 'one of '}${this.options.map(shown).join(', ')}`;
    return (this.#schema ??= z.literal([...this.options], { error }));
  }

  fromUnit(unit: number): T {
    return this.#at(this.cellAt(unit));
  }

  toUnit(value: unknown): number {
    const cell = this.cellOf(value);
    return cell < 0 ? NaN : middle(this, cell);
  }

  cellOf(value: unknown): number {
    return this.#cells.get(value) ?? -1;
  }

  cellAt(unit: number): number {
    let cell = 0;
    let end = this.levels;
    while (end - cell > 1) {
      const between = (cell + end) >>> 1;
      if (unit >= this.edge(between)) cell = between;
      else end = between;
    }
    return cell;
  }

  edge(cell: number): number {
    return this.#edges[cell] ?? 1;
  }

  flatten(name: string, plan: Plan, conditions: readonly Condition[]): Node<T> {
    return leafNode(this, name, plan, conditions);
  }

  #at(cell: number): T {
    const option = this.options[cell];
    if (option === undefined) throw new RangeError(`no option ${cell} of ${this.levels}`);
    return option;
  }
}

/** Refuses a list without options, and members that cannot be options. */
export function refuseOptions(call: string, options: readonly unknown[]): void {
  if (!isList(options)) {
    throw new TuningError('InvalidSpace', `${call}: expected an array of options, not ${shown(options)}`);
  }
  if (options.length === 0) {
    throw new TuningError('InvalidSpace', `${call}: the list of options is empty; give at least one`);
  }
  for (const option of options) refuseOption(call, option);
}

/** Refuses what cannot be an option: JSON has no word for NaN, Infinity, -0 or undefined, and objects have no identity in it. */
export function refuseOption(call: string, option: unknown): void {
  const fine =
    option === null ||
    typeof option === 'string' ||
    typeof option === 'boolean' ||
    (typeof option === 'number' && Number.isFinite(option) && !Object.is(option, -0));
  if (fine) return;
  const hint =
    typeof option === 'object' ? '; name the alternatives and look the object up, or use variant' : '';
  throw new TuningError(
    'InvalidSpace',
    `${call}: an option must be a string, a finite number, a boolean or null, not ${shown(option)}${hint}`,
  );
}
