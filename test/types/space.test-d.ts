import { describe, expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import {
  choice,
  constant,
  float,
  int,
  list,
  ordinal,
  type Params,
  type Space,
  space,
  variant,
  when,
} from '../../src/space/index.ts';

describe('the parameters of', () => {
  test('numbers are numbers', () => {
    const net = space({ lr: float(0, 1), n: int(1, 4), s: float(0, 1, { step: 0.5, scale: 'linear' }) });
    expectTypeOf<Params<typeof net>>().toEqualTypeOf<{ lr: number; n: number; s: number }>();
  });

  test('options are unions of literals', () => {
    const net = space({
      a: choice(['relu', 'gelu'], { weights: [1, 2] }),
      b: ordinal([16, 32]),
      c: ['x', 1, true, null],
      d: [true, false],
      e: constant('fixed'),
      f: constant(10),
    });
    expectTypeOf<Params<typeof net>>().toEqualTypeOf<{
      a: 'relu' | 'gelu';
      b: 16 | 32;
      c: 'x' | 1 | true | null;
      d: boolean;
      e: 'fixed';
      f: 10;
    }>();
  });

  test('options that are known only at run time have their common type', () => {
    const sizes: number[] = [1, 2];
    const net = space({ a: sizes, b: choice(sizes), c: ordinal(sizes as readonly number[]) });
    expectTypeOf<Params<typeof net>>().toEqualTypeOf<{ a: number; b: number; c: number }>();
  });

  test('a variant is a discriminated union', () => {
    const net = space({
      optimizer: variant('kind', {
        sgd: { momentum: float(0, 1), nesterov: [true, false] },
        adam: { beta1: float(0, 1) },
        none: {},
      }),
    });
    type Optimizer = Params<typeof net>['optimizer'];
    expectTypeOf<Optimizer>().toEqualTypeOf<
      | { kind: 'sgd'; momentum: number; nesterov: boolean }
      | { kind: 'adam'; beta1: number }
      | { kind: 'none' }
    >();
    const use = (optimizer: Optimizer) => {
      if (optimizer.kind === 'sgd') {
        expectTypeOf(optimizer.momentum).toBeNumber();
        // @ts-expect-error a parameter of another branch
        expectTypeOf(optimizer.beta1).toBeNumber();
      }
    };
    expectTypeOf(use).toBeFunction();
  });

  test('variants nest', () => {
    const net = space({
      model: variant('type', {
        tree: { depth: int(1, 9) },
        net: { optimizer: variant('kind', { sgd: { momentum: when({ nope: 1 }, float(0, 1)) }, adam: {} }) },
      }),
    });
    expectTypeOf<Params<typeof net>['model']>().toEqualTypeOf<
      | { type: 'tree'; depth: number }
      | { type: 'net'; optimizer: { kind: 'sgd'; momentum?: number } | { kind: 'adam' } }
    >();
  });

  test('when is an optional key', () => {
    const net = space({
      optimizer: ['sgd', 'adam'],
      momentum: when({ optimizer: 'sgd' }, float(0, 1)),
      act: when({ optimizer: ['sgd', 'adam'] }, ['relu', 'gelu']),
      units: when({ optimizer: 'sgd' }, list(int(1, 9), 1, 2)),
    });
    expectTypeOf<Params<typeof net>>().toEqualTypeOf<{
      optimizer: 'sgd' | 'adam';
      momentum?: number;
      act?: 'relu' | 'gelu';
      units?: number[];
    }>();
  });

  test('a list is an array', () => {
    const net = space({
      units: list(int(1, 9), 1, 4),
      acts: list(['relu', 'gelu'], 1, 4),
      blocks: list(space({ width: int(1, 9), skip: [true, false] }), 0, 2),
      deep: list(list(float(0, 1), 1, 2), 1, 2),
    });
    expectTypeOf<Params<typeof net>>().toEqualTypeOf<{
      units: number[];
      acts: ('relu' | 'gelu')[];
      blocks: { width: number; skip: boolean }[];
      deep: number[][];
    }>();
  });

  test('a space in a space is an object', () => {
    const inner = space({ x: float(0, 1), y: when({ x: 1 }, [1, 2]) });
    const outer = space({ inner, again: inner.where(({ x }) => x > 0.5, 'x') });
    type Inner = { x: number; y?: 1 | 2 };
    expectTypeOf<Params<typeof outer>>().toEqualTypeOf<{ inner: Inner; again: Inner }>();
  });

  test('a space survives where, and names its type', () => {
    const net = space({ x: float(0, 1) }).where(({ x }) => x > 0.5, 'x');
    expectTypeOf(net).toEqualTypeOf<Space<{ x: number }>>();
    expectTypeOf<Params<typeof net>>().toEqualTypeOf<{ x: number }>();
    expectTypeOf<Params<number>>().toBeNever();
  });
});

test('methods carry the type', () => {
  const net = space({ x: float(0, 1), act: ['relu', 'gelu'] });
  type Net = { x: number; act: 'relu' | 'gelu' };
  expectTypeOf(net.parse({})).toEqualTypeOf<Net>();
  expectTypeOf(net.decode([0, 0])).toEqualTypeOf<Net>();
  expectTypeOf(net.schema).toEqualTypeOf<z.ZodType<Net>>();
  expectTypeOf<z.output<typeof net.schema>>().toEqualTypeOf<Net>();
  expectTypeOf(net.key).parameter(0).toEqualTypeOf<Net>();
  expectTypeOf(net.encode).parameter(0).toEqualTypeOf<Net>();
  expectTypeOf(net.size).toBeNumber();
});

test('wrong uses are compile errors', () => {
  const net = space({ x: float(0, 1), act: ['relu', 'gelu'] });
  const never = () => {
    // @ts-expect-error another option
    net.key({ x: 1, act: 'tanh' });
    // @ts-expect-error a missing parameter
    net.encode({ x: 1 });
    // @ts-expect-error no such parameter
    net.where(({ y }) => y > 1, 'y');
    // @ts-expect-error a number is no boolean
    net.where(({ x }) => x, 'x');
    // @ts-expect-error the reason is not given
    net.where(({ x }) => x > 1);
    // @ts-expect-error no dimension
    space({ x: 1 });
    // @ts-expect-error a group must be a space
    space({ x: { y: float(0, 1) } });
    // @ts-expect-error objects are no options
    space({ x: [{ y: 1 }] });
    // @ts-expect-error no such scale
    float(0, 1, { scale: 'ln' });
    // @ts-expect-error no such option
    int(0, 1, { log: true });
    // @ts-expect-error a text is no number
    float('0', 1);
    // @ts-expect-error no such option
    choice(['a'], { weight: [1] });
    // @ts-expect-error no array of options
    choice(3);
    // @ts-expect-error objects are no options
    ordinal([{}]);
    // @ts-expect-error undefined is no option
    constant(undefined);
    // @ts-expect-error a branch is an object of named parameters
    variant('kind', { sgd: 3 });
    // @ts-expect-error the tag is a name
    variant(3, { sgd: {} });
    // @ts-expect-error no dimension
    list(3, 1, 2);
    // @ts-expect-error no greatest length
    list(float(0, 1), 1);
    // @ts-expect-error a condition is on values
    when({ x: {} }, float(0, 1));
    // @ts-expect-error a list has no siblings
    list(when({ x: 1 }, float(0, 1)), 1, 2);
    // @ts-expect-error it is read only
    net.parameters = [];
  };
  expectTypeOf(never).toBeFunction();
});
