import { describe, expect, test } from 'vitest';
import { percentilePruner } from '../../src/pruners/percentile.ts';
import { complete, completes, failed, pruned, report, verdicts } from './story.ts';

/** A study in which five trials are complete that reported 1 to 5 at three steps. */
function started(options: Partial<Parameters<typeof percentilePruner>[0]> = {}) {
  const state = percentilePruner({ percentile: 50, ...options }).start();
  for (let i = 1; i <= 5; i++) completes(state, i, [i, i, i]);
  return state;
}

describe('percentilePruner', () => {
  test('keeps what is as good as the percentile, and prunes what is worse', () => {
    expect(verdicts(started(), 9, [3])).toEqual([false]);
    expect(verdicts(started(), 9, [3.01])).toEqual([true]);
    expect(verdicts(started({ percentile: 25 }), 9, [2.01])).toEqual([true]);
    expect(verdicts(started({ percentile: 100 }), 9, [5])).toEqual([false]);
  });

  test('judges by the best report so far', () => {
    expect(verdicts(started(), 9, [2, 4, 5])).toEqual([false, false, false]);
  });

  test('waits for complete trials, whatever becomes of others', () => {
    const state = percentilePruner({ percentile: 50, startupTrials: 2 }).start();
    completes(state, 0, [1]);
    for (const [number, end] of [failed, pruned].entries()) {
      verdicts(state, 10 + number, [0]);
      state.finish(end(10 + number));
    }
    expect(verdicts(state, 20, [9])).toEqual([false]);
    completes(state, 1, [1]);
    expect(verdicts(state, 21, [1.1])).toEqual([true]);
  });

  test('asks for at least so many trials at the step', () => {
    const state = started({ minTrials: 6 });
    expect(verdicts(state, 9, [9])).toEqual([false]);
    state.finish(complete(9, 9));
    expect(verdicts(state, 10, [9, 9])).toEqual([true, false]);
  });

  test('does not judge at steps that no complete trial has reported', () => {
    expect(verdicts(started(), 9, [9, 9, 9, 9, 9])).toEqual([true, true, true, false, false]);
  });

  test('the last of several reports at one step counts for later trials', () => {
    const state = percentilePruner({ percentile: 50, startupTrials: 0 }).start();
    for (const loss of [1, 7]) state.report(report(0, 1, loss));
    state.finish(complete(0, 7));
    expect(verdicts(state, 1, [6])).toEqual([false]);
    expect(verdicts(state, 2, [8])).toEqual([true]);
  });

  test('prunes a trial of nothing but NaN, and bears NaN of others', () => {
    expect(verdicts(started(), 9, [Number.NaN])).toEqual([true]);
    expect(verdicts(started(), 9, [1, Number.NaN])).toEqual([false, false]);
    const state = percentilePruner({ percentile: 50, startupTrials: 0 }).start();
    completes(state, 0, [Number.NaN]);
    expect(verdicts(state, 1, [9])).toEqual([false]);
  });

  test('infinity is worse than anything', () => {
    expect(verdicts(started(), 9, [Infinity])).toEqual([true]);
    expect(verdicts(started(), 9, [-Infinity])).toEqual([false]);
  });

  test.each([
    [{}, /percentile is missing/],
    [{ percentile: 101 }, /percentile: .*not 101/],
    [{ percentile: 50, startupTrials: -1 }, /startupTrials/],
    [{ percentile: 50, minTrials: 0 }, /minTrials/],
    [{ percentile: 50, warmup: 3 }, /unknown key warmup/],
    [{ percentile: 50, interval: 0 }, /interval/],
  ])('refuses %j', (options, message) => {
    expect(() => percentilePruner(options as never)).toThrow(message);
  });
});
