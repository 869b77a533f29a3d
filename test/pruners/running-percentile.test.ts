import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RunningPercentile } from '../../src/pruners/running-percentile.ts';

/** By the definition: linear between the neighbours of position share * (n - 1). */
function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (percent / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test('is the percentile of all so far', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), fc.integer({ min: 0, max: 100 }), (values, percent) => {
      const running = new RunningPercentile(percent);
      for (const value of values) running.add(value);
      expect(running.value).toBeCloseTo(percentile(values, percent), 6);
    }),
  );
});

test('mirrors: the percentile of negated numbers is the negated opposite one', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), fc.integer({ min: 0, max: 100 }), (values, percent) => {
      const [one, other] = [new RunningPercentile(percent), new RunningPercentile(100 - percent)];
      for (const value of values) {
        one.add(value);
        other.add(-value);
      }
      expect(one.value).toBeCloseTo(-other.value, 6);
    }),
  );
});

test('leaves NaN out, but counts it', () => {
  const running = new RunningPercentile(50);
  expect(running.value).toBeNaN();
  for (const value of [Number.NaN, 3, Number.NaN, 1]) running.add(value);
  expect(running).toMatchObject({ value: 2, count: 4 });
});

test('between a number and infinity is infinity, between infinities too', () => {
  const running = new RunningPercentile(50);
  running.add(Infinity);
  running.add(Infinity);
  expect(running.value).toBe(Infinity);
  const mixed = new RunningPercentile(50);
  mixed.add(0);
  mixed.add(Infinity);
  expect(mixed.value).toBe(Infinity);
  mixed.add(1);
  expect(mixed.value).toBe(1);
});
