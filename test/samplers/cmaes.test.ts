import { choice, float, int, list, ordinal, type Space, space, type Trial, variant } from 'rxtune';
import { describe, expect, test } from 'vitest';
import { cmaes } from '../../src/samplers/cmaes.ts';
import { random } from '../../src/samplers/random.ts';
import { type Sampler, wait } from '../../src/samplers/sampler.ts';

function complete<P>(params: P, loss: number, number = 0): Trial<P> {
  return { state: 'complete', number, params, value: loss, loss, reports: [], startedAt: 0, finishedAt: 0 };
}

function ask<P>(sampler: Sampler<P>): P {
  const params = sampler.ask();
  if (params === undefined || params === wait) throw new Error('no candidate');
  return params;
}

/** The candidates of a run of n trials. */
function run<P>(sampler: Sampler<P>, loss: (params: P) => number, n: number): P[] {
  return Array.from({ length: n }, (_, i) => {
    const params = ask(sampler);
    sampler.tell(complete(params, loss(params), i));
    return params;
  });
}

const least = (losses: readonly number[]): number => Math.min(...losses);
const plane = space({ x: float(-5, 10), y: float(0, 15) });
type Plane = { readonly x: number; readonly y: number };
const valley = ({ x, y }: Plane): number => (x - 3) ** 2 + 100 * (y - 4 - (x - 3)) ** 2;

const net = space({
  rate: float(1e-4, 1, { scale: 'log' }),
  layers: int(1, 8),
  size: ordinal(['s', 'm', 'l']),
  activation: choice(['relu', 'gelu', 'tanh', 'elu']),
});
type Net = ReturnType<typeof net.parse>;
const netLoss = ({ rate, layers, size, activation }: Net): number =>
  (Math.log10(rate) + 2) ** 2 +
  0.1 * (layers - 6) ** 2 +
  (size === 'l' ? 0 : 1) +
  (activation === 'tanh' ? 0 : 1);

