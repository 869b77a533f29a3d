import { describe, expect, test } from 'vitest';
import { TrialOrder } from '../../src/stream/trial-order.ts';

describe('TrialOrder', () => {
  test('lets results go on in the order of starting', () => {
    const seen: string[] = [];
    const order = new TrialOrder<number, string>(
      (trial, result) => seen.push(`${trial}${result}`),
      () => true,
    );
    for (const trial of [0, 1, 2, 3]) order.started(trial);
    order.finished(2, 'c');
    order.finished(1, 'b');
    expect(seen).toEqual([]);
    order.finished(0, 'a');
    expect(seen).toEqual(['0a', '1b', '2c']);
    order.finished(3, 'd');
    expect(seen).toEqual(['0a', '1b', '2c', '3d']);
  });

  test('takes a trial that starts and finishes while another one goes on, at constant stack', () => {
    let last = -1;
    const order = new TrialOrder<number, number>(
      (trial) => {
        last = trial;
        if (trial === 100_000) return;
        order.started(trial + 1);
        order.finished(trial + 1, 0);
      },
      () => true,
    );
    order.started(0);
    order.finished(0, 0);
    expect(last).toBe(100_000);
  });

  test('waits while results may not go on', () => {
    let open = false;
    const seen: number[] = [];
    const order = new TrialOrder<number, number>(
      (trial) => seen.push(trial),
      () => open,
    );
    order.started(0);
    order.finished(0, 0);
    expect(seen).toEqual([]);
    open = true;
    order.goOn();
    expect(seen).toEqual([0]);
  });

  test('waits for no trial that is left out', () => {
    const seen: number[] = [];
    const order = new TrialOrder<number, number>(
      (trial) => seen.push(trial),
      () => true,
    );
    for (const trial of [0, 1]) order.started(trial);
    order.finished(1, 0);
    order.leaveOut([0]);
    expect(seen).toEqual([1]);
  });
});
