import { describe, expect, test } from 'vitest';
import type { Pruner } from '../../src/pruners/pruner.ts';
import { WindowJudge } from '../../src/pruners/window-judge.ts';
import type { Trial } from '../../src/trial.ts';

/** A pruner that writes down what each of its states hears. */
function listening(): { pruner: Pruner; heard: string[][] } {
  const heard: string[][] = [];
  const pruner: Pruner = {
    start: () => {
      const own: string[] = [];
      heard.push(own);
      return {
        report: ({ number, step, loss }) => own.push(`${number}.${step}:${loss}`) > 1e9,
        finish: ({ number }) => {
          own.push(`end ${number}`);
        },
      };
    },
  };
  return { pruner, heard };
}

const trial = (number: number, ...values: number[]): Trial<unknown> => ({
  number,
  params: {},
  state: 'complete',
  value: 0,
  loss: 0,
  reports: values.map((value, i) => ({ step: i + 1, value, at: 0 })),
  startedAt: 0,
  finishedAt: 0,
});

describe('WindowJudge', () => {
  test('lets a trial be judged by those that had gone on when it started, and by itself', () => {
    const { pruner, heard } = listening();
    const judge = new WindowJudge(pruner, 2, (value) => -Number(value));
    const report = (number: number, step: number, value: number): boolean =>
      judge.report(number, {}, { step, value, at: 0 }, -value);
    judge.start(0);
    judge.start(1);
    report(1, 1, 5);
    report(0, 1, 7);
    report(1, 2, 6);
    judge.finish(trial(0, 7));
    judge.start(2);
    report(2, 1, 9);
    judge.finish(trial(1, 5, 6));
    judge.start(3);
    judge.finish(trial(2, 9));
    judge.start(4);
    expect(heard).toEqual([
      ['0.1:-7', 'end 0', '2.1:-9', '1.1:-5', '1.2:-6', 'end 1', 'end 2'],
      ['1.1:-5', '1.2:-6', '0.1:-7', 'end 0', 'end 1'],
    ]);
  });

  test('is the pruner itself in a window of one', () => {
    const { pruner, heard } = listening();
    const judge = new WindowJudge(pruner, 1, (value) => value);
    for (const number of [0, 1, 2]) {
      judge.start(number);
      judge.report(number, {}, { step: 1, value: number, at: 0 }, number);
      judge.finish(trial(number, number));
    }
    judge.start(3);
    expect(heard).toEqual([['0.1:0', 'end 0', '1.1:1', 'end 1', '2.1:2', 'end 2']]);
  });

  test('prunes as its pruner says, and nothing that has not started', () => {
    const judge = new WindowJudge(
      { start: () => ({ report: ({ loss }) => loss > 1, finish: () => undefined }) },
      2,
      (value) => value,
    );
    judge.start(0);
    const report = (number: number, value: number): boolean =>
      judge.report(number, {}, { step: 1, value, at: 0 }, value);
    expect([report(0, 1), report(0, 2), report(1, 2)]).toEqual([false, true, false]);
  });
});
