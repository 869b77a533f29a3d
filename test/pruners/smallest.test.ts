import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Smallest } from '../../src/pruners/smallest.ts';

const losses = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
});

test.each([Math.floor, Math.round, Math.ceil])(
  'knows the k-th smallest while k grows as a share of all (%o)',
  (round) => {
    fc.assert(
      fc.property(losses, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const smallest = new Smallest();
        values.forEach((value, i) => {
          const k = Math.max(1, round(share * (i + 1)));
          smallest.insert(value, k);
          const sorted = values.slice(0, i + 1).sort((a, b) => a - b);
          expect(smallest.size).toBe(i + 1);
          expect(smallest.kth === sorted[k - 1]).toBe(true);
          expect(smallest.next === (sorted[k] ?? Infinity)).toBe(true);
        });
      }),
    );
  },
);

test('of nothing, nothing is small enough', () => {
  expect(new Smallest()).toMatchObject({ size: 0, kth: -Infinity, next: Infinity });
});
