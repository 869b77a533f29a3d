import { shown, TuningError } from '../errors.ts';
import { choiceOf } from './choice.ts';
import type { Dimension, Option } from './dimension.ts';
import type { When } from './when.ts';

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
  { -readonly [K in Exclude<keyof S, WhenKeys<S>>]: Value<S[K]> } & { -readonly [K in WhenKeys<S>]?: Value<S[K]> }
>;

/** The dimension that a member of a shape stands for. */
export function dimensionOf(name: string, member: unknown): Dimension<unknown> {
  if (isDimension(member)) return member;
  if (Array.isArray(member)) return choiceOf(name, member as readonly Option[], undefined);
  throw new TuningError(
    'InvalidSpace',
    `${name}: expected a dimension (float, int, choice, …) or an array of options, not ${shown(member)}` +
      (typeof member === 'object' && member !== null ? '; wrap a group in space({ … })' : '; a fixed value is constant(…)'),
  );
}

function isDimension(member: unknown): member is Dimension<unknown> {
  return typeof member === 'object' && member !== null && 'flatten' in member && typeof member.flatten === 'function';
}
