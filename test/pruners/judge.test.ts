import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { anyOf } from '../../src/pruners/any-of.ts';
import { ashaPruner } from '../../src/pruners/asha.ts';
import { autoPruner } from '../../src/pruners/auto.ts';
import { hyperbandPruner } from '../../src/pruners/hyperband.ts';
import { Judge } from '../../src/pruners/judge.ts';
import { medianPruner } from '../../src/pruners/median.ts';
import { patientPruner } from '../../src/pruners/patient.ts';
import type { Pruner, PrunerReport, PrunerTrial } from '../../src/pruners/pruner.ts';
import { wilcoxonPruner } from '../../src/pruners/wilcoxon.ts';
import type { Score } from '../../src/trial.ts';
import { complete, failed, pruned } from './story.ts';

const told: (PrunerReport | PrunerTrial)[] = [];
const recording: Pruner = {
  start: () => {
    told.length = 0;
    return {
      report: (report) => told.push(report) === 0,
      finish: (trial) => void told.push(trial),
    };
  },
};

/** Trials one after another, each with a list of losses; the answers to all reports. */
function judged(pruner: Pruner, trials: readonly (readonly Score[])[]): boolean[] {
  const judge = new Judge(pruner);
  return trials.flatMap((losses, number) => {
    const answers = losses.map((loss, i) => judge.report(number, {}, { step: i, value: loss, at: 0 }, loss));
    judge.finish({ ...complete(number, 0), state: 'complete', value: 0, loss: losses.at(-1) ?? 0 });
    return answers;
  });
}

describe('Judge', () => {
  it('hands a single loss on as it is', () => {
    judged(recording, [[3, Number.NaN]]);
    expect(told[0]).toEqual({ number: 0, step: 0, value: 3, loss: 3, params: {} });
    expect(told[1]).toMatchObject({ loss: Number.NaN });
    expect(told[2]).toMatchObject({ state: 'complete', loss: Number.NaN });
  });

  it('makes one loss of several, and hands these on too', () => {
    judged(recording, [[[3, 3]], [[1, 1]], [[2, 5]]]);
    expect(told.map((one) => ('loss' in one ? one.loss : undefined))).toEqual([3, 3, 1, 1, 2, 2]);
    expect(told[4]).toMatchObject({ value: [2, 5], losses: [2, 5] });
    expect(told[5]).toMatchObject({ state: 'complete', losses: [2, 5] });
  });

  it('gives what is not wholly finite no rank', () => {
    judged(recording, [[[3, Number.NaN]], [[Infinity, 1]], [[9, 9]]]);
    expect(told.map((one) => ('loss' in one ? one.loss : undefined))).toEqual([
      ...Array.from({ length: 4 }, () => Number.NaN),
      9,
      9,
    ]);
  });

  it('tells of trials that failed or were pruned', () => {
    const judge = new Judge(recording);
    judge.finish(failed(0));
    judge.finish(pruned(1));
    expect(told.map((one) => 'state' in one && one.state)).toEqual(['failed', 'pruned']);
  });
});

const rules: Readonly<Record<string, Pruner>> = {
  median: medianPruner({ startupTrials: 2 }),
  asha: ashaPruner({ reductionFactor: 3 }),
  hyperband: hyperbandPruner(),
  auto: autoPruner(),
  wilcoxon: wilcoxonPruner({ pThreshold: 0.4 }),
  patient: patientPruner(undefined, { patience: 1 }),
  several: anyOf(ashaPruner(), medianPruner()),
};

/** Trials of eight reports. */
const trials = <T>(loss: fc.Arbitrary<T>): fc.Arbitrary<T[][]> =>
  fc.array(fc.array(loss, { minLength: 8, maxLength: 8 }), { maxLength: 15 });
const loss = fc.double({ min: 0, max: 4, noNaN: true });

describe.each(Object.entries(rules))('%s', (_, pruner) => {
  test('decides about an array of one objective as about the number', () => {
    fc.assert(
      fc.property(trials(loss), (curves) => {
        const arrays = curves.map((curve) => curve.map((one) => [one]));
        expect(judged(pruner, arrays)).toEqual(judged(pruner, curves));
      }),
    );
  });

  test('decides the same again about several objectives', () => {
    fc.assert(
      fc.property(trials(fc.tuple(loss, loss)), (curves) => {
        expect(judged(pruner, curves)).toEqual(judged(pruner, curves));
      }),
    );
  });
});

test('a trial on the front stays, and one that is dominated at every step goes', () => {
  const front = (i: number): number[][] => Array.from({ length: 8 }, (__, k) => [i + 8 - k, 12 - i - k]);
  const dominated = front(6).map(([a = 0, b = 0]) => [a + 3, b + 3]);
  for (const rule of ['median', 'asha', 'auto']) {
    const answers = judged(rules[rule]!, [...Array.from({ length: 6 }, (__, i) => front(2 * i)), dominated]);
    expect(answers.slice(0, 8).includes(true)).toBe(false);
    expect(answers.slice(-8).includes(true)).toBe(true);
  }
});
