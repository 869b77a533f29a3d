import {
  choice,
  float,
  int,
  list,
  minimize,
  ordinal,
  type Params,
  type Space,
  space,
  type Trial,
  variant,
} from 'rxtune';
import { auto, type AutoSampler, random, wait } from 'rxtune/samplers';
import { describe, expect, test } from 'vitest';

function complete<P>(params: P, loss: number, number = 0): Trial<P> {
  return { state: 'complete', number, params, value: loss, loss, reports: [], startedAt: 0, finishedAt: 0 };
}

function ask<P>(sampler: Pick<AutoSampler<P>, 'ask'>): P {
  const params = sampler.ask();
  if (params === undefined || params === wait) throw new Error('no candidate');
  return params;
}

/** The candidates of a run of n trials. */
function run<P>(sampler: AutoSampler<P>, loss: (params: P) => number, n: number): P[] {
  return Array.from({ length: n }, (_, i) => {
    const params = ask(sampler);
    sampler.tell(complete(params, loss(params), i));
    return params;
  });
}

const plane = space({ x: float(-5, 10), y: float(0, 15) });
type Plane = Params<typeof plane>;
const bowl = ({ x, y }: Plane): number => (x - 3) ** 2 + (y - 4) ** 2;

const table = space({ a: choice(['p', 'q', 'r']), b: int(1, 9), c: ordinal([1, 2, 4, 8]) });
const net = space({
  rate: float(1e-4, 1, { scale: 'log' }),
  units: list(int(1, 64, { scale: 'log' }), 1, 3),
  optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: { decay: choice([0, 1]) } }),
});

/** Many results that another sampler chose. */
function past<P>(given: Space<P>, loss: (params: P) => number, n: number): Trial<P>[] {
  const sampler = random(given, { seed: 9 });
  return Array.from({ length: n }, (_, i) => {
    const params = ask(sampler);
    return complete(params, loss(params), i);
  });
}

