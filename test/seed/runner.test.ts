import { evaluate, grid, maxFailures, minimize, space, track, TuningError, type Trial } from 'rxtune';
import { type Observable, lastValueFrom, share, Subject, takeUntil, tap, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';

const net = space({ lr: [0.1, 0.01, 0.001], batch: [16, 32, 64] });
type Net = { lr: number; batch: number };

/** HyperparameterRunner.run, EventBus, ExperimentTracker, TuningError. */
describe('the runner', () => {
  it('finds the best candidate', async () => {
    const winner = await minimize(grid(net), ({ lr, batch }) => lr * batch);
    expect(winner.params).toEqual({ lr: 0.001, batch: 16 });
  });

  it('stops at the first evaluation error under maxFailures(1), after emitting it', async () => {
    const seen: string[] = [];
    const run = grid(net).pipe(
      evaluate(({ batch }) => {
        if (batch === 64) throw new Error('out of memory');
        return batch;
      }),
      maxFailures(1),
      tap(({ state }) => seen.push(state)),
    );
    await expect(lastValueFrom(run)).rejects.toMatchObject({
      code: 'TooManyFailures',
      cause: new Error('out of memory'),
    });
    expect(seen).toEqual(['complete', 'complete', 'failed']);
  });

  it('goes on after a tracker error, and reports it', async () => {
    const errors: unknown[] = [];
    const kept: number[] = [];
    const broken = () => {
      throw new Error('disk full');
    };
    const breaksLater = (trials$: Observable<Trial<Net>>) =>
      trials$.pipe(
        tap(({ number }) => {
          if (number === 2) throw new Error('network down');
        }),
      );
    const keeps = (trials$: Observable<Trial<Net>>) => trials$.pipe(tap(({ number }) => kept.push(number)));
    const trials = await lastValueFrom(
      grid(net).pipe(
        evaluate(({ lr }) => lr),
        track([broken, breaksLater, keeps], { onError: (error) => errors.push(error) }),
        toArray(),
      ),
    );
    expect(trials).toHaveLength(9);
    expect(kept).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(errors).toHaveLength(2);
  });

  it('lets listeners come and go without touching the run or re-running it', async () => {
    let evaluations = 0;
    const start$ = new Subject<void>();
    const trials$ = grid(net).pipe(
      evaluate(async ({ lr }) => {
        evaluations++;
        await Promise.resolve();
        return lr;
      }),
      share(),
    );
    const early: number[] = [];
    const late: number[] = [];
    trials$.pipe(takeUntil(start$)).subscribe(({ number }) => {
      early.push(number);
      if (number === 2) {
        start$.next();
        // eslint-disable-next-line rxjs-x/no-nested-subscribe -- somebody joins while it runs
        trials$.subscribe((trial) => late.push(trial.number));
      }
    });
    // The run goes on as long as anybody listens.
    const all = await lastValueFrom(trials$.pipe(toArray()));
    expect(all).toHaveLength(9);
    expect(early).toEqual([0, 1, 2]);
    expect(late).toEqual([3, 4, 5, 6, 7, 8]);
    expect(evaluations).toBe(9);
  });

  it('has codes for what goes wrong', async () => {
    const nothing = minimize(grid(net), () => NaN);
    await expect(nothing).rejects.toBeInstanceOf(TuningError);
    await expect(nothing).rejects.toMatchObject({ code: 'NoCompleteTrial' });
  });
});
