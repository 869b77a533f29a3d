import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { combinations } from '../../src/space/combinations.ts';
import { fromZod } from '../../src/space/index.ts';
import { refused, untyped } from './refused.ts';

/** The one leaf of a space of one parameter. */
function leafOf(schema: z.core.$ZodType) {
  const { parameters } = fromZod(z.object({ x: schema }));
  expect(parameters).toHaveLength(1);
  return parameters[0]!.leaf;
}

function valuesOf(schema: z.core.$ZodType): unknown[] {
  const net = fromZod(z.object({ x: schema }));
  return Array.from(combinations(net), (unit) => net.decode(unit).x);
}

describe('numbers', () => {
  test('become floats', () => {
    expect(leafOf(z.number().min(0.1).max(2))).toMatchObject({
      kind: 'float',
      low: 0.1,
      high: 2,
      scale: 'linear',
    });
    expect(leafOf(z.float64().min(0).max(1)).levels).toBe(Infinity);
    expect(leafOf(z.coerce.number().min(0).max(1)).levels).toBe(Infinity);
  });

  test('take the tightest bounds', () => {
    const leaf = leafOf(z.number().min(-1).min(0).max(9).max(5).positive().min(1));
    expect(leaf).toMatchObject({ low: 1, high: 5 });
  });

  test('become integers', () => {
    for (const int of [z.int(), z.number().int(), z.int32(), z.uint32()]) {
      expect(leafOf(int.min(1).max(4))).toMatchObject({ kind: 'int', low: 1, high: 4 });
    }
  });

  test('leave exclusive bounds out where there is a next value', () => {
    expect(leafOf(z.int().gt(0).lt(5))).toMatchObject({ low: 1, high: 4 });
    expect(leafOf(z.int().gt(0.5).lt(4.5))).toMatchObject({ low: 1, high: 4 });
    expect(leafOf(z.int().positive().max(5))).toMatchObject({ low: 1, high: 5 });
    expect(leafOf(z.number().gt(0).lt(1).multipleOf(0.1))).toMatchObject({ low: 0.1, high: 0.9, levels: 9 });
    expect(
      leafOf(
        z
          .int()
          .gt(-1)
          .max(2 ** 40 + 1),
      ),
    ).toMatchObject({ low: 0, high: 2 ** 40 + 1 });
  });

  test('go in multiples of a step, which zod counts from 0', () => {
    expect(valuesOf(z.int().min(1).max(10).multipleOf(4))).toEqual([4, 8]);
    expect(valuesOf(z.number().min(-0.15).max(0.25).multipleOf(0.1))).toEqual([-0.1, 0, 0.1, 0.2]);
    expect(valuesOf(z.number().min(0).max(1).multipleOf(0.25))).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(valuesOf(z.int().min(16).max(64).multipleOf(16).meta({ scale: 'log' }))).toEqual([16, 32, 48, 64]);
  });

  test('may be on a log scale, said at any layer', () => {
    const log = { scale: 'log' };
    expect(leafOf(z.number().min(1e-5).max(1).meta(log))).toMatchObject({ scale: 'log' });
    expect(leafOf(z.number().meta(log).min(1e-5).max(1))).toMatchObject({ scale: 'log' });
    expect(leafOf(z.number().min(1e-5).max(1).meta(log).default(0.1).readonly())).toMatchObject({
      scale: 'log',
    });
    expect(leafOf(z.int().min(1).max(9).default(1).meta(log))).toMatchObject({ kind: 'int', scale: 'log' });
    expect(leafOf(z.number().min(1).max(9).meta({ title: 'x', scale: 'linear' }))).toMatchObject({
      scale: 'linear',
    });
  });
});

