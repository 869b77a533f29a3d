import {
  bufferCount,
  concat,
  delay,
  filter,
  lastValueFrom,
  map,
  mergeAll,
  of,
  share,
  take,
  timer,
  toArray,
} from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/candidate.ts';
import { type BudgetSampler, type Wait, wait } from '../../src/samplers/sampler.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { mapParams } from '../../src/stream/map-params.ts';
import type { TrialContext } from '../../src/stream/objective.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Trial } from '../../src/trial.ts';
import { alive, collectGarbage } from '../garbage.ts';
import type { X } from './helpers.ts';

/** Rungs of three: 0, 1, 2 with budget 1, then each once more with budget 2, then 3, 4, 5 and so on; waits at the end of each. */
class Twice implements BudgetSampler<X> {
  readonly told: Trial<X>[] = [];
  readonly abandoned: Candidate<X>[] = [];
  readonly checkpoints: unknown[] = [];
  #open = 0;
  #next = 0;
  #rung: Candidate<X>[] = [0, 1, 2].map((x) => ({ params: { x }, budget: 1 }));
  #promoted: Candidate<X>[] = [];

  propose(): Candidate<X> | Wait | undefined {
    if (this.#next < this.#rung.length) {
      this.#open++;
      return this.#rung[this.#next++];
    }
    if (this.#open > 0) return wait;
    if (this.#promoted.length === 0) return undefined;
    this.#rung = this.#promoted;
    this.#promoted = [];
    this.#next = 0;
    return this.propose();
  }

  tell(trial: Trial<X>, checkpoint: unknown): void {
    this.#open--;
    this.told.push(trial);
    this.checkpoints.push(checkpoint);
    const { number, params, budget = 0 } = trial;
    if (budget < 2 && trial.state === 'complete')
      this.#promoted.push({ params, budget: 2, from: { number, budget, checkpoint } });
  }

  abandon(candidate: Candidate<X>): void {
    this.#open--;
    this.abandoned.push(candidate);
  }
}

describe('a tuner with budgets', () => {
  it('gives the objective a budget, the trial that it continues, and that trial’s checkpoint', async () => {
    const seen: unknown[] = [];
    const sampler = new Twice();
    const trials = await lastValueFrom(
      tuner(() => sampler).pipe(
        evaluate(({ x }, { budget, from, checkpoint }) => {
          seen.push([x, budget, from]);
          checkpoint({ weights: `early ${x}` });
          checkpoint({ weights: x });
          return x;
        }),
        toArray(),
      ),
    );
    const after = (number: number) => ({ number, budget: 1, checkpoint: { weights: number } });
    expect(seen).toEqual([
      [0, 1, undefined],
      [1, 1, undefined],
      [2, 1, undefined],
      [0, 2, after(0)],
      [1, 2, after(1)],
      [2, 2, after(2)],
    ]);
    expect(trials.map(({ budget, from }) => [budget, from])).toEqual([
      [1, undefined],
      [1, undefined],
      [1, undefined],
      [2, 0],
      [2, 1],
      [2, 2],
    ]);
    expect(sampler.checkpoints).toEqual([0, 1, 2, 0, 1, 2].map((weights) => ({ weights })));
  });

  it('shows nothing of budgets where there are none, and keeps a checkpoint on the trial only if it is a text', async () => {
    const run = (checkpoint: unknown) =>
      lastValueFrom(
        of({ params: {} }).pipe(
          evaluate((_, context) => {
            expect(context.budget).toBeUndefined();
            expect(context.from).toBeUndefined();
            if (checkpoint !== undefined) context.checkpoint(checkpoint);
            return 1;
          }),
        ),
      );
    expect(Object.keys(await run(undefined))).not.toEqual(expect.arrayContaining(['budget']));
    expect('checkpoint' in (await run(new Uint8Array(4)))).toBe(false);
    expect(await run('weights/0.bin')).toHaveProperty('checkpoint', 'weights/0.bin');
  });

  it('works without a tuner: a candidate says it all', async () => {
    const from = { number: 7, checkpoint: [1, 2] };
    const seen: unknown[] = [];
    const trial = await lastValueFrom(
      of({ params: { x: 1 }, budget: 3, from }).pipe(
        evaluate(({ x }, context) => {
          seen.push(context.budget, context.from);
          return x;
        }),
      ),
    );
    expect(seen).toEqual([3, from]);
    expect(trial).toMatchObject({ budget: 3, from: 7 });
  });

  it('ignores a checkpoint of a trial that has ended', async () => {
    const contexts: TrialContext[] = [];
    const sampler = new Twice();
    await lastValueFrom(
      tuner(() => sampler).pipe(
        take(1),
        evaluate(({ x }, context) => {
          contexts.push(context);
          return x;
        }),
      ),
    );
    contexts[0]?.checkpoint('late');
    expect(sampler.checkpoints).toEqual([undefined]);
  });

  it('keeps what it says through mapParams, copies, share and joins, and hears of its own parameters', async () => {
    const sampler = new Twice();
    const trials = await lastValueFrom(
      concat(
        tuner(() => sampler),
        of({ params: { x: 9 } }),
      ).pipe(
        share(),
        mapParams(({ x }) => ({ y: 10 * x })),
        map((candidate) => ({ ...candidate })),
        evaluate(({ y }, { checkpoint }) => {
          checkpoint(y);
          return y;
        }),
        map(({ params, budget, from }) => [params.y, budget, from]),
        toArray(),
      ),
    );
    expect(trials).toEqual([
      [0, 1, undefined],
      [10, 1, undefined],
      [20, 1, undefined],
      [0, 2, 0],
      [10, 2, 1],
      [20, 2, 2],
      [90, undefined, undefined],
    ]);
    expect(sampler.told.map(({ params }) => params.x)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('runs as many of a rung at once as there are slots, and waits for the rest of it', () => {
    marbles(({ expectObservable }) => {
      const trials = tuner(() => new Twice()).pipe(
        evaluate(({ x }) => timer(x + 1).pipe(map(() => x)), { concurrency: 2 }),
        map(({ number, from }) => (from === undefined ? String(number) : 'abc'[from])),
      );
      // Its trials end at 1, 2 and 4; the next rung starts then.
      expectObservable(trials).toBe('-01-2ab-(c|)', { 0: '0', 1: '1', 2: '2', a: 'a', b: 'b', c: 'c' });
    });
  });
});

describe('a rung', () => {
  const xsOf = (candidates: readonly { readonly params: X }[]) => candidates.map(({ params }) => params.x);

  it.each([[0], [1], [2]])('does not wait for a candidate that was filtered out: %i', async (lost) => {
    const sampler = new Twice();
    const trials = await lastValueFrom(
      tuner(() => sampler).pipe(
        filter(({ params: { x } }) => x !== lost),
        evaluate(({ x }) => x),
        toArray(),
      ),
    );
    expect(trials).toHaveLength(4);
    expect(xsOf(sampler.abandoned)).toEqual([lost]);
  });

  it('is heard of when evaluate is stopped while another one goes on with the tuner', () => {
    const sampler = new Twice();
    const shared = tuner(() => sampler).pipe(share());
    const told: number[] = [];
    const first = shared
      .pipe(
        filter(({ params: { x } }) => x === 0),
        evaluate(() => timer(1000).pipe(map(() => 1))),
      )
      .subscribe();
    const second = shared.pipe(evaluate(({ x }) => x)).subscribe(({ params }) => told.push(params.x));
    first.unsubscribe();
    second.unsubscribe();
    expect(xsOf(sampler.abandoned)).toEqual([0]);
  });

  it('takes candidates that come in groups for what they are: not lost', async () => {
    const sampler = new Twice();
    const trials = await lastValueFrom(
      tuner(() => sampler).pipe(
        bufferCount(3),
        mergeAll(),
        evaluate(({ x }) => x),
        toArray(),
      ),
    );
    expect(trials).toHaveLength(6);
    expect(sampler.abandoned).toEqual([]);
  });

  it('gives no candidates up that are held up on the way, and says so', async () => {
    const sampler = new Twice();
    const study = tuner(() => sampler).pipe(
      delay(1),
      evaluate(({ x }) => x),
    );
    await expect(lastValueFrom(study)).rejects.toMatchObject({ code: 'StalledSampler' });
    expect(sampler.abandoned).toEqual([]);
  });
});

describe('checkpoints', () => {
  it('are kept alive by nobody but the sampler: not by trials, nor by events, nor by what was continued', async () => {
    const states: WeakRef<object>[] = [];
    let next: Candidate<X> = { params: { x: 0 }, budget: 1 };
    // Has the last trial continued, and forgets all others.
    const sampler: BudgetSampler<X> = {
      propose: () => next,
      tell: ({ number, params }, checkpoint) => {
        next = { params, budget: number + 2, from: { number, checkpoint } };
      },
    };
    const events = await lastValueFrom(
      tuner(() => sampler).pipe(
        take(50),
        trialEvents(({ x }, { checkpoint }) => {
          const state = { weights: new Float64Array(1000) };
          states.push(new WeakRef(state));
          checkpoint(state);
          return x;
        }),
        toArray(),
      ),
    );
    await collectGarbage();
    expect(alive(states)).toBe(1);
    expect(events).toHaveLength(100);
    expect(next.from?.checkpoint).toBe(states.at(-1)?.deref());
  });
});
