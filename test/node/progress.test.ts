import { from, lastValueFrom, NEVER, Subject, throwError } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { progress, type ProgressOptions } from '../../src/node/progress.ts';
import type { TextOutput } from '../../src/node/status-line.ts';
import type { Score, Trial, TrialEvent } from '../../src/trial.ts';
import { FakeFile, FakeTerminal } from './fake-terminal.ts';
import { completeTrial, failedTrial, prunedTrial } from './trials.ts';

type Item = Trial<unknown, Score> | TrialEvent<unknown, Score>;

const params = { lr: 0.0123456, width: 32, optimizer: { kind: 'sgd', momentum: 0.9 } };
const started = (number: number): Item => ({ type: 'started', number, params, at: 0 });
const finished = (trial: Trial<unknown, Score>): Item => ({ type: 'finished', trial });

function run(options: ProgressOptions): { items: Subject<Item>; stop: () => void; seen: Item[] } {
  const items = new Subject<Item>();
  const seen: Item[] = [];
  const subscription = from(progress(options)(items)).subscribe({
    next: (item) => seen.push(item as Item),
    error: () => undefined,
  });
  return {
    items,
    seen,
    stop: () => {
      subscription.unsubscribe();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubEnv('TERM', 'xterm');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('in a terminal', () => {
  test('shows one live line, and the best trials at the end', () => {
    const output = new FakeTerminal(120);
    const { items, seen } = run({ output, total: 30 });
    expect(output.rows).toEqual(['0/30 done · 0s']);
    items.next(completeTrial(0, params, 0.5));
    vi.advanceTimersByTime(2000);
    expect(output.rows).toEqual([
      '1/30 done · 2s, about 58s left · best 0.5 (#0) lr=0.01235 width=32 optimizer.kind=sgd optimizer.momentum=0.9',
    ]);
    items.next(completeTrial(1, { ...params, width: 64 }, 0.4));
    items.next(prunedTrial(2, params, 0.1));
    items.next(failedTrial(3, params, new Error('no memory')));
    vi.advanceTimersByTime(2000);
    expect(output.rows).toEqual([
      '4/30 done · 1 pruned · 1 failed · 4s, about 26s left · best 0.4 (#1) lr=0.01235 width=64 optimizer.kind=sgd optimize…',
    ]);
    items.complete();
    expect(output.rows).toMatchInlineSnapshot(`
      [
        "4 trials in 4s: 2 complete, 1 pruned, 1 failed",
        "",
        "best  value  lr       width  optimizer.kind  optimizer.momentum",
        "#1    0.4    0.01235  64     sgd             0.9",
        "#0    0.5    0.01235  32     sgd             0.9",
        "",
      ]
    `);
    expect(seen).toHaveLength(4);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('counts what runs, given the events of trials', () => {
    const output = new FakeTerminal(120);
    const { items } = run({ output });
    for (const number of [0, 1, 2]) items.next(started(number));
    items.next(finished(completeTrial(1, { lr: 1 }, 0.5)));
    vi.advanceTimersByTime(100);
    expect(output.last).toBe('1 done · 2 running · 0s · best 0.5 (#1) lr=1');
  });

  test('shows the value of a maximised objective, and ranks it by its loss', () => {
    const output = new FakeTerminal();
    const { items } = run({ output });
    items.next({ ...completeTrial(0, { lr: 1 }, 0.91), loss: -0.91 });
    items.next({ ...completeTrial(1, { lr: 2 }, 0.93), loss: -0.93 });
    items.next({ ...completeTrial(2, { lr: 3 }, 0.92), loss: -0.92 });
    items.complete();
    expect(output.rows).toMatchInlineSnapshot(`
      [
        "3 trials in 0s: 3 complete",
        "",
        "best  value  lr",
        "#1    0.93   2",
        "#2    0.92   3",
        "#0    0.91   1",
        "",
      ]
    `);
  });

  test('shows the latest trial of several objectives, and no table', () => {
    const output = new FakeTerminal();
    const { items } = run({ output });
    items.next({ ...completeTrial(0, { lr: 1 }, 0), value: [0.9, 120], loss: [-0.9, 120] });
    vi.advanceTimersByTime(100);
    expect(output.last).toBe('1 done · 0s · last [0.9, 120] (#0) lr=1');
    items.complete();
    expect(output.rows).toEqual(['1 trial in 0s: 1 complete', '']);
  });

  test('fits the line and the table into any width', () => {
    for (const columns of [1, 10, 40, 79]) {
      const output = new FakeTerminal(columns);
      const { items } = run({ output, total: 30 });
      items.next(completeTrial(0, { ...params, name: 'x'.repeat(200) }, 0.5));
      vi.advanceTimersByTime(100);
      items.complete();
      for (const row of output.rows) expect(row.length).toBeLessThan(columns);
    }
  });

  test('draws at most once in an interval', () => {
    const output = new FakeTerminal();
    const { items } = run({ output, interval: 500 });
    expect(output.writes).toBe(1);
    for (let i = 0; i < 50; i++) {
      items.next(completeTrial(i, params, i));
      vi.advanceTimersByTime(20);
    }
    expect(output.writes).toBe(3);
    expect(output.last).toMatch(/^50 done/);
  });

  test('draws also while synchronous trials let no timer fire', () => {
    const output = new FakeTerminal();
    const { items } = run({ output });
    for (let i = 0; i < 50; i++) {
      vi.setSystemTime(1_000_000 + i * 20);
      items.next(completeTrial(i, params, i));
    }
    expect(output.writes).toBe(10);
  });

  test('lets the clock run while nothing happens', () => {
    const output = new FakeTerminal();
    run({ output });
    vi.advanceTimersByTime(65_000);
    expect(output.last).toBe('0 done · 1m 05s');
  });

  test('keeps a shorter line clear of the longer one before', () => {
    const output = new FakeTerminal(120);
    const { items } = run({ output });
    items.next(completeTrial(0, { text: 'a long text that takes much of the line' }, 0.5));
    vi.advanceTimersByTime(100);
    items.next(completeTrial(1, { x: 1 }, 0.4));
    vi.advanceTimersByTime(100);
    expect(output.last).toBe('2 done · 0s · best 0.4 (#1) x=1');
  });

  test('goes below what others print', () => {
    const output = new FakeTerminal();
    const { items } = run({ output });
    output.write('first\n');
    output.write('second ');
    items.next(completeTrial(0, { x: 1 }, 0.4));
    vi.advanceTimersByTime(1000);
    expect(output.rows).toEqual(['first', 'second ']);
    output.write('half\n');
    expect(output.rows).toEqual(['first', 'second half', '1 done · 1s · best 0.4 (#0) x=1']);
    output.write('a question? ');
    items.complete();
    expect(output.rows.slice(2, 4)).toEqual(['a question? ', '1 trial in 1s: 1 complete']);
  });

  test('leaves the output as it was', () => {
    const output = new FakeTerminal();
    const { write } = output;
    const ends: ((items: Subject<Item>, stop: () => void) => void)[] = [
      (items) => {
        items.complete();
      },
      (items) => {
        items.error(new Error('the study failed'));
      },
      (_, stop) => {
        stop();
      },
    ];
    for (const end of ends) {
      const { items, stop } = run({ output });
      expect(output.write).not.toBe(write);
      end(items, stop);
      expect(output.write).toBe(write);
      expect(items.observed).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
      expect(output.rows.splice(0, Infinity, '')).toEqual(['0 trials in 0s: 0 complete', '']);
    }
  });

  test('two at once, ended in any order, leave the output able to print', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const output = new FakeTerminal();
      const both = [run({ output }), run({ output })];
      for (const i of order) both[i]?.items.complete();
      output.write('later\n');
      expect(output.rows.at(-2)).toBe('later');
      expect(output.last).toBe('');
    }
  });

  test('ends when the output fails, and does not end the stream', () => {
    const output = new FakeTerminal();
    const items = new Subject<Item>();
    const errors: unknown[] = [];
    output.write = () => {
      throw new Error('no terminal any more');
    };
    from(progress({ output })(items)).subscribe({ error: (error: unknown) => errors.push(error) });
    items.next(completeTrial(0, params, 1));
    items.next(completeTrial(1, params, 1));
    expect(errors).toEqual([new Error('no terminal any more')]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('starts anew with each subscription', () => {
    const output = new FakeTerminal();
    const tracker = progress({ output });
    for (const _ of [1, 2]) {
      from(tracker(from([completeTrial(0, { x: 1 }, 1)]))).subscribe();
      expect(output.rows.splice(0, Infinity, '')[0]).toBe('1 trial in 0s: 1 complete');
    }
  });
});

describe('where output is no terminal', () => {
  test('prints a line now and then, and the best trials at the end', () => {
    const output = new FakeFile();
    const { items } = run({ output, total: 60 });
    for (let i = 0; i < 50; i++) {
      items.next(completeTrial(i, { ...params, width: i }, 100 - i));
      vi.advanceTimersByTime(500);
    }
    items.complete();
    expect(output.text).toMatchInlineSnapshot(`
      "20/60 done · 10s, about 20s left · best 81 (#19) lr=0.01235 width=19 optimizer.kind=sgd optimizer.momentum=0.9
      40/60 done · 20s, about 10s left · best 61 (#39) lr=0.01235 width=39 optimizer.kind=sgd optimizer.momentum=0.9
      50 trials in 25s: 50 complete

      best  value  lr       width  optimizer.kind  optimizer.momentum
      #49   51     0.01235  49     sgd             0.9
      #48   52     0.01235  48     sgd             0.9
      #47   53     0.01235  47     sgd             0.9
      #46   54     0.01235  46     sgd             0.9
      #45   55     0.01235  45     sgd             0.9
      "
    `);
  });

  test('prints nothing while nothing happens', () => {
    const output = new FakeFile();
    run({ output });
    vi.advanceTimersByTime(600_000);
    expect(output.text).toBe('');
  });

  test('takes another interval, and no table', () => {
    const output = new FakeFile();
    const { items } = run({ output, interval: 1000, top: 0 });
    items.next(completeTrial(0, { x: 1 }, 1));
    vi.advanceTimersByTime(1000);
    items.complete();
    expect(output.text).toBe('1 done · 1s · best 1 (#0) x=1\n1 trial in 1s: 1 complete\n');
  });

  test('a dumb terminal is none', () => {
    vi.stubEnv('TERM', 'dumb');
    const output = new FakeTerminal();
    run({ output });
    expect(output.writes).toBe(0);
  });

  test('tells how far a study came that failed or was left', async () => {
    const output = new FakeFile();
    await expect(
      lastValueFrom(from(progress({ output })(throwError(() => new Error('broken'))))),
    ).rejects.toThrow('broken');
    from(progress({ output })(NEVER)).subscribe().unsubscribe();
    expect(output.text).toBe('0 trials in 0s: 0 complete\n'.repeat(2));
  });
});

test.each<[string, () => unknown]>([
  ['an unknown option', () => progress({ bar: true } as ProgressOptions)],
  ['a total below 0', () => progress({ total: -1 })],
  ['a fraction of a trial', () => progress({ top: 1.5 })],
  ['no interval', () => progress({ interval: 0 })],
  ['an output that cannot be written', () => progress({ output: {} as unknown as TextOutput })],
])('refuses %s', (_, make) => {
  expect(make).toThrowErrorMatchingSnapshot();
});
