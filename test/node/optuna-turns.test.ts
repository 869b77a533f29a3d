import { EMPTY, NEVER, of, range, Subject, throwError } from 'rxjs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writtenInTurns } from '../../src/node/optuna-turns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Writes into a list while it is open. */
class Store {
  readonly turns: number[][] = [];
  open = true;
  attempts = 0;

  readonly write = (items: readonly number[]): boolean => {
    this.attempts++;
    if (this.open) this.turns.push([...items]);
    return this.open;
  };
}

const log = (): {
  events: unknown[];
  next(item: number): void;
  error(error: unknown): void;
  complete(): void;
} => {
  const events: unknown[] = [];
  return {
    events,
    next: (item) => events.push(item),
    error: (error) => events.push(error),
    complete: () => events.push('complete'),
  };
};

test('writes each item at once, after an attempt with none', () => {
  const store = new Store();
  const seen = log();
  of(1, 2, 3).pipe(writtenInTurns(store.write)).subscribe(seen);
  expect(store.turns).toEqual([[], [1], [2], [3]]);
  expect(seen.events).toEqual([1, 2, 3, 'complete']);
});

test('what has come meanwhile is written in one go', () => {
  const store = new Store();
  const seen = log();
  const source = new Subject<number>();
  source.pipe(writtenInTurns(store.write)).subscribe(seen);
  store.open = false;
  for (const item of [1, 2, 3]) source.next(item);
  source.complete();
  vi.advanceTimersByTime(50);
  expect(seen.events).toEqual([]);
  store.open = true;
  vi.advanceTimersByTime(100);
  expect(store.turns).toEqual([[], [1, 2, 3]]);
  expect(seen.events).toEqual([1, 2, 3, 'complete']);
  expect(vi.getTimerCount()).toBe(0);
});

test('asks again after 1, 2, 4, … and at most 100 ms', () => {
  const store = new Store();
  store.open = false;
  NEVER.pipe(writtenInTurns(store.write)).subscribe();
  const attempts = [0, 1, 2, 4, 8, 16, 32, 64, 100, 100].map((ms) => {
    vi.advanceTimersByTime(ms);
    return store.attempts;
  });
  expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('does not recur, however many have to wait, or answer each other', () => {
  const store = new Store();
  store.open = false;
  let count = 0;
  range(0, 100_000)
    .pipe(writtenInTurns(store.write))
    .subscribe(() => count++);
  store.open = true;
  vi.advanceTimersByTime(1);
  expect(count).toBe(100_000);

  const echo = new Subject<number>();
  const seen = log();
  echo.pipe(writtenInTurns(store.write)).subscribe({
    ...seen,
    next: (item) => {
      if (item < 100_000) echo.next(item + 1);
      else echo.complete();
    },
  });
  echo.next(0);
  expect(store.turns.at(-1)).toEqual([100_000]);
  expect(seen.events).toEqual(['complete']);
});

test('a failure to write, at once or later, ends it', () => {
  const fails = (): never => {
    throw new Error('disk full');
  };
  const [atOnce, later] = [log(), log()];
  const source = new Subject<number>();
  source.pipe(writtenInTurns(fails)).subscribe(atOnce);
  expect(source.observed).toBe(false);
  source.pipe(writtenInTurns((items) => items.length === 0 || fails())).subscribe(later);
  source.next(1);
  expect(source.observed).toBe(false);
  expect([atOnce.events, later.events]).toEqual([[new Error('disk full')], [new Error('disk full')]]);
});

test('a failure of the source goes on; an empty one completes', () => {
  const [failed, empty] = [log(), log()];
  throwError(() => new Error('why'))
    .pipe(writtenInTurns(() => true))
    .subscribe(failed);
  EMPTY.pipe(writtenInTurns(() => true)).subscribe(empty);
  expect([failed.events, empty.events]).toEqual([[new Error('why')], ['complete']]);
});

test('asks no more when it is unsubscribed', () => {
  const source = new Subject<number>();
  source
    .pipe(writtenInTurns(() => false))
    .subscribe()
    .unsubscribe();
  expect(source.observed).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});
