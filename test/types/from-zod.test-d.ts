import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { fromZod, type Params, type Space } from '../../src/space/index.ts';

test('the space of a schema has the type of its output', () => {
  const schema = z.object({
    lr: z.number().min(0).max(1).default(0.1),
    act: z.enum(['relu', 'gelu']).nullable(),
    size: z.literal([16, 32]),
    on: z.boolean(),
    name: z.string().default('x'),
    units: z.array(z.int().min(1).max(9)).max(3).readonly(),
    id: z.literal('a').brand<'Id'>(),
    inner: z.object({ x: z.number().min(0).max(1) }),
    optimizer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('sgd'), momentum: z.number().min(0).max(1) }),
      z.object({ kind: z.literal('adam') }),
    ]),
  });
  const net = fromZod(schema);
  expectTypeOf(net).toEqualTypeOf<Space<z.output<typeof schema>>>();
  expectTypeOf<Params<typeof net>>().toEqualTypeOf<{
    lr: number;
    act: 'relu' | 'gelu' | null;
    size: 16 | 32;
    on: boolean;
    name: string;
    units: readonly number[];
    id: 'a' & z.core.$brand<'Id'>;
    inner: { x: number };
    optimizer: { kind: 'sgd'; momentum: number } | { kind: 'adam' };
  }>();
});

test('refinements and wrappers keep it', () => {
  const net = fromZod(
    z
      .object({ x: z.int().min(1).max(9) })
      .refine(({ x }) => x > 3, 'above 3')
      .readonly(),
  );
  expectTypeOf<Params<typeof net>>().toEqualTypeOf<Readonly<{ x: number }>>();
  expectTypeOf(net.where(({ x }) => x < 8, 'below 8')).toEqualTypeOf<typeof net>();
});

test('what is no object is a compile error', () => {
  const never = () => {
    // @ts-expect-error a number has no named parameters
    fromZod(z.number().min(0).max(1));
    // @ts-expect-error the object may be absent
    fromZod(z.object({ x: z.boolean() }).optional());
    // @ts-expect-error a shape is no schema
    fromZod({ x: z.boolean() });
  };
  expectTypeOf(never).toBeFunction();
});
