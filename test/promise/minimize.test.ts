import { asyncScheduler, type Observable, observeOn, tap } from 'rxjs';
import { float, grid, int, maximize, memoryJournal, minimize, random, space, type Trial } from 'rxtune';
import { describe, expect, it } from 'vitest';

const line = space({ x: float(-5, 5) });
const steps = space({ x: int(1, 9) });

describe('minimize', () => {
  it('finds the lowest score', async () => {
    const { params, value, loss } = await minimize(grid(steps), ({ x }) => (x - 4) ** 2 + 1);
    expect({ params, value, loss }).toEqual({ params: { x: 4 }, value: 1, loss: 1 });
  });

  it('makes as many trials as it is told, and repeats itself by its seed', async () => {
    const seen: number[] = [];
    const objective = ({ x }: { x: number }) => {
      seen.push(x);
      return x;
    };
    const first = await minimize(line, objective, { trials: 7, seed: 3 });
    const again = await minimize(line, objective, { trials: 7, seed: 3 });
    await minimize(line, objective, { trials: 7, seed: 4 });
    expect(seen).toHaveLength(21);
    expect(again.params).toEqual(first.params);
    expect(seen.slice(7, 14)).toEqual(seen.slice(0, 7));
    expect(seen.slice(14)).not.toEqual(seen.slice(0, 7));
  });

  it('goes on from its journal, also with more trials', async () => {
    const journal = memoryJournal();
    let calls = 0;
    const search = (trials: number) =>
      minimize(line, ({ x }) => ++calls && x ** 2, { trials, journal, order: 'trial', concurrency: 2 });
    const first = await search(30);
    const more = await search(40);
    expect(calls).toBe(40);
    expect(more.value).toBeLessThanOrEqual(first.value);
  });

  it('makes 100 trials in a space, and all of a tuner', async () => {
    let count = 0;
    await minimize(line, () => count++);
    expect(count).toBe(100);
    await minimize(grid(steps), () => count++);
    expect(count).toBe(109);
  });

  it('runs as many at a time as it is told', async () => {
    let running = 0;
    let most = 0;
    await minimize(
      line,
      async ({ x }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        return x;
      },
      { trials: 12, concurrency: 3 },
    );
    expect(most).toBe(3);
  });

  it('waits for its trackers', async () => {
    const written: number[] = [];
    const slow = (trials$: Observable<Trial<{ x: number }>>) =>
      trials$.pipe(
        observeOn(asyncScheduler, 1),
        tap(({ number }) => written.push(number)),
      );
    await minimize(grid(steps), ({ x }) => x, { trackers: [slow] });
    expect(written).toHaveLength(9);
  });

  it('rejects when no trial completes, with the first failure as the cause', async () => {
    const broken = minimize(line, () => Promise.reject(new Error('no GPU')), { trials: 3 });
    await expect(broken).rejects.toMatchObject({ code: 'NoCompleteTrial', cause: new Error('no GPU') });
    await expect(broken).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: no trial completed: 0 pruned, 3 failed, the first of them with Error: no GPU]`,
    );
  });

  it('rejects at the n-th failure', async () => {
    const broken = minimize(line, () => NaN, { maxFailures: 2 });
    await expect(broken).rejects.toMatchObject({ code: 'TooManyFailures' });
    await expect(broken).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: 2 trials failed, which is as many as maxFailures allows; the last one with TuningError: trial 1: the objective returned NaN; return a finite number, or throw where there is none]`,
    );
  });

  it('aborts what runs, and rejects with the reason, when its signal does', async () => {
    const controller = new AbortController();
    const reason = new Error('shutting down');
    let aborted = 0;
    const study = minimize(
      line,
      (_, { signal }) =>
        new Promise<number>(() => {
          signal.addEventListener('abort', () => aborted++);
        }),
      { concurrency: 2, signal: controller.signal },
    );
    controller.abort(reason);
    await expect(study).rejects.toBe(reason);
    expect(aborted).toBe(2);
    await expect(minimize(line, ({ x }) => x, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it.each([
    { trials: 0 },
    { trial: 10 },
    { maxFailures: 1.5 },
    { concurrency: 0 },
    { seed: {} },
    { trackers: ['file.jsonl'] },
    { signal: new AbortController() },
    { pruner: 'median' },
  ])('refuses the options %j', async (options) => {
    // @ts-expect-error wrong on purpose
    await expect(minimize(line, ({ x }) => x, options)).rejects.toThrowErrorMatchingSnapshot();
  });

  it('refuses a seed beside a tuner, which has its own, and what is neither space nor tuner', async () => {
    await expect(
      minimize(random(line), ({ x }) => x, { trials: 1, seed: 1 }),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: minimize: seed is for a space; give it to the tuner instead]`,
    );
    // @ts-expect-error a shape is not a space yet
    await expect(minimize({ x: [1, 2] }, () => 1)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: minimize: expected a space or a tuner, not {"x":[1,2]}]`,
    );
  });
});

describe('maximize', () => {
  it('finds the highest score, and mirrors minimize', async () => {
    const high = await maximize(line, ({ x }) => 3 - x ** 2, { trials: 30, seed: 5 });
    const low = await minimize(line, ({ x }) => x ** 2 - 3, { trials: 30, seed: 5 });
    expect(high.params).toEqual(low.params);
    expect(high.value).toBe(-low.value);
    expect(high.loss).toBe(low.loss);
  });
});
