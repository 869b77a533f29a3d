import { describe, expect, it } from 'vitest';
import { anyOf } from '../../src/pruners/any-of.ts';
import { Judge } from '../../src/pruners/judge.ts';
import { patientPruner } from '../../src/pruners/patient.ts';
import type { Pruner } from '../../src/pruners/pruner.ts';
import { scalarised } from '../../src/pruners/scalarised.ts';
import type { Score } from '../../src/trial.ts';
import { complete, failed } from './story.ts';

/** Prunes what has a loss above 10, and writes down what it is told. */
const heard: number[] = [];
const above10: Pruner = {
  start: () => ({
    report: ({ loss }) => heard.push(loss) > 0 && loss > 10,
    finish: (trial) => {
      if (trial.state === 'complete') heard.push(trial.loss);
    },
  }),
};

const answers = (pruner: Pruner, losses: readonly Score[]): boolean[] => {
  const judge = new Judge(pruner);
  heard.length = 0;
  const found = losses.map((loss, step) => judge.report(0, {}, { step, value: loss, at: 0 }, loss));
  judge.finish(failed(1));
  judge.finish({ ...complete(0, 0), state: 'complete', value: 0, loss: losses.at(-1) ?? 0 });
  return found;
};

describe('scalarised', () => {
  it('weighs the losses, at each report and at the end', () => {
    expect(
      answers(scalarised(above10, [1, 2]), [
        [1, 4],
        [1, 5],
      ]),
    ).toEqual([false, true]);
    expect(heard).toEqual([9, 11, 11]);
  });

  it('takes any function of the losses', () => {
    expect(
      answers(
        scalarised(above10, (losses) => Math.max(...losses)),
        [
          [9, 9],
          [0, 11],
        ],
      ),
    ).toEqual([false, true]);
  });

  it('takes a single loss for an array of one', () => {
    expect(answers(scalarised(above10, [2]), [4, 6])).toEqual([false, true]);
  });

  it('stands beside rules that go by non-domination', () => {
    const patient = patientPruner(undefined, { patience: 0 });
    expect(
      answers(anyOf(scalarised(above10, [0, 1]), patient), [
        [1, 1],
        [2, 2],
        [0, 11],
      ]),
    ).toEqual([false, true, true]);
  });

  it('refuses weights that are none, and reports of other objectives', () => {
    expect(() => scalarised(above10, [])).toThrow(/scalarised/);
    expect(() => scalarised(above10, [1, -1])).toThrow(/scalarised: \[1\]/);
    expect(() => answers(scalarised(above10, [1, 2]), [[1, 2, 3]])).toThrow(
      'scalarised: there are 2 weights, but the losses are [1,2,3]',
    );
  });
});
