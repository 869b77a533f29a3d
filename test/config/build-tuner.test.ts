import { buildTuner, float, space } from 'rxtune';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

const net = space({ lr: float(0, 1), batch: [16, 32] });
const params = (config: unknown) =>
  lastValueFrom(
    buildTuner(config, net).pipe(
      take(100),
      map((candidate) => candidate.params),
      toArray(),
    ),
  );

describe('buildTuner', () => {
  it('builds every kind', async () => {
    expect(await params({ kind: 'grid', points: 3 })).toHaveLength(6);
    expect(await params({ kind: 'grid', points: { lr: 2 }, maxTrials: 3 })).toEqual([
      { lr: 0, batch: 16 },
      { lr: 0, batch: 32 },
      { lr: 1, batch: 16 },
    ]);
    expect(await params({ kind: 'points', candidates: [{ lr: 0.5, batch: 32 }] })).toEqual([
      { lr: 0.5, batch: 32 },
    ]);
    expect(await params({ kind: 'random', seed: 1, maxTrials: 4 })).toEqual(
      await params({ kind: 'random', seed: 1, maxTrials: 4, distinct: false }),
    );
    expect(await params({ kind: 'cmaes', restarts: 'bipop', maxTrials: 30 })).toHaveLength(30);
    expect(await params({ kind: 'auto', seed: 2, maxTrials: 3 })).toEqual(
      await params({ kind: 'auto', seed: 2, maxTrials: 3, trials: 3 }),
    );
    expect(await params({ kind: 'gp', seed: 2, startup: 4, maxTrials: 3 })).toHaveLength(3);
    expect(await params({ kind: 'sobol', scramble: false, maxTrials: 2 })).toEqual([
      { lr: 0, batch: 16 },
      { lr: 0.5, batch: 32 },
    ]);
  });

  it.each([
    undefined,
    'random',
    {},
    { kind: 'annealing' },
    { kind: 'random', maxTrials: 0 },
    { kind: 'random', seed: null },
    { kind: 'random', sed: 1 },
    { kind: 'grid' },
    { kind: 'grid', points: { lr: 1.5 } },
    { kind: 'points', candidates: [{ lr: 2, batch: 16 }] },
  ])('refuses %j with the path of what is wrong', (config) => {
    expect(() => buildTuner(config, net)).toThrowErrorMatchingSnapshot();
  });
});
