import { from, lastValueFrom, map, of, take, throwError, toArray } from 'rxjs';
import { evaluate, float, gp, space, type Trial } from 'rxtune';
import { describe, expect, it } from 'vitest';

const line = space({ x: float(0, 1) });
type Line = { x: number };

const earlier = Array.from({ length: 12 }, (_, number): Trial<Line> => {
  const x = number / 11;
  const loss = (x - 0.3) ** 2;
  return {
    state: 'complete',
    number,
    params: { x },
    value: loss,
    loss,
    reports: [],
    startedAt: 0,
    finishedAt: 1,
  };
});

const first = (history: Parameters<typeof gp<Line>>[1]) =>
  lastValueFrom(
    gp(line, { seed: 1, ...history }).pipe(
      take(3),
      map(({ params }) => params.x),
      toArray(),
    ),
  );

describe('a tuner that learns', () => {
  it('starts from a history, given as an array, an iterable, an Observable or a promise', async () => {
    const warm = await first({ history: earlier });
    expect(Math.abs((warm[0] ?? NaN) - 0.3)).toBeLessThan(0.05);
    expect(await first({})).not.toEqual(warm);
    expect(await first({ history: new Set(earlier) })).toEqual(warm);
    expect(await first({ history: from(earlier) })).toEqual(warm);
    expect(await first({ history: Promise.resolve(earlier[0] ?? expect.fail()) })).not.toEqual(warm);
  });

  it('reads an Observable anew for each subscription', async () => {
    let reads = 0;
    const tuner = gp(line, {
      seed: 1,
      history: of(...earlier).pipe(map((trial, i) => (i === 0 && reads++, trial))),
    });
    const suggestions = () => lastValueFrom(tuner.pipe(take(2), toArray()));
    expect(await suggestions()).toEqual(await suggestions());
    expect(reads).toBe(2);
  });

  it('refuses wrong options right away, and ends with the error of its history', async () => {
    expect(() => gp(line, { startup: 0, history: of(...earlier) })).toThrow(
      'gp: startup: expected an integer',
    );
    const broken = new Error('disk');
    await expect(first({ history: throwError(() => broken) })).rejects.toBe(broken);
    const foreign = [{ ...(earlier[0] ?? expect.fail()), params: { x: 7 } }];
    expect(() => gp(line, { history: foreign })).toThrow(/trial 0 of the history is not of this space: x: /);
    await expect(first({ history: from(foreign) })).rejects.toThrow(/trial 0 of the history/);
  });

  it('stops reading, and proposing, when it is unsubscribed', async () => {
    let asked = 0;
    const tuner = gp(line, { history: from(earlier) }).pipe(map((candidate) => (asked++, candidate)));
    await lastValueFrom(tuner.pipe(take(3)));
    expect(asked).toBe(3);
  });

  it('is told what came of its candidates', async () => {
    const trials = await lastValueFrom(
      gp(line, { seed: 2 }).pipe(
        take(25),
        evaluate(({ x }) => (x - 0.3) ** 2),
        toArray(),
      ),
    );
    const last = trials.slice(-10).map(({ params }) => Math.abs(params.x - 0.3));
    expect(Math.min(...last)).toBeLessThan(0.01);
  });
});
