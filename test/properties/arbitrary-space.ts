import fc from 'fast-check';
import {
  choice,
  constant,
  type Dimension,
  float,
  int,
  list,
  type Option,
  ordinal,
  type Shape,
  type Space,
  space,
  variant,
  when,
} from '../../src/space/index.ts';

/** A dimension and, where siblings may ask for them, values that it has. */
interface Spec {
  readonly dimension: Dimension<unknown> | readonly Option[];
  readonly values?: readonly Option[];
}

const names = ['lr', 'a', 'units', 'length', 'kind', 'x y', 'größe', '10'];

const scale = fc.constantFrom('linear' as const, 'log' as const);

const option: fc.Arbitrary<Option> = fc.oneof(
  fc.constantFrom<Option>('', 'relu', 'a.b', '0', 'true', '\ud800', 0, 1, 1.5, -3, 1e300, true, false, null),
  fc.string(),
);

const continuous: fc.Arbitrary<Spec> = fc.oneof(
  fc
    .record({
      low: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      width: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    })
    .map(({ low, width }) => ({ dimension: float(low, low + width) })),
  fc
    .record({
      low: fc.double({ min: 1e-300, max: 1e6, noNaN: true }),
      ratio: fc.double({ min: 1.001, max: 1e9, noNaN: true }),
    })
    .map(({ low, ratio }) => ({ dimension: float(low, low * ratio, { scale: 'log' }) })),
);

const ints = fc
  .record({
    low: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 1e12 })),
    count: fc.integer({ min: 0, max: 6 }),
    step: fc.integer({ min: 1, max: 40 }),
    scale,
  })
  .map(({ low, count, step, scale }) => ({
    dimension: int(low, low + count * step, { step, scale: low < 1 || low > 1e9 ? 'linear' : scale }),
    values: [low, low + count * step],
  }));

const steps = fc
  .record({
    low: fc.integer({ min: -30, max: 30 }),
    count: fc.integer({ min: 0, max: 6 }),
    step: fc.constantFrom(1, 2, 7, 25),
    decimals: fc.integer({ min: 0, max: 6 }),
    scale,
  })
  .map(({ low, count, step, decimals, scale }) => {
    const at = (tick: number) => Number(`${tick}e-${decimals}`);
    const dimension = float(at(low), at(low + count * step), {
      step: at(step),
      scale: low < 1 ? 'linear' : scale,
    });
    return { dimension, values: [at(low), at(low + count * step)] };
  });

const options = fc.oneof(
  fc
    .array(fc.tuple(option, fc.double({ min: 1e-3, max: 1e3, noNaN: true })), { minLength: 1, maxLength: 4 })
    .map((pairs) => {
      const values = pairs.map(([value]) => value);
      return { dimension: choice(values, { weights: pairs.map(([, weight]) => weight) }), values };
    }),
  fc.array(option, { minLength: 1, maxLength: 4 }).map((values) => ({ dimension: values, values })),
  fc
    .uniqueArray(option, { minLength: 1, maxLength: 4 })
    .map((values) => ({ dimension: ordinal(values), values })),
  option.map((value) => ({ dimension: constant(value), values: [value] })),
);

/** Members, some of which are there only under conditions on the ones before them. */
function shapes(member: fc.Arbitrary<Spec>, minLength: number, without: string): fc.Arbitrary<Shape> {
  const field = fc.tuple(
    fc.constantFrom(...names.filter((name) => name !== without)),
    member,
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 2 }),
  );
  return fc.uniqueArray(field, { minLength, maxLength: 4, selector: ([name]) => name }).map((fields) => {
    // Objects keep names that look like indices in front, whenever they were added.
    const ordered = fields.toSorted(([a], [b]) => Number(b === '10') - Number(a === '10'));
    const shape: Record<string, Shape[string]> = {};
    const gates: [name: string, values: readonly Option[]][] = [];
    for (const [name, { dimension, values }, asks] of ordered) {
      const condition: Record<string, Option | readonly Option[]> = {};
      for (const [which, value, several] of asks) {
        const gate = gates[which % Math.max(1, gates.length)];
        if (gate === undefined) continue;
        const wanted = gate[1][value % gate[1].length]!;
        condition[gate[0]] = several ? [wanted, gate[1][0]!] : wanted;
      }
      shape[name] = Object.keys(condition).length > 0 ? when(condition, dimension) : dimension;
      if (values !== undefined) gates.push([name, values]);
    }
    return shape;
  });
}

function specs(leaf: fc.Arbitrary<Spec>, depth: number): fc.Arbitrary<Spec> {
  if (depth === 0) return leaf;
  const inner = specs(leaf, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc
        .tuple(inner, fc.nat(2), fc.nat(2))
        .filter(([, min, more]) => min + more > 0)
        .map(([{ dimension }, min, more]) => ({ dimension: list(dimension, min, min + more) })),
    },
    { weight: 1, arbitrary: shapes(inner, 1, '').map((shape) => ({ dimension: space(shape) })) },
    {
      weight: 2,
      arbitrary: fc
        .dictionary(fc.constantFrom('sgd', 'adam', 'toString', '3'), shapes(inner, 0, 'kind'), { minKeys: 1 })
        .map((branches) => ({ dimension: variant('kind', branches), values: Object.keys(branches) })),
    },
  );
}

/** Random spaces: every builder, nested up to two deep. */
export const arbitrarySpace: fc.Arbitrary<Space<unknown>> = shapes(
  specs(fc.oneof(continuous, ints, steps, options), 2),
  1,
  '',
).map((shape) => space(shape));

/** The same without continuous parameters. */
export const arbitraryFiniteSpace: fc.Arbitrary<Space<unknown>> = shapes(
  specs(fc.oneof(ints, steps, options), 2),
  1,
  '',
).map((shape) => space(shape));

/** A point of the unit cube, its ends included. */
export function arbitraryPoint({ parameters }: Space<unknown>): fc.Arbitrary<number[]> {
  const coordinate = fc.oneof(
    { weight: 8, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0, 1, 0.5, 1 - 2 ** -53, 5e-324) },
  );
  return fc.array(coordinate, { minLength: parameters.length, maxLength: parameters.length });
}