describe('auto', () => {
  test('goes from evenly spread points to models, and says so', () => {
    const sampler = auto(plane, { seed: 1 });
    expect(sampler.describe()).toMatchObject({ phase: 'startup', sampler: 'sobol', results: 0, pending: 0 });
    const losses = run(sampler, bowl, 24).map(bowl);
    ask(sampler);
    const { phase, explained, models, text, results, pending } = sampler.describe();
    expect({ phase, results, pending }).toEqual({ phase: 'models', results: 24, pending: 1 });
    expect(explained?.all).toBeGreaterThan(0.9);
    expect(models).toHaveLength(3);
    expect(text).toMatch(
      /^24 results, 1 running: Gaussian processes, mostly .* none of the suggestions come from tpe/,
    );
    expect(Math.min(...losses)).toBeLessThan(1e-3);
  });

  test('looks for lucky points among ripples, and says so', () => {
    const names = ['a', 'b', 'c', 'd'] as const;
    const box = space({ a: float(-5, 5), b: float(-5, 5), c: float(-5, 5), d: float(-5, 5) });
    const rippled = (point: Readonly<Record<(typeof names)[number], number>>): number =>
      names.reduce(
        (sum, name) => sum + (point[name] - 1) ** 2 + 10 * (1 - Math.cos(2 * Math.PI * (point[name] - 1))),
        0,
      );
    const sampler = auto(box, { seed: 5 });
    run(sampler, rippled, 50);
    expect(sampler.describe().text).toContain('takes what it cannot explain for ripples');
    // At the bottom of the bowl the ripples come to 40 on average.
    expect(Math.min(...run(sampler, rippled, 50).map(rippled))).toBeLessThan(5);
  });

  test('does not wait for what was abandoned', () => {
    const sampler = auto(net, { seed: 4 });
    for (let i = 0; i < 30; i++) {
      const params = ask(sampler);
      if (i % 3 === 2) sampler.abandon?.(params);
      else sampler.tell(complete(params, params.rate, i));
    }
    expect(sampler.describe()).toMatchObject({ phase: 'models', results: 20, pending: 0 });
  });

  test('to say what it does changes nothing', () => {
    const silent = auto(plane, { seed: 2 });
    const talking = auto(plane, { seed: 2 });
    for (let i = 0; i < 16; i++) {
      const params = ask(silent);
      talking.describe();
      expect(ask(talking)).toEqual(params);
      for (const sampler of [silent, talking]) sampler.tell(complete(params, bowl(params), i));
    }
  });

  test('hands suggestions to tpe where nothing can be predicted', () => {
    const sampler = auto(plane, { seed: 3 });
    let i = 0;
    run(sampler, () => Math.sin(1e4 * i++), 30);
    const { tpeShare, explained, text } = sampler.describe();
    expect(explained?.all).toBeLessThan(0.4);
    expect(tpeShare).toBeGreaterThan(0.2);
    expect(text).toMatch(/\d+ % of the suggestions come from tpe/);
  });

  test('never leaves all to models in a space without floats', () => {
    const sampler = auto(table, { seed: 4 });
    run(sampler, ({ b, c }) => b + c, 14);
    expect(sampler.describe().tpeShare).toBeGreaterThanOrEqual(0.5);
    expect(sampler.describe().text).toMatch('without floats');
  });

  test('evolves from 250 results on where all are floats', () => {
    const history = past(plane, bowl, 260);
    const sampler = auto(plane, { seed: 5, history });
    expect(sampler.describe()).toMatchObject({ phase: 'evolution', sampler: 'cmaes', results: 260 });
    const best = Math.min(...history.map(({ params }) => bowl(params)));
    expect(Math.min(...run(sampler, bowl, 100).map(bowl))).toBeLessThan(best / 100);
  });

  test('follows densities from 250 results on where there is more than floats', () => {
    const loss = ({ rate, units }: Params<typeof net>): number => Math.log10(rate) ** 2 + units.length;
    const sampler = auto(net, { seed: 6, history: past(net, loss, 260) });
    expect(sampler.describe()).toMatchObject({ phase: 'densities', sampler: 'tpe', tpeShare: 1 });
    const losses = run(sampler, loss, 50).map(loss);
    expect(losses.reduce((sum, value) => sum + value, 0) / 50).toBeLessThan(4);
  });

  test('tries everything once in a finite space, whoever proposes, then completes', () => {
    const size = table.size;
    const sampler = auto(table, { seed: 7, history: past(table, ({ b }) => b, 250) });
    const keys = new Set<string>();
    for (let params = sampler.ask(); params !== undefined; params = sampler.ask()) {
      if (params === wait) throw new Error('waits');
      keys.add(table.key(params));
      expect(keys.size).toBeLessThanOrEqual(size);
    }
    const before = new Set(past(table, ({ b }) => b, 250).map(({ params }) => table.key(params)));
    expect(keys.size).toBe(size - before.size);
    expect([...keys].some((key) => before.has(key))).toBe(false);
    expect(sampler.ask()).toBeUndefined();
  });

  test('starts shorter when few trials are to come', () => {
    const phases = (trials: number): number => {
      const sampler = auto(plane, { seed: 8, trials });
      let n = 0;
      while (sampler.describe().phase === 'startup') {
        run(sampler, bowl, 1);
        n++;
      }
      return n;
    };
    expect([phases(3), phases(12), phases(100)]).toEqual([2, 4, 8]);
  });

  test('gives a batch different candidates', () => {
    const sampler = auto(plane, { seed: 9 });
    run(sampler, bowl, 12);
    const batch = Array.from({ length: 8 }, () => ask(sampler));
    for (const [i, a] of batch.entries())
      for (const b of batch.slice(0, i)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(1e-6);
  });

  test('searches a space for minimize, and knows its budget', async () => {
    const tried: Plane[] = [];
    await minimize(
      plane,
      (params) => {
        tried.push(params);
        return bowl(params);
      },
      { trials: 15, seed: 3 },
    );
    expect(tried).toEqual(run(auto(plane, { seed: 3, trials: 15 }), bowl, 15));
  });

  test('refuses wrong options', () => {
    expect(() => auto(plane, { trials: 0 })).toThrow(
      'auto: trials: expected an integer of at least 1, not 0',
    );
    expect(() => auto(plane, { startup: 1 })).toThrow(
      'auto: startup: expected an integer of at least 2, not 1',
    );
    expect(() => auto(plane, { history: [complete({ x: 99, y: 0 }, 1)] })).toThrow(
      'auto: trial 0 of the history is not of this space',
    );
  });
});
