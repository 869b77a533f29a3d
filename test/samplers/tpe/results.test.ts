import { describe, expect, test } from 'vitest';
import { type Result, Results } from '../../../src/samplers/tpe/results.ts';

let id = 0;
function result(loss: number, standing: Result['standing'] = 'complete', step = 0): Result {
  return { id: id++, point: Float64Array.of(0), standing, step, loss };
}

function split(all: readonly Result[], share = 1): ReturnType<Results['split']> {
  const results = new Results(share);
  for (const one of all) results.add(one);
  return results.split();
}

describe('the split of results', () => {
  test('takes the best share, best first, the earlier one of equals', () => {
    const all = [3, 1, 2, 1, 5].map((loss) => result(loss));
    const { good, others } = split(all, 0.5);
    expect(good).toEqual([all[1], all[3], all[2]]);
    expect(others).toEqual([all[4], all[0]]);
  });

  test('puts complete trials before pruned ones, those by their last step, and failed ones never among the good', () => {
    const all = [
      result(NaN, 'failed'),
      result(0, 'pruned', 2),
      result(9, 'pruned', 5),
      result(1, 'pruned', 5),
      result(7),
    ];
    const { good, others } = split(all);
    expect(good).toEqual([all[4], all[3], all[2], all[1]]);
    expect(others).toEqual([all[0]]);
  });

  test('keeps the 30 best of all and the 128 newest others, however many there are', () => {
    const all = Array.from({ length: 5000 }, (_, i) => result((i * 7919) % 5003));
    const { good, others } = split(all, 0.2);
    const sorted = all.toSorted((a, b) => a.loss - b.loss).slice(0, 30);
    expect(good).toEqual(sorted);
    expect(others).toEqual(
      all
        .filter((one) => !sorted.includes(one))
        .slice(-128)
        .reverse(),
    );
  });

  test('is empty at first', () => {
    expect(split([])).toEqual({ good: [], others: [] });
  });
});
