import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { autoPruner } from '../../src/pruners/auto.ts';
import { complete, completes, pruned, report, verdicts } from './story.ts';

const flat = (loss: number, length = 20): number[] => Array<number>(length).fill(loss);

/** The rule by its definition, for trials one after another whose number of reports is known: all entries are kept and sorted. */
function byDefinition(curves: readonly (readonly number[])[], reports: number): number[] {
  const keep = [0.65, 0.65, 0.36];
  const entries: { x: number; p: number }[][] = [];
  return curves.map((curve) => {
    let [rung, at, before] = [0, 2, Number.NaN];
    const best = (n: number): number => Math.min(...curve.slice(0, n));
    for (let n = 1; n <= curve.length; n++) {
      if (n < at) continue;
      const x = best(n);
      const p = x - 2 * Math.max(0, (rung === 0 ? best(1) : before) - x);
      const here = (entries[rung] ??= []);
      here.push({ x, p });
      const k = Math.max(1, Math.round(keep[Math.min(rung, 2)]! * here.length));
      const kept = here.filter((one) => one.x < x).length < k || here.filter((one) => one.p < p).length < k;
      rung++;
      before = x;
      at = Math.max(Math.round(2 * 1.6 ** rung), at + 1);
      if (!kept && n < 0.9 * reports) return n;
    }
    return curve.length;
  });
}

describe('autoPruner', () => {
  test('does what its definition says', () => {
    const curve = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, max: 5, noNaN: true })),
      {
        minLength: 12,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(fc.array(curve, { maxLength: 30 }), (curves) => {
        const state = autoPruner({ steps: 12 }).start();
        const lengths = curves.map((losses, number) => {
          const at = losses.findIndex((loss, i) => state.report(report(number, i, loss)));
          state.finish(at < 0 ? complete(number, losses.at(-1)!) : pruned(number));
          return at < 0 ? losses.length : at + 1;
        });
        expect(lengths).toEqual(byDefinition(curves, 12));
      }),
    );
  });

  test('prunes nothing finite before a first trial is complete', () => {
    const state = autoPruner().start();
    for (let number = 0; number < 8; number++)
      expect(verdicts(state, number, flat(number))).not.toContain(true);
    state.finish(complete(0, 0));
    expect(verdicts(state, 9, flat(20)).indexOf(true)).toBe(1);
  });

  test('with the number of reports given, at once', () => {
    const state = autoPruner({ steps: 20 }).start();
    verdicts(state, 0, flat(0));
    expect(verdicts(state, 1, flat(1)).indexOf(true)).toBe(1);
  });

  test('when the first is complete, those still running have entered the rungs that they have passed', () => {
    const [late, early] = [autoPruner(), autoPruner({ steps: 20 })].map((pruner) => pruner.start());
    for (const state of [late!, early!]) {
      for (const number of [1, 2, 3, 4, 5]) verdicts(state, number, flat(number, 6));
      completes(state, 0, flat(3));
    }
    for (const number of [1, 2, 3, 4, 5]) {
      for (let step = 7; step <= 20; step++) {
        const next = report(number, step, number);
        expect(late!.report(next)).toBe(early!.report(next));
      }
    }
    expect(verdicts(late!, 9, flat(4))).toEqual(verdicts(early!, 9, flat(4)));
  });

  test('steps of the first complete trial are the rungs of sparse reports', () => {
    const state = autoPruner().start();
    completes(state, 0, flat(0, 20));
    expect(state.report(report(1, 1, 9))).toBe(false);
    expect(state.report(report(1, 5, 9))).toBe(true);
  });

  test('never judges a first report, nor the last tenth', () => {
    const state = autoPruner({ steps: 20, firstRung: 18 }).start();
    verdicts(state, 0, flat(0));
    expect(verdicts(state, 1, flat(1))).not.toContain(true);
    const short = autoPruner().start();
    completes(short, 0, [0]);
    expect(verdicts(short, 1, [9])).not.toContain(true);
    const two = autoPruner().start();
    completes(two, 0, [0, 0]);
    expect(verdicts(two, 1, [9, 9])).not.toContain(true);
    const four = autoPruner().start();
    completes(four, 0, flat(0, 4));
    expect(verdicts(four, 1, flat(9, 4))).toEqual([false, true, true, false]);
  });

  test('a slow starter stays for what it gains', () => {
    const state = autoPruner({ steps: 20 }).start();
    for (let number = 0; number < 6; number++) completes(state, number, flat(1 + number / 10));
    const slow = Array.from({ length: 20 }, (_, i) => 9 - i / 2);
    expect(verdicts(state, 8, flat(8)).indexOf(true)).toBe(1);
    expect(verdicts(autoPruner({ steps: 20, projection: 20 }).start(), 9, slow)).not.toContain(true);
    const generous = autoPruner({ steps: 20, projection: 20 }).start();
    for (let number = 0; number < 6; number++) completes(generous, number, flat(1 + number / 10));
    expect(verdicts(generous, 8, flat(8)).indexOf(true)).toBe(1);
    expect(verdicts(generous, 9, slow)).not.toContain(true);
  });

  test('a collapse after a good report is forgiven', () => {
    const state = autoPruner({ steps: 20 }).start();
    for (let number = 0; number < 6; number++) completes(state, number, flat(1 + number / 10));
    expect(verdicts(state, 8, [0.5, ...flat(7, 19)])).not.toContain(true);
  });

  test('prunes what is not finite at once', () => {
    for (const loss of [Number.NaN, Infinity, -Infinity]) {
      expect(verdicts(autoPruner().start(), 0, [loss])).toEqual([true]);
    }
  });

  test('reports in a row at one step count as one', () => {
    const state = autoPruner({ steps: 20 }).start();
    verdicts(state, 0, flat(0));
    for (let i = 0; i < 5; i++) expect(state.report(report(1, 1, 9))).toBe(false);
    expect(state.report(report(1, 2, 9))).toBe(true);
  });

  test('the presets are ever more careful', () => {
    const curves = Array.from({ length: 60 }, (_, number) =>
      Array.from({ length: 40 }, (__, i) => ((number * 37) % 60) / 60 + ((number * 17) % 11) / (3 + i)),
    );
    const spent = (['lean', 'auto', 'careful'] as const).map((preset) => {
      const state = autoPruner({ preset, steps: 40 }).start();
      return curves.reduce((sum, losses, number) => {
        const at = losses.findIndex((loss, i) => state.report(report(number, i, loss)));
        return sum + (at < 0 ? losses.length : at + 1);
      }, 0);
    });
    expect(spent).toEqual([...spent].sort((a, b) => a - b));
    expect(new Set(spent).size).toBe(3);
  });

  test.each([
    [{ preset: 'bold' }, /preset: /],
    [{ steps: 0 }, /steps: /],
    [{ spacing: 1 }, /spacing: .*not 1/],
    [{ keep: [] }, /keep: /],
    [{ keep: [0.5, 1.5] }, /keep\[1\]: .*1.5/],
  ])('refuses %j', (options, message) => {
    expect(() => autoPruner(options as never)).toThrow(message);
  });
});
