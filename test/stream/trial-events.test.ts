import { map, NEVER, of, take, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { tunerOf } from '../../src/candidate.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { finished } from '../../src/stream/finished.ts';
import { trialEvents } from '../../src/stream/trial-events.ts';
import { tuner } from '../../src/stream/tuner.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { TrialEvent } from '../../src/trial.ts';
import { candidate, Counter, counter, firehose, fixed, type X } from './helpers.ts';
import { complete } from './trials.ts';

const shown = map((event: TrialEvent<unknown>) => event.type.charAt(0));

describe('trialEvents', () => {
  it('emits starts, reports and ends as they happen', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = cold('-a-b|', { a: 2, b: 1 });
      const params = { x: 0 };
      expectObservable(fixed([params]).pipe(trialEvents(() => inner))).toBe('sa-b(f|)', {
        s: { type: 'started', number: 0, params, at: 0 },
        a: { type: 'reported', number: 0, params, report: { step: 1, value: 2, at: 1 } },
        b: { type: 'reported', number: 0, params, report: { step: 2, value: 1, at: 3 } },
        f: {
          type: 'finished',
          trial: {
            number: 0,
            state: 'complete',
            params,
            value: 1,
            loss: 1,
            reports: [
              { step: 1, value: 2, at: 1 },
              { step: 2, value: 1, at: 3 },
            ],
            startedAt: 0,
            finishedAt: 4,
          },
        },
      });
      expectSubscriptions(inner.subscriptions).toBe('^---!');
    });
  });

  it('starts trials when they start, not when they wait', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = cold('----x|', { x: 1 });
      const events = cold('abc|', { a: candidate(0), b: candidate(1), c: candidate(2) }).pipe(
        trialEvents(() => inner),
        shown,
      );
      expectObservable(events).toBe('s---r(fs)r(fs)r(f|)');
      expectSubscriptions(inner.subscriptions).toBe(['^----!', '-----^----!', '----------^----!']);
    });
  });

  it('ends a pruned trial with the report that decided it', () => {
    const pruner = { start: () => ({ report: () => true, finish: () => undefined }) };
    const seen: string[] = [];
    of(candidate(0))
      .pipe(
        trialEvents(() => of(3, 2, 1), { pruner }),
        shown,
      )
      .subscribe((event) => seen.push(event));
    expect(seen).toEqual(['s', 'r', 'f']);
  });

  it('may be unsubscribed at each event, and then runs nothing', () => {
    const ran: number[] = [];
    counter()
      .pipe(
        trialEvents(({ x }) => {
          ran.push(x);
          return of(x);
        }),
        take(4),
      )
      .subscribe();
    // started, reported, finished, started
    expect(ran).toEqual([0]);
  });

  it('ends a trial that is unsubscribed from within its report', () => {
    const values: number[] = [];
    counter()
      .pipe(
        trialEvents(function* () {
          for (let i = 0; ; i++) {
            values.push(i);
            yield i;
          }
        }),
        take(3),
      )
      .subscribe();
    expect(values).toEqual([0, 1]);
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose(candidate);
    source
      .pipe(
        trialEvents(({ x }) => x),
        take(5),
      )
      .subscribe();
    expect(produced()).toBe(3);
  });

  it('is drawn from by demand, as evaluate is', () => {
    const sampler = new Counter();
    const subscription = tuner(() => sampler)
      .pipe(trialEvents(() => NEVER, { concurrency: 3 }))
      .subscribe();
    expect(sampler.asked).toBe(3);
    subscription.unsubscribe();
    expect(sampler.asked).toBe(3);
  });

  it('has the tuner of a trial on its last event alone, where nobody sees it', () => {
    const lines: boolean[] = [];
    fixed([{ x: 1 }])
      .pipe(trialEvents(() => of(1)))
      .subscribe((event) => {
        lines.push(tunerOf(event) !== undefined);
        expect(Object.getOwnPropertySymbols(event)).toEqual([]);
      });
    expect(lines).toEqual([false, false, true]);
  });
});

describe('finished', () => {
  it('keeps the trials of finished events', () => {
    const trial = complete(0, 1);
    const values: Record<string, TrialEvent<X>> = {
      s: { type: 'started', number: 0, params: { x: 0 }, at: 0 },
      r: { type: 'reported', number: 0, params: { x: 0 }, report: { step: 1, value: 1, at: 1 } },
      f: { type: 'finished', trial },
    };
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const events = cold<TrialEvent<X>>('-s-r-f-|', values);
      expectObservable(events.pipe(finished())).toBe('-----t-|', { t: trial });
      expectSubscriptions(events.subscriptions).toBe('^------!');
      expectObservable(cold<TrialEvent<X>>('-s-#', values).pipe(finished())).toBe('---#');
    });
  });

  it('makes of trialEvents what evaluate gives', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inner = [cold('---a|', { a: 1 }), cold('-b|', { b: 2 }), cold<number>('--#')];
      const objective = ({ x }: X) => inner[x]!;
      const source = fixed([0, 1, 2].map((x) => ({ x })));
      const plain = source.pipe(evaluate(objective, { concurrency: 2 }), toArray());
      const events = source.pipe(trialEvents(objective, { concurrency: 2 }), finished(), toArray());
      expectObservable(plain.pipe(map((trials) => JSON.stringify(trials)))).toEqual(
        events.pipe(map((trials) => JSON.stringify(trials))),
      );
      expectSubscriptions(inner[2]!.subscriptions).toBe(['--^-!', '--^-!']);
    });
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose(
      (i): TrialEvent<X> => ({ type: 'finished', trial: complete(i, i) }),
    );
    source.pipe(finished(), take(3)).subscribe();
    expect(produced()).toBe(3);
  });
});
