import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdingDistances, dominates } from './pareto.ts';
import { RankedReports } from '../../src/pruners/ranked-reports.ts';

type Losses = readonly number[];

const points = fc.integer({ min: 1, max: 3 }).chain((objectives) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: objectives, maxLength: objectives }), {
    minLength: 1,
    maxLength: 30,
  }),
);

const entered = (reports: readonly Losses[]): RankedReports => {
  const ranked = new RankedReports();
  reports.forEach((losses, trial) => ranked.enter(trial, losses));
  return ranked;
};

/** As it is defined: front by front, behind the first one by distance too. */
function expected(reports: readonly Losses[], losses: Losses): number {
  let ahead = 0;
  let rest = [...reports, losses];
  for (;;) {
    const front = rest.filter((one) => !rest.some((other) => dominates(other, one)));
    if (front.includes(losses)) {
      if (ahead === 0) return Math.min(...[...reports, losses].map(([first]) => first!));
      const distances = crowdingDistances(front);
      const better = distances.filter((distance) => distance > distances[front.indexOf(losses)]!);
      const firsts = [...reports, losses].map(([first]) => first!).sort((a, b) => a - b);
      return firsts[ahead + better.length]!;
    }
    ahead += front.length;
    rest = rest.filter((one) => !front.includes(one));
  }
}

describe('RankedReports', () => {
  it('answers the first loss at the rank of a report', () => {
    const others = [
      [1, 9],
      [5, 5],
      [9, 1],
      [20, 20],
    ];
    expect(entered(others).enter(99, [0, 0])).toBe(0); // the best: as the best by the first objective
    expect(entered(others).enter(99, [10, 10])).toBe(10); // behind the front of three, before the last
    expect(entered(others).enter(99, [30, 30])).toBe(30);
    expect(entered(others).enter(99, [5.1, 4.9])).toBe(1); // on the front, where all are the best
    expect(entered(others).enter(99, [19, 25])).toBe(19); // in a front of two, both at its ends
    expect(entered([...others, [19, 25]]).enter(99, [19.5, 22])).toBe(20); // between them: behind both
  });

  it('ranks front by front, and behind the first by distance', () => {
    fc.assert(
      fc.property(points, (reports) => {
        const last = reports.at(-1)!;
        const others = reports.slice(0, -1);
        expect(entered(others).enter(99, last)).toBe(expected(others, last));
      }),
    );
  });

  it('answers the loss itself where there is one objective', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 150 }),
        (losses) => {
          const ranked = new RankedReports();
          losses.forEach((loss, trial) => {
            expect(ranked.enter(trial, [loss])).toBe(loss);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('takes the last of several reports of one trial', () => {
    const ranked = entered([
      [1, 1],
      [3, 3],
      [5, 5],
    ]);
    ranked.enter(0, [9, 9]);
    expect(ranked.enter(7, [4, 4])).toBe(4);
    expect(ranked.enter(8, [2, 2])).toBe(2);
  });

  it('compares with the latest 50 at least, and 100 at most', () => {
    const ranked = entered(Array.from({ length: 100 }, () => [0, 0]));
    expect(ranked.enter(100, [1, 1])).toBe(1); // 50 of the better ones are left
    for (let trial = 101; trial < 210; trial++) ranked.enter(trial, [2, 2]);
    expect(ranked.enter(210, [3, 0])).toBe(2); // none of them is
  });
});