describe('options', () => {
  // What TypeScript makes of `enum Level { Low = 1, High = 2 }`.
  const Level = { 1: 'Low', 2: 'High', Low: 1, High: 2 } as const;

  test('become choices', () => {
    expect(leafOf(z.enum(['relu', 'gelu']))).toMatchObject({ kind: 'choice', options: ['relu', 'gelu'] });
    expect(leafOf(z.boolean())).toMatchObject({ kind: 'choice', options: [true, false] });
    expect(leafOf(z.literal(['a', 1, null, true]))).toMatchObject({ options: ['a', 1, null, true] });
    expect(leafOf(z.enum(Level))).toMatchObject({ options: [1, 2] });
    expect(leafOf(z.enum({ A: 'a', B: 'b' }))).toMatchObject({ options: ['a', 'b'] });
  });

  test('join', () => {
    const union = z.union([
      z.literal('auto'),
      z.literal(['a', 'b']),
      z.boolean(),
      z.null(),
      z.enum(['a', 'c']),
    ]);
    expect(leafOf(union)).toMatchObject({
      options: ['auto', 'a', 'b', true, false, null, 'c'],
      weights: Array.from({ length: 7 }, () => 1 / 7),
    });
    expect(leafOf(z.enum(['a', 'b']).nullable())).toMatchObject({ options: ['a', 'b', null] });
    expect(leafOf(z.union([z.enum(['a']).readonly(), z.literal('b')]))).toMatchObject({
      options: ['a', 'b'],
    });
  });

  test('alone are constants', () => {
    expect(leafOf(z.literal('sgd'))).toMatchObject({ kind: 'constant', options: ['sgd'] });
    expect(leafOf(z.null())).toMatchObject({ kind: 'constant', options: [null] });
  });

  test('may have an order', () => {
    expect(leafOf(z.enum(['s', 'm', 'l']).meta({ ordinal: true }))).toMatchObject({ kind: 'ordinal' });
    expect(leafOf(z.literal([16, 64]).default(16).meta({ ordinal: true }))).toMatchObject({
      kind: 'ordinal',
    });
    expect(leafOf(z.enum(['s', 'm', 'l']).meta({ ordinal: false }))).toMatchObject({ kind: 'choice' });
  });
});

describe('groups', () => {
  test('keep their paths', () => {
    const net = fromZod(
      z.object({
        units: z.array(z.int().min(1).max(9)).min(1).max(3),
        fixed: z.array(z.boolean()).length(2),
        inner: z.strictObject({ a: z.boolean(), b: z.object({ c: z.boolean() }).readonly() }),
        optimizer: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('sgd'), momentum: z.number().min(0).max(1) }),
          z.object({ kind: z.literal('adam') }),
        ]),
      }),
    );
    expect(net.parameters.map(({ name }) => name)).toEqual([
      'units.length',
      'units[0]',
      'units[1]',
      'units[2]',
      'fixed[0]',
      'fixed[1]',
      'inner.a',
      'inner.b.c',
      'optimizer.kind',
      'optimizer.sgd.momentum',
    ]);
    expect(net.decode(net.parameters.map(() => 0))).toStrictEqual({
      units: [1],
      fixed: [true, true],
      inner: { a: true, b: { c: true } },
      optimizer: { kind: 'sgd', momentum: 0 },
    });
  });

  test('of arrays may be empty', () => {
    expect(valuesOf(z.array(z.literal([1, 2])).max(1))).toEqual([[], [1], [2]]);
    expect(
      valuesOf(
        z
          .array(z.literal([1, 2]))
          .nonempty()
          .max(1),
      ),
    ).toEqual([[1], [2]]);
  });

  test('nest', () => {
    const model = z.discriminatedUnion('type', [
      z.object({ type: z.literal('tree'), depth: z.literal([1, 2]) }),
      z.object({
        type: z.literal('net'),
        act: z.discriminatedUnion('name', [
          z.object({ name: z.literal('relu') }),
          z.object({ name: z.literal('leaky'), slope: z.literal([1, 2, 3]) }),
        ]),
      }),
    ]);
    expect(fromZod(z.object({ model, models: z.array(model).max(1) })).size).toBe(6 * 7);
  });
});

describe('defaults', () => {
  test('do not keep from sampling', () => {
    expect(leafOf(z.number().min(0).max(1).default(0.5)).levels).toBe(Infinity);
    expect(leafOf(z.enum(['a', 'b']).prefault('a')).levels).toBe(2);
  });

  test('stand for what cannot be sampled', () => {
    expect(leafOf(z.string().default('baseline'))).toMatchObject({ kind: 'constant', options: ['baseline'] });
    expect(leafOf(z.number().default(3))).toMatchObject({ kind: 'constant', options: [3] });
    expect(leafOf(z.int().min(0).default(7).readonly())).toMatchObject({ kind: 'constant', options: [7] });
    expect(leafOf(z.string().nullable().default(null))).toMatchObject({ kind: 'constant', options: [null] });
    expect(leafOf(z.string().prefault('x'))).toMatchObject({ kind: 'constant', options: ['x'] });
  });
});

