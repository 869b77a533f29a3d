import { buildTuner, grid, random, space, tuner } from 'rxtune';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

const net = space({ lr: [0.1, 0.01, 0.001], batch: [16, 32, 64] });

const keys = (tuner$: ReturnType<typeof grid<{ lr: 0.1 | 0.01 | 0.001; batch: 16 | 32 | 64 }>>) =>
  lastValueFrom(
    tuner$.pipe(
      map(({ params }) => net.key(params)),
      toArray(),
    ),
  );

/** Tuner, GridSearchTuner, RandomSearchTuner, TunerFactory, TunerKind. */
describe('tuners', () => {
  it('grid: 9 of 9 combinations, each once, in the declared order, then it completes', async () => {
    const all = await keys(grid(net));
    expect(all).toHaveLength(9);
    expect(new Set(all).size).toBe(9);
    expect(all.slice(0, 4)).toEqual([
      '{"batch":16,"lr":0.1}',
      '{"batch":32,"lr":0.1}',
      '{"batch":64,"lr":0.1}',
      '{"batch":16,"lr":0.01}',
    ]);
  });

  it('random: 5 of 5, no repeats', async () => {
    const five = await keys(random(net, { distinct: true, seed: 7 }).pipe(take(5)));
    expect(new Set(five).size).toBe(5);
  });

  it('random: an exhausted space completes', async () => {
    const all = await keys(random(net, { distinct: true, seed: 7 }));
    expect(all.toSorted()).toEqual((await keys(grid(net))).toSorted());
  });

  it.each([
    [{ kind: 'grid', maxTrials: 4 }, 4],
    [{ kind: 'grid' }, 9],
    [{ kind: 'random', maxTrials: 20, seed: 1 }, 20],
    [{ kind: 'random', maxTrials: 20, seed: 1, distinct: true }, 9],
  ])('the factory builds %j', async (config, expected) => {
    expect(await keys(buildTuner(config, net))).toHaveLength(expected);
  });

  it('the factory refuses what it does not know', () => {
    expect(() => buildTuner({ kind: 'annealing' }, net)).toThrow(
      /kind: expected one of .*\bgrid, .*\brandom, .*, not "annealing"/,
    );
    expect(() => buildTuner({ kind: 'random', maxTrial: 3 }, net)).toThrow(/unknown key maxTrial/);
    expect(() => buildTuner({ kind: 'random', maxTrials: '3' }, net)).toThrow(
      /maxTrials: expected an integer of at least 1, not "3"/,
    );
  });

  it('a tuner of your own asks and is told', async () => {
    const told: number[] = [];
    let next = 0;
    const counting = tuner(() => ({
      ask: () => ({ x: next++ }),
      tell: ({ params }) => void told.push(params.x),
    }));
    const { evaluate } = await import('rxtune');
    await lastValueFrom(
      counting.pipe(
        take(3),
        evaluate(({ x }) => x),
      ),
    );
    expect(told).toEqual([0, 1, 2]);
  });
});
