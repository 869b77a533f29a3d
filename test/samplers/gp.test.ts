import { choice, float, int, list, type Params, type Space, space, type Trial, variant } from 'rxtune';
import { describe, expect, test } from 'vitest';
import { gp } from '../../src/samplers/gp.ts';
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

const plane = space({ x: float(-5, 10), y: float(0, 15) });
type Plane = { readonly x: number; readonly y: number };
const bowl = ({ x, y }: Plane): number => (x - 3) ** 2 + (y - 4) ** 2;

const net = space({
  rate: float(1e-4, 1, { scale: 'log' }),
  units: list(int(1, 64, { scale: 'log' }), 1, 3),
  optimizer: variant('kind', {
    sgd: { momentum: float(0, 1) },
    adam: { beta: float(0, 1), decay: choice([0, 1]) },
  }),
});

describe('gp', () => {
  test('finds the bottom of a bowl, where random search comes near at best', () => {
    const losses = run(gp(plane, { seed: 1 }), bowl, 25).map(bowl);
    expect(Math.min(...losses)).toBeLessThan(1e-3);
    expect(Math.min(...run(random(plane, { seed: 1 }), bowl, 25).map(bowl))).toBeGreaterThan(0.1);
  });

  test('repeats itself with the same seed and the same results, and only then', () => {
    const one = run(gp(plane, { seed: 7 }), bowl, 20);
    expect(run(gp(plane, { seed: '7' }), bowl, 20)).toEqual(one);
    expect(run(gp(plane, { seed: 8 }), bowl, 20)).not.toEqual(one);
  });

  test('starts with `startup` evenly spread points', () => {
    const xs = run(gp(plane, { seed: 3, startup: 16 }), bowl, 16).map(({ x }) =>
      Math.floor(((x + 5) / 15) * 16),
    );
    expect(new Set(xs).size).toBe(16);
  });

  test('gives a batch different candidates', () => {
    const sampler = gp(plane, { seed: 2 });
    run(sampler, bowl, 12);
    const batch = Array.from({ length: 8 }, () => ask(sampler));
    for (const [i, a] of batch.entries())
      for (const b of batch.slice(0, i)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(1e-6);
    for (const params of batch.reverse()) sampler.tell(complete(params, bowl(params)));
  });

  test('does not stay in the branch that looks best at first', () => {
    const trap = space({
      model: variant('kind', { easy: {}, hard: { a: float(0, 1), b: float(0, 1) } }),
    });
    const loss = ({ model }: Params<typeof trap>): number =>
      model.kind === 'easy' ? 0.1 : 4 * ((model.a - 0.2) ** 2 + (model.b - 0.9) ** 2);
    expect(Math.min(...run(gp(trap, { seed: 1 }), loss, 40).map(loss))).toBeLessThan(0.05);
  });

  test('goes on when nothing comes back for long', () => {
    const sampler = gp(plane, { seed: 2 });
    expect(new Set(Array.from({ length: 30 }, () => plane.key(ask(sampler)))).size).toBe(30);
  });

  test('samples variants and lists, and keeps to their rules', () => {
    const loss = (params: unknown): number => {
      const { rate, units, optimizer } = net.parse(params);
      return Math.log10(rate) ** 2 + units.length + (optimizer.kind === 'sgd' ? optimizer.momentum : 2);
    };
    const tried = run(gp(net, { seed: 4 }), loss, 40);
    expect(Math.min(...tried.map(loss))).toBeLessThan(1.5);
  });

  test('tries everything once in a finite space, then completes', () => {
    const finite = space({ a: int(1, 4), b: choice(['x', 'y', 'z']) }).where(
      ({ a, b }) => a > 1 || b === 'x',
      'no',
    );
    const sampler = gp(finite, { seed: 5 });
    const keys = new Set(run(sampler, ({ a }) => a, 10).map((params) => finite.key(params)));
    expect(keys.size).toBe(10);
    expect(sampler.ask()).toBeUndefined();
    expect(sampler.ask()).toBeUndefined();
  });

  test('proposes only what constraints allow', () => {
    const ring = plane.where(({ x, y }) => Math.abs(Math.hypot(x - 3, y - 4) - 2) < 0.2, 'off the ring');
    for (const { x, y } of run(gp(ring, { seed: 6 }), ({ x }) => x, 30))
      expect(Math.abs(Math.hypot(x - 3, y - 4) - 2)).toBeLessThan(0.2);
  });

  test.each<readonly [string, (i: number) => number]>([
    ['NaN', () => NaN],
    ['infinite', (i) => (i % 2 === 0 ? Infinity : -Infinity)],
    ['huge', (i) => (i % 2 === 0 ? 1e308 : -1e308)],
    ['tiny', (i) => i * 5e-324],
    ['equal', () => 0.1],
    ['zero of either sign', (i) => (i % 2 === 0 ? 0 : -0)],
  ])('survives losses that are %s', (_, loss) => {
    let i = 0;
    for (const params of run(gp(plane, { seed: 1 }), () => loss(i++), 30)) plane.parse(params);
  });

  test('survives failed and pruned trials, and results that it never asked for', () => {
    const sampler = gp(plane, { seed: 1 });
    for (let i = 0; i < 30; i++) {
      const params = ask(sampler);
      const base = { number: i, params, reports: [], startedAt: 0, finishedAt: 0 };
      if (i % 3 === 0) sampler.tell({ ...base, state: 'failed', error: 'no' });
      else if (i % 3 === 1) sampler.tell({ ...base, state: 'pruned' });
      else sampler.tell(complete({ x: i / 10, y: 1 }, bowl(params)));
      plane.parse(params);
    }
  });

  test.each<readonly [string, Space<unknown>]>([
    ['one dimension', space({ x: float(0, 1) })],
    ['a single value beside a float', space({ x: float(0, 1), only: choice(['a']) })],
    [
      'two hundred dimensions',
      space(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}`, float(0, 1)]))),
    ],
  ])('survives %s', (_, given) => {
    let i = 0;
    for (const params of run(gp(given, { seed: 1 }), () => Math.sin(i++), 14)) given.parse(params);
  });

  test('completes at once where there is a single candidate', () => {
    const sampler = gp(space({ only: choice(['a']), low: int(3, 3) }));
    expect(sampler.ask()).toEqual({ only: 'a', low: 3 });
    expect(sampler.ask()).toBeUndefined();
  });

  test('starts warm with a history', () => {
    const history = run(random(plane, { seed: 9 }), bowl, 30).map((params) => complete(params, bowl(params)));
    const [first] = run(gp(plane, { seed: 1, history: new Set(history) }), bowl, 1);
    expect(bowl(first!)).toBeLessThan(2);
    expect(() => gp(plane, { history: [complete({ x: 99, y: 0 }, 1)] })).toThrow(
      'gp: trial 0 of the history is not of this space',
    );
  });

  test('refuses wrong options', () => {
    expect(() => gp(plane, { startup: 1 })).toThrow('gp: startup: expected an integer of at least 2, not 1');
  });
});
