import { shown, TuningError } from '../errors.ts';
import { choiceOf } from './choice.ts';
import type { Dimension, Option } from './dimension.ts';
import { isFields, isList } from './refuse.ts';

/** A member of a space that is there only under a condition. Made by `when`. */
export class When<out T> {
  readonly condition: Readonly<Record<string, readonly Option[]>>;
  readonly dimension: Dimension<T>;

  constructor(condition: Readonly<Record<string, readonly Option[]>>, dimension: Dimension<T>) {
    this.condition = condition;
    this.dimension = dimension;
  }
}

/** What may stand for a dimension: the dimension itself, or a plain array, which means a `choice` of its members. */
export type DimensionLike = Dimension<unknown> | readonly Option[];

/** Parameter names and what each may be. */
export type Shape = Readonly<Record<string, DimensionLike | When<unknown>>>;

/** The type of the values of a dimension, of an array of options, or of a `when`. */
export type Value<D> =
  D extends When<infer T> ? T : D extends Dimension<infer T> ? T : D extends readonly (infer O)[] ? O : never;

type Simplify<T> = { [K in keyof T]: T[K] } & {};

type WhenKeys<S> = { [K in keyof S]: S[K] extends When<unknown> ? K : never }[keyof S];

/** The type of the parameters that a shape stands for; a `when` makes an optional key. */
export type ShapeParams<S> = Simplify<
  { -readonly [K in Exclude<keyof S, WhenKeys<S>>]: Value<S[K]> } & {
    -readonly [K in WhenKeys<S>]?: Value<S[K]>;
  }
>;

/** The dimension that a member of a shape stands for. */
export function dimensionOf(name: string, member: unknown): Dimension<unknown> {
  if (isDimension(member)) return member;
  if (isList(member)) return choiceOf(name, member as readonly Option[]);
  if (member instanceof When)
    throw new TuningError('InvalidSpace', `${name}: when can only be a member of a space or of a branch`);
  throw new TuningError(
    'InvalidSpace',
    `${name}: expected a dimension (float, int, choice, …) or an array of options, not ${shown(member)}` +
      (isFields(member) ? '; wrap a group in space({ … })' : '; a fixed value is constant(…)'),
  );
}

/** Refuses what is no object of named members; a group or a parameter instead of one is the likely mistake. */
export function refuseNoShape(call: string, shape: unknown): void {
  if (isFields(shape) && !isDimension(shape) && !(shape instanceof When)) return;
  const given = isDimension(shape) ? `a dimension (${shape.kind})` : shown(shape);
  throw new TuningError('InvalidSpace', `${call}: expected an object of named parameters, not ${given}`);
}

function isDimension(member: unknown): member is Dimension<unknown> {
  return isFields(member) && typeof member['flatten'] === 'function';
}
