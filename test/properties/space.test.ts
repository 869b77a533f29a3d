import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { combinations } from '../../src/space/combinations.ts';
import { float, list, type Space, space } from '../../src/space/index.ts';
import { middle } from '../../src/space/leaf.ts';
import { arbitraryFiniteSpace, arbitraryPoint, arbitrarySpace } from './arbitrary-space.ts';

const placed = arbitrarySpace.chain((net) => fc.tuple(fc.constant(net), arbitraryPoint(net)));
const runs = { numRuns: 150 };

/** The same value with the keys of every object in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, reversed(field)]),
  );
}

describe('every space', () => {
  test('decodes any point of the unit cube to a candidate that parses', () => {
    fc.assert(
      fc.property(placed, ([net, unit]) => {
        const params = net.decode(unit);
        expect(net.parse(params)).toStrictEqual(params);
        expect(net.violation(params)).toBeUndefined();
      }),
      runs,
    );
  });

  test('encodes what it decoded to the same candidate', () => {
    fc.assert(
      fc.property(placed, ([net, unit]) => {
        const params = net.decode(unit);
        const encoded = net.encode(params);
        for (const { leaf, index, name } of net.parameters) {
          const coordinate = encoded[index]!;
          if (Number.isNaN(coordinate)) continue;
          expect(coordinate, name).toBeGreaterThanOrEqual(0);
          expect(coordinate, name).toBeLessThanOrEqual(1);
          const [before, after] = [leaf.fromUnit(unit[index]!), leaf.fromUnit(coordinate)];
          if (leaf.levels < Infinity) {
            expect(after, name).toBe(before);
            expect(leaf.cellAt(coordinate), name).toBe(leaf.cellAt(unit[index]!));
          } else {
            const [low, high] = [leaf.fromUnit(0) as number, leaf.fromUnit(1) as number];
            const width = 'scale' in leaf && leaf.scale === 'log' ? (before as number) : high - low;
            expect(Math.abs((after as number) - (before as number)), name).toBeLessThanOrEqual(1e-9 * width);
          }
        }
        if (net.parameters.every(({ leaf }) => leaf.levels < Infinity)) {
          expect(net.decode(encoded)).toStrictEqual(params);
        }
      }),
      runs,
    );
  });

  test('knows which parameters are there', () => {
    fc.assert(
      fc.property(placed, ([net, unit]) => {
        const encoded = net.encode(net.decode(unit));
        const there = Array.from(encoded, (coordinate) => !Number.isNaN(coordinate));
        expect(net.active(unit)).toEqual(there);
        expect(net.active(encoded)).toEqual(there);
      }),
      runs,
    );
  });

  test('reads nothing off the coordinates of parameters that are not there', () => {
    fc.assert(
      fc.property(placed, ([net, unit]) => {
        const active = net.active(unit);
        const bare = unit.map((coordinate, i) => (active[i] === true ? coordinate : NaN));
        expect(net.decode(bare)).toStrictEqual(net.decode(unit));
      }),
      runs,
    );
  });

  test('has one name for each parameter, and parents before their children', () => {
    fc.assert(
      fc.property(arbitrarySpace, ({ parameters }) => {
        expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
        parameters.forEach(({ index, conditions }, i) => {
          expect(index).toBe(i);
          for (const { parent, cells } of conditions) {
            expect(parent).toBeLessThan(i);
            for (const cell of cells) expect(cell).toBeLessThan(parameters[parent]!.leaf.levels);
          }
        });
      }),
      runs,
    );
  });

  test('names parameters in lists by their place, whatever the length', () => {
    fc.assert(
      fc.property(arbitrarySpace, fc.nat(3), fc.integer({ min: 1, max: 3 }), (element, min, more) => {
        const of = (max: number) => space({ l: list(element, min, max) }).parameters.map(({ name }) => name);
        const shorter = of(min + more);
        expect(of(min + more + 1).slice(0, shorter.length)).toEqual(shorter);
      }),
      { numRuns: 100 },
    );
  });

  test('cuts the unit interval of a discrete parameter into its cells', () => {
    fc.assert(
      fc.property(arbitrarySpace, ({ parameters }) => {
        for (const { leaf } of parameters) {
          if (leaf.levels === Infinity) continue;
          expect([leaf.edge(0), leaf.edge(leaf.levels)]).toEqual([0, 1]);
          for (let cell = 0; cell < leaf.levels; cell++) {
            expect(leaf.edge(cell + 1)).toBeGreaterThan(leaf.edge(cell));
            expect(leaf.cellAt(leaf.edge(cell))).toBe(cell);
            expect(leaf.cellAt(middle(leaf, cell))).toBe(cell);
            const value = leaf.fromUnit(middle(leaf, cell));
            expect(leaf.cellOf(value)).toBe(cell);
            expect(leaf.toUnit(value)).toBe(middle(leaf, cell));
          }
        }
      }),
      runs,
    );
  });

  test('survives JSON', () => {
    fc.assert(
      fc.property(placed, ([net, unit]) => {
        const params = net.decode(unit);
        const read: unknown = JSON.parse(JSON.stringify(params));
        expect(read).toStrictEqual(params);
        expect(net.key(net.parse(read))).toBe(net.key(params));
      }),
      runs,
    );
  });
});

describe('a finite space', () => {
  const few = arbitraryFiniteSpace.filter(({ size }) => size <= 3000);

  test('has as many candidates as combinations, each with its own key', () => {
    fc.assert(
      fc.property(few, (net) => {
        const keys: string[] = [];
        for (const unit of combinations(net)) keys.push(net.key(net.decode(unit)));
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.length).toBe(net.size);
      }),
      { numRuns: 150 },
    );
  });

  test('counts what its constraints leave', () => {
    fc.assert(
      fc.property(few, (net) => {
        const even = (params: unknown) => net.key(params).length % 2 === 0;
        const allowed = net.where(even, 'an odd key');
        let count = 0;
        for (const unit of combinations(net)) if (even(net.decode(unit))) count++;
        expect(allowed.size).toBe(count);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a key', () => {
  const pair = arbitrarySpace.chain((net) =>
    fc.tuple(fc.constant(net), arbitraryPoint(net), arbitraryPoint(net)),
  );

  test('is the same in any order of keys', () => {
    fc.assert(
      fc.property(placed, ([net, unit]) => {
        const params = net.decode(unit);
        expect(net.key(reversed(params))).toBe(net.key(params));
      }),
      runs,
    );
  });

  test('differs for different candidates', () => {
    fc.assert(
      fc.property(pair, ([net, a, b]: [Space<unknown>, number[], number[]]) => {
        const [first, second] = [net.decode(a), net.decode(b)];
        const same = JSON.stringify(reversed(first)) === JSON.stringify(reversed(second));
        expect(net.key(first) === net.key(second)).toBe(same);
      }),
      runs,
    );
  });

  test('tells any two JSON values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const net = space({ x: float(0, 1) }) as Space<unknown>;
        const key = (value: unknown) => net.key({ x: value });
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        // Unequal texts may still be equal objects in another order of keys.
        let same = true;
        try {
          expect(a).toStrictEqual(b);
        } catch {
          same = false;
        }
        expect(key(a) === key(b)).toBe(same);
      }),
      { numRuns: 1000 },
    );
  });
});