describe('refinements', () => {
  const heads = z
    .object({ width: z.int().min(1).max(8), heads: z.int().min(1).max(4) })
    .refine(({ width, heads }) => width % heads === 0, 'the width must be a multiple of the number of heads');

  test('become constraints', () => {
    const net = fromZod(heads);
    expect(net.size).toBe(8 + 4 + 2 + 2);
    expect(net.violation({ width: 3, heads: 2 })).toBe('the width must be a multiple of the number of heads');
    expect(net.allows({ width: 4, heads: 2 })).toBe(true);
    expect(refused(() => net.parse({ width: 3, heads: 2 }))).toMatchInlineSnapshot(
      `"InvalidParameter: {"width":3,"heads":2}: the width must be a multiple of the number of heads"`,
    );
  });

  test('count at any depth', () => {
    const even = z
      .int()
      .min(1)
      .max(4)
      .refine((n) => n % 2 === 0, 'must be even');
    expect(fromZod(z.object({ x: even })).size).toBe(2);
    expect(fromZod(z.object({ l: z.array(even).length(2) })).size).toBe(4);
    expect(fromZod(z.object({ inner: heads, b: z.boolean() })).size).toBe(32);
    const notB = z.enum(['a', 'b', 'c']).refine((x) => x !== 'b', 'not b');
    expect(fromZod(z.object({ x: notB.nullable() })).size).toBe(3);
    const model = z.discriminatedUnion('k', [
      heads.extend({ k: z.literal('x') }),
      z.object({ k: z.literal('y') }),
    ]);
    expect(fromZod(z.object({ model })).size).toBe(17);
  });

  test('may say what they were given', () => {
    const net = fromZod(
      z.object({ x: z.int().min(1).max(9) }).superRefine(({ x }, context) => {
        if (x > 5) context.addIssue({ code: 'custom', message: `${x} is too much` });
      }),
    );
    expect(net.violation({ x: 7 })).toBe('7 is too much');
    expect(net.violation({ x: 5 })).toBeUndefined();
    expect(net.size).toBe(5);
  });

  test('must answer at once', () => {
    const later = z.object({ x: z.boolean() }).refine(async ({ x }) => x);
    expect(refused(() => fromZod(later))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: a refinement is asynchronous; it must answer at once"`,
    );
  });
});

test('zod mini describes the same', () => {
  const net = fromZod(
    mini.object({
      lr: mini.number().check(mini.gte(0), mini.lte(1)),
      n: mini.int().check(mini.gte(1), mini.lte(4)),
      act: mini._default(mini.enum(['relu', 'gelu']), 'relu'),
    }),
  );
  expect(net.parameters.map(({ leaf }) => leaf.kind)).toEqual(['float', 'int', 'choice']);
});

test('whatever is sampled is what the schema accepts, unchanged', () => {
  const schema = z.object({
    lr: z.number().min(1e-5).max(0.1).meta({ scale: 'log' }),
    drop: z.number().gt(0).lt(1).multipleOf(0.05),
    batch: z.int().gt(0).max(100).multipleOf(8),
    act: z.enum(['relu', 'gelu']).nullable(),
    on: z.boolean().default(true),
    name: z.string().default('x'),
    units: z.array(z.int().min(1).max(512)).max(3).readonly(),
    optimizer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('sgd'), momentum: z.number().min(0).max(1) }),
      z.strictObject({ kind: z.literal('adam') }),
    ]),
  });
  const net = fromZod(schema);
  const size = net.parameters.length;
  const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: size, maxLength: size }), (unit) => {
      const params = net.decode(unit);
      expect(schema.parse(params)).toStrictEqual(params);
      expect(net.parse(params)).toStrictEqual(params);
    }),
    { numRuns: 300 },
  );
});