describe('cmaes', () => {
  test('goes down a narrow valley', () => {
    expect(least(run(cmaes(plane, { seed: 1 }), valley, 400).map(valley))).toBeLessThan(1e-7);
  });

  test('finds numbers, integers, ordinals and categories together', () => {
    const bests = [1, 2, 3, 4, 5].map((seed) => least(run(cmaes(net, { seed }), netLoss, 300).map(netLoss)));
    expect(bests.toSorted((a, b) => a - b)[2]).toBeLessThan(1e-4);
  });

  test('searches the branches of a tree', () => {
    const tree = space({
      units: list(int(1, 64, { scale: 'log' }), 1, 3),
      optimizer: variant('kind', {
        sgd: { momentum: float(0, 1) },
        adam: { beta: float(0, 1), mode: ['a', 'b'] },
      }),
    });
    const loss = ({ units, optimizer }: ReturnType<typeof tree.parse>): number =>
      units.length +
      (optimizer.kind === 'adam' ? (optimizer.beta - 0.3) ** 2 + (optimizer.mode === 'b' ? 0 : 1) : 2);
    const bests = [1, 2, 3].map((seed) => least(run(cmaes(tree, { seed }), loss, 200).map(loss)));
    expect(bests.toSorted((a, b) => a - b)[1]).toBeLessThan(1.01);
  });

  test('takes all results of a batch, in whatever order they come', () => {
    const sampler = cmaes(plane, { seed: 3 });
    let best = Infinity;
    for (let batch = 0; batch < 60; batch++) {
      const asked = Array.from({ length: 8 }, () => ask(sampler));
      for (const params of asked.reverse()) {
        best = Math.min(best, valley(params));
        sampler.tell(complete(params, valley(params)));
      }
    }
    expect(best).toBeLessThan(1e-5);
  });

  test('begins where earlier results were good, told or given as a history', () => {
    const earlier = run(random(plane, { seed: 9 }), valley, 200).map((params) =>
      complete(params, valley(params)),
    );
    const told = cmaes(plane, { seed: 1 });
    for (const trial of earlier) told.tell(trial);
    const given = cmaes(plane, { seed: 1, history: new Set(earlier) });
    const [warm, same, cold] = [told, given, cmaes(plane, { seed: 1 })].map((sampler) =>
      run(sampler, valley, 40),
    );
    expect(warm).toEqual(same);
    expect(least((warm ?? []).map(valley))).toBeLessThan(least((cold ?? []).map(valley)));
    expect(() => cmaes(plane, { history: [complete({ x: 99, y: 0 }, 1)] })).toThrow(
      'cmaes: trial 0 of the history is not of this space',
    );
  });

  test('starts with evenly spread points where it is asked to; earlier results count', () => {
    const quarters = (sampler: Sampler<Plane>) =>
      new Set(run(sampler, valley, 16).map(({ x }) => Math.floor(((x + 5) / 15) * 16))).size;
    expect(quarters(cmaes(plane, { seed: 3, startup: 16 }))).toBe(16);
    const earlier = [complete({ x: 0, y: 1 }, 1)];
    const [fresh, shorter] = [0, 1].map((count) =>
      run(cmaes(plane, { seed: 3, startup: 4, history: earlier.slice(0, count) }), valley, 4),
    );
    expect(shorter?.slice(0, 3)).toEqual(fresh?.slice(0, 3));
    expect(shorter?.[3]).not.toEqual(fresh?.[3]);
  });

  test('draws what constraints allow, and moves along their border', () => {
    const half = plane.where(({ x, y }) => x + y <= 6, 'too much');
    const losses = run(cmaes(half, { seed: 6 }), valley, 300).map((params) => {
      expect(half.allows(params)).toBe(true);
      return valley(params);
    });
    // The best of what is allowed: y = 4 + (x - 3) and x + y = 6 meet at x = 2.5.
    expect(least(losses)).toBeCloseTo(0.25, 2);
    const ring = plane.where(({ x, y }) => Math.abs(Math.hypot(x - 3, y - 4) - 2) < 0.01, 'off the ring');
    for (const params of run(cmaes(ring, { seed: 6 }), ({ x }) => x, 60))
      expect(ring.allows(params)).toBe(true);
  });

  test('tries everything once in a finite space, then completes', () => {
    const finite = space({ a: int(1, 4), b: choice(['x', 'y', 'z']) }).where(
      ({ a, b }) => a > 1 || b === 'x',
      'no',
    );
    const sampler = cmaes(finite, { seed: 5, startup: 3 });
    expect(new Set(run(sampler, ({ a }) => a, 10).map((params) => finite.key(params))).size).toBe(10);
    expect([sampler.ask(), sampler.ask()]).toEqual([undefined, undefined]);
  });

  test('finds a good candidate of a large finite space before most are tried', () => {
    const large = space({ a: int(0, 99), b: int(0, 99), c: choice(['x', 'y', 'z']) });
    const loss = ({ a, b, c }: ReturnType<typeof large.parse>): number =>
      (a - 71) ** 2 + (b - 12) ** 2 + (c === 'y' ? 0 : 50);
    expect(least(run(cmaes(large, { seed: 2 }), loss, 250).map(loss))).toBeLessThan(3);
  });

  test('depends on ranks alone', () => {
    const bent = run(cmaes(plane, { seed: 4 }), (params) => Math.log(valley(params)) ** 3, 100);
    expect(bent).toEqual(run(cmaes(plane, { seed: 4 }), valley, 100));
  });

  test.each<readonly [string, Space<unknown>]>([
    [
      'a hundred numbers, without correlations',
      space(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x${i}`, float(0, 1)]))),
    ],
    [
      'categories alone',
      space(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x${i}`, choice([0, 1, 2, 3])]))),
    ],
  ])('does better than random search in %s', (_, given) => {
    const loss = (params: unknown): number =>
      given.encode(given.parse(params)).reduce((sum, u) => sum + (u - 0.3) ** 2, 0);
    const [ours, randoms] = [cmaes(given, { seed: 1 }), random(given, { seed: 1 })].map((sampler) =>
      least(run(sampler, loss, 300).map(loss)),
    );
    expect(ours).toBeLessThan(0.7 * (randoms ?? 0));
  });

  test('refuses wrong options, several losses, and parameters of another space', () => {
    expect(() => cmaes(plane, { populationSize: 1 })).toThrow(
      'cmaes: populationSize: expected an integer of at least 2, not 1',
    );
    expect(() => cmaes(plane, { sigma: 0 })).toThrow(
      'cmaes: sigma: expected a number above 0 and up to 1, not 0',
    );
    // @ts-expect-error wrong on purpose
    expect(() => cmaes(plane, { restarts: 'lipop' })).toThrow(
      "cmaes: restarts: expected 'none', 'ipop' or 'bipop', not \"lipop\"",
    );
    expect(() => {
      cmaes(plane).tell(complete({ x: 99, y: 0 }, 1));
    }).toThrow('x: expected a number from -5 to 10, not 99');
    expect(() => {
      cmaes(plane).tell(complete({ x: 1, y: 0 }, [1, 2] as never));
    }).toThrow('cmaes: trial 0 has the losses [1,2]');
  });
});
