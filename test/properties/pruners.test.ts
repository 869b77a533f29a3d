import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ashaPruner,
  autoPruner,
  hyperbandPruner,
  medianPruner,
  type Pruner,
  patientPruner,
  percentilePruner,
  thresholdPruner,
  wilcoxonPruner,
} from '../../src/pruners/index.ts';
import type { Score } from '../../src/trial.ts';
import { complete, failed, pruned, report, type Told, told } from '../pruners/story.ts';

const pruners: Readonly<Record<string, Pruner>> = {
  median: medianPruner({ startupTrials: 1, warmupSteps: 1, interval: 2 }),
  percentile: percentilePruner({ percentile: 30, startupTrials: 2 }),
  threshold: thresholdPruner({ upper: 3, warmupSteps: 2, interval: 3 }),
  patient: patientPruner(medianPruner({ startupTrials: 1 }), { patience: 1 }),
  wilcoxon: wilcoxonPruner({ pThreshold: 0.3 }),
  asha: ashaPruner({ reductionFactor: 3 }),
  hyperband: hyperbandPruner(),
  auto: autoPruner(),
  'auto with steps': autoPruner({ steps: 8 }),
};

const loss = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0, max: 4, noNaN: true }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
);
const ends = fc.constantFrom(complete, complete, failed, pruned);

/** Any reports of a few trials in any order, at whole steps from 0; each trial may end, and then come again as another one. */
const stories: fc.Arbitrary<Told[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.nat(5), fc.nat(9), loss).map((one) => report(...one)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.nat(5), ends, fc.double({ min: 0, max: 4, noNaN: true }))
        .map(([number, end, value]) => end(number, value)),
    },
  ),
  { maxLength: 80 },
);

/** Whole curves of one length, complete in this order. */
const curves = fc.array(fc.array(loss.filter(Number.isFinite), { minLength: 8, maxLength: 8 }), {
  maxLength: 12,
});

const opposite = (value: Score): Score => (typeof value === 'number' ? -value : value.map((one) => -one));

const shifted = (story: readonly Told[], by: number): Told[] =>
  story.map((event) => ('step' in event ? { ...event, step: event.step + by } : event));

describe.each(Object.entries(pruners))('%s', (_, pruner) => {
  test('a replay gives the same answers', () => {
    fc.assert(
      fc.property(stories, (story) => {
        expect(told(pruner, story)).toEqual(told(pruner, story));
      }),
    );
  });

  test('answers depend on what was told before, and on nothing later', () => {
    fc.assert(
      fc.property(stories, fc.nat(80), (story, length) => {
        const beginning = told(pruner, story.slice(0, length));
        expect(told(pruner, story).slice(0, beginning.length)).toEqual(beginning);
      }),
    );
  });

  test('it makes no difference from where steps count', () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: -1000, max: 1000 }), (story, by) => {
        expect(told(pruner, shifted(story, by))).toEqual(told(pruner, story));
      }),
    );
  });

  test('it makes no difference how direct values are, if losses are the same', () => {
    if (_ === 'threshold') return;
    fc.assert(
      fc.property(stories, (story) => {
        const negated = story.map((event) =>
          'step' in event ? { ...event, value: opposite(event.value) } : event,
        );
        expect(told(pruner, negated)).toEqual(told(pruner, story));
      }),
    );
  });
});

/** Which complete trial is the first, of equally good ones, or the longest, matters to those rules only that say so. */
describe.each(['median', 'percentile', 'threshold', 'patient', 'asha', 'auto with steps', 'auto'])(
  '%s',
  (name) => {
    test('the order in which others have finished makes no difference', () => {
      const pruner = pruners[name]!;
      const played = (
        order: readonly number[],
        curvesOfOthers: readonly number[][],
        curve: readonly number[],
      ) => {
        const state = pruner.start();
        // All run at the same time, so that the order of reports is the same.
        for (let step = 0; step < 8; step++) {
          curvesOfOthers.forEach((losses, number) => state.report(report(number, step, losses[step]!)));
        }
        for (const number of order) state.finish(complete(number, curvesOfOthers[number]!.at(-1)!));
        return curve.map((one, step) => state.report(report(99, step, one)));
      };
      const others = curves.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(
            all.map((__, i) => i),
            { minLength: all.length },
          ),
          fc.array(loss, { minLength: 8, maxLength: 8 }),
        ),
      );
      fc.assert(
        fc.property(others, ([all, order, curve]) => {
          const inOrder = all.map((__, i) => i);
          expect(played(order, all, curve)).toEqual(played(inOrder, all, curve));
        }),
      );
    });
  },
);