describe('refuses, by path', () => {
  const refusal = (schema: z.core.$ZodType) =>
    refused(() => fromZod(z.object({ inner: z.object({ x: schema }) })));

  test('numbers that lack something', () => {
    expect(refusal(z.number())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a number needs both bounds: add .min(…) and .max(…), or fix it with .default(…)"`,
    );
    expect(refusal(z.number().min(0))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a number needs both bounds: add .min(…) and .max(…), or fix it with .default(…)"`,
    );
    expect(refusal(z.int())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a number needs both bounds: add .min(…) and .max(…), or fix it with .default(…)"`,
    );
    expect(refusal(z.number().positive().max(1))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a real parameter includes its bounds: use .min(…) instead of .gt(…) or .positive()"`,
    );
    expect(refusal(z.number().min(0).lt(1))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a real parameter includes its bounds: use .max(…) instead of .lt(…) or .negative()"`,
    );
    expect(refusal(z.number().min(5).max(1))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: float(5, 1): the lower bound is above the upper one; swap them"`,
    );
    expect(refusal(z.number().min(0).max(Infinity))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: float(0, Infinity): the upper bound must be a finite number, not Infinity"`,
    );
    expect(refusal(z.int().gt(1).lt(2))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: no multiple of 1 lies between the bounds"`,
    );
    expect(refusal(z.int().min(1).max(9).multipleOf(0.5))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: int(1, 9): step must be an integer above 0, not 0.5"`,
    );
    expect(refusal(z.int().min(1).max(9).multipleOf(2).multipleOf(3))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a number can have one .multipleOf(…); use their least common multiple"`,
    );
    expect(refusal(z.number().min(0).max(1).meta({ scale: 'log' }))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: float(0, 1): a log scale needs a lower bound above 0, not 0"`,
    );
    expect(refusal(z.number().min(1).max(2).meta({ scale: 'ln' }))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: float(1, 2): scale must be 'linear' or 'log', not "ln""`,
    );
    expect(refusal(z.number().min(1).max(2).overwrite(Math.round))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a check changes the value; sample what goes in, and transform the parameters in the objective"`,
    );
  });

  test('metadata on what it does not fit', () => {
    expect(refusal(z.boolean().meta({ scale: 'log' }))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: .meta({ scale: "log" }) is for numbers"`,
    );
    expect(refusal(z.number().min(1).max(2).meta({ ordinal: true }))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: .meta({ ordinal: true }) is for enums and literals"`,
    );
    expect(refusal(z.boolean().meta({ ordinal: 'yes' }))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: .meta({ ordinal }) must be true or false, not "yes""`,
    );
  });

  test('what may be absent, or changes on the way', () => {
    expect(refusal(z.boolean().optional())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: optional cannot be sampled; leave out .optional(), or say when it is there with z.discriminatedUnion(…)"`,
    );
    expect(refusal(z.number().min(0).max(1).nullable())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: nullable cannot be sampled; only options can be nullable; write the cases as z.discriminatedUnion(…)"`,
    );
    expect(refusal(z.boolean().transform(Number))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: pipe cannot be sampled; sample what goes in, and transform the parameters in the objective"`,
    );
    expect(refusal(z.stringbool())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: pipe cannot be sampled; sample what goes in, and transform the parameters in the objective"`,
    );
    expect(refusal(z.number().min(0).max(1).catch(0))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: catch cannot be sampled; leave it out"`,
    );
  });

  test('what has no end', () => {
    expect(refusal(z.string())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: string cannot be sampled; list the texts with z.enum([…]), or fix one with .default(…)"`,
    );
    expect(refusal(z.email())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: string cannot be sampled; list the texts with z.enum([…]), or fix one with .default(…)"`,
    );
    expect(refusal(z.array(z.boolean()).min(1))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: an array needs a greatest length: add .max(…) or .length(…)"`,
    );
    expect(refusal(z.array(z.string()).max(2))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x[]: string cannot be sampled; list the texts with z.enum([…]), or fix one with .default(…)"`,
    );
    expect(refusal(z.array(z.boolean()).max(5000))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: list(…, 0, 5000): every position is a parameter of its own, and a list has at most 1000"`,
    );
    expect(refusal(z.record(z.string(), z.boolean()))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: record cannot be sampled; name its members with z.object({ … })"`,
    );
    expect(refusal(z.map(z.string(), z.boolean()))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: map cannot be sampled; name its members with z.object({ … })"`,
    );
    expect(refusal(z.set(z.boolean()))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: set cannot be sampled; use a boolean for each member"`,
    );
    expect(refusal(z.date())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: date cannot be sampled; use a number of days, and make a date of it in the objective"`,
    );
    expect(refusal(z.bigint().min(0n).max(3n))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: bigint cannot be sampled; use z.int()"`,
    );
    expect(refusal(z.lazy(() => z.boolean()))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: lazy cannot be sampled; write it out to a fixed depth"`,
    );
    expect(refusal(z.any())).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: any cannot be sampled; leave it out"`,
    );
  });

  test('groups of another kind', () => {
    expect(refusal(z.tuple([z.boolean(), z.boolean()]))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: tuple cannot be sampled; use z.object({ … }), or z.array(…).length(…)"`,
    );
    expect(refusal(z.union([z.object({ a: z.boolean() }), z.literal('auto')]))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: union cannot be sampled; use z.discriminatedUnion(…), or a union of literals"`,
    );
    expect(
      refusal(z.intersection(z.object({ a: z.boolean() }), z.object({ b: z.boolean() }))),
    ).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: intersection cannot be sampled; use one z.object({ … }), for example with .extend(…)"`,
    );
    expect(refusal(z.looseObject({ a: z.boolean() }))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: unknown keys cannot be sampled; use z.object or z.strictObject"`,
    );
    expect(refusal(z.object({ a: z.boolean() }).catchall(z.boolean()))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: unknown keys cannot be sampled; use z.object or z.strictObject"`,
    );
    expect(refusal(z.object({}))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: space: there is no parameter; give at least one"`,
    );
  });

  test('unions that no text tells apart', () => {
    const one = z.object({ kind: z.literal(1), x: z.boolean() });
    const two = z.object({ kind: z.literal(['a', 'b']), x: z.boolean() });
    const deep = z.object({ kind: z.literal('sgd'), momentum: z.number() });
    expect(refusal(z.discriminatedUnion('kind', [one]))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: each case must name itself with one text: kind: z.literal('…')"`,
    );
    expect(refusal(z.discriminatedUnion('kind', [two]))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: each case must name itself with one text: kind: z.literal('…')"`,
    );
    expect(refusal(z.discriminatedUnion('kind', [deep]))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x.sgd.momentum: a number needs both bounds: add .min(…) and .max(…), or fix it with .default(…)"`,
    );
    expect(
      refusal(z.discriminatedUnion('kind', [z.discriminatedUnion('kind', [deep]), two])),
    ).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: a case of a discriminated union must be an object, not union"`,
    );
  });

  test('options that are no JSON words', () => {
    expect(refusal(z.literal(undefined))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: choice: an option must be a string, a finite number, a boolean or null, not undefined"`,
    );
    expect(refusal(z.literal([1n, 2n]))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: choice: an option must be a string, a finite number, a boolean or null, not 1n"`,
    );
    expect(refusal(z.string().default(untyped(undefined)))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: inner.x: constant: an option must be a string, a finite number, a boolean or null, not undefined"`,
    );
  });

  test('what is no object, or no schema', () => {
    expect(refused(() => fromZod(untyped(z.number().min(0).max(1))))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: expected an object; put this schema into z.object({ … })"`,
    );
    expect(refused(() => fromZod(untyped(z.object({ a: z.boolean() }).optional())))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: optional cannot be sampled; leave out .optional(), or say when it is there with z.discriminatedUnion(…)"`,
    );
    expect(refused(() => fromZod(untyped({ a: 1 })))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: expected a schema of zod 4, not {"a":1}"`,
    );
    expect(refused(() => fromZod(untyped(undefined)))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: expected a schema of zod 4, not undefined"`,
    );
    expect(refused(() => fromZod(z.object({})))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: space: there is no parameter; give at least one"`,
    );
    const union = z.discriminatedUnion('k', [z.object({ k: z.literal('a') })]);
    expect(refused(() => fromZod(union))).toMatchInlineSnapshot(
      `"InvalidSpace: fromZod: expected an object; put this schema into z.object({ … })"`,
    );
  });
});
