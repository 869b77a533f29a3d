import { expect, it } from 'vitest';
import { crowdingDistances } from '../pruners/pareto.ts';
import { RankedReports } from '../../src/pruners/ranked-reports.ts';
import { conformance, type Value } from './vectors.ts';

interface Vectors {
  readonly crowding_distance: readonly {
    readonly values: readonly (readonly Value[])[];
    readonly expected: readonly Value[];
  }[];
  readonly ranks: readonly {
    readonly minimise: readonly (readonly number[])[];
    readonly rank: readonly number[];
    readonly penalty_positive_is_infeasible?: readonly number[];
  }[];
}

conformance('multi-objective.json', ({ crowding_distance, ranks }: Vectors) => {
  // Reports that are not finite get no rank. The plain distances are what the ranks are tested with.
  const finite = crowding_distance.filter(({ values }) => values.flat().every(Number.isFinite));

  it.each(finite)('crowding distances of $values', ({ values, expected }) => {
    const found = crowdingDistances(values.map((point) => point.map(Number)));
    found.forEach((distance, i) => {
      expect(distance).toBeCloseTo(Number(expected[i]), 12);
    });
  });

  // A pruner knows no constraints.
  const free = ranks.filter((one) => one.penalty_positive_is_infeasible === undefined);

  it.each(free)('fronts of $minimise.length points', ({ minimise, rank }) => {
    const firsts = minimise.map(([first]) => first!).sort((a, b) => a - b);
    minimise.forEach((losses, i) => {
      const reports = new RankedReports();
      minimise.forEach((other, j) => j !== i && reports.enter(j, other));
      // The answer is the loss of the first objective at the rank, which lies within the front.
      const place = firsts.indexOf(reports.enter(i, losses));
      const last = firsts.lastIndexOf(firsts[place]!);
      expect(last).toBeGreaterThanOrEqual(rank.filter((front) => front < rank[i]!).length);
      expect(place).toBeLessThan(rank.filter((front) => front <= rank[i]!).length);
    });
  });

  it('holds so many', () => {
    expect([finite.length, free.length]).toEqual([5, 9]);
  });
});
