import { lastValueFrom, of, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { best } from '../../src/stream/best.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import { marbles } from '../../src/testing/marbles.ts';
import type { Trial } from '../../src/trial.ts';
import { candidate, firehose, type X } from './helpers.ts';
import { complete, failed, pruned } from './trials.ts';

const values = {
  a: complete(0, 3),
  b: complete(1, 1),
  c: complete(2, 2),
  d: complete(3, 1),
  f: failed(4),
  p: pruned(5),
};

describe('best', () => {
  it('emits the best complete trial when the study has ended', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-a-f-b-p-c--|', values);
      expectObservable(trials.pipe(best())).toBe('------------(b|)', values);
      expectSubscriptions(trials.subscriptions).toBe('^-----------!');
    });
  });

  it('emits of equally good trials the first to finish', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold<Trial<X>>('-d-b-|', values).pipe(best())).toBe('-----(d|)', values);
    });
  });

  it('passes an error on, and with it what was best is lost', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-a-b-#', values);
      expectObservable(trials.pipe(best())).toBe('-----#');
      expectSubscriptions(trials.subscriptions).toBe('^----!');
    });
  });

  it('is unsubscribed with its result', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const trials = cold<Trial<X>>('-a-b-|', values);
      expectObservable(trials.pipe(best()), '^--!').toBe('-');
      expectSubscriptions(trials.subscriptions).toBe('^--!');
    });
  });

  it('stops listening to a synchronous source when unsubscribed', () => {
    const { source, produced } = firehose((i) => complete(i, i));
    source.pipe(take(3), best()).subscribe();
    expect(produced()).toBe(3);
  });

  it('counts each subscription by itself', async () => {
    const trials = of<Trial<X>>(failed(0)).pipe(best());
    for (let i = 0; i < 2; i++) await expect(lastValueFrom(trials)).rejects.toThrow('0 pruned, 1 failed');
  });

  it('reads the loss: the highest score where that is better', async () => {
    const study = of(candidate(1), candidate(3), candidate(2)).pipe(
      evaluate(({ x }) => x, { direction: 'maximize' }),
      best(),
    );
    expect(await lastValueFrom(study)).toMatchObject({ number: 1, value: 3, loss: -3 });
  });

  it('says how trials ended when none completed', async () => {
    const of$ = (...trials: Trial<X>[]) => lastValueFrom(of(...trials).pipe(best()));
    await expect(of$()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: no trial completed: none was made; did the tuner propose anything?]`,
    );
    await expect(of$(pruned(0), pruned(1))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: no trial completed: 2 pruned, 0 failed; a pruner should let some trials reach their end]`,
    );
    await expect(of$(pruned(0), failed(1), failed(2, 'other'))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: no trial completed: 1 pruned, 2 failed, the first of them with Error: no GPU]`,
    );
    await expect(of$(failed(1))).rejects.toMatchObject({
      code: 'NoCompleteTrial',
      cause: new Error('no GPU'),
    });
  });

  it('refuses trials of several objectives', async () => {
    const study = of(candidate(1)).pipe(evaluate(({ x }) => [x, x], { direction: ['minimize', 'minimize'] }));
    // @ts-expect-error which of several scores is best is not for best to say
    await expect(lastValueFrom(study.pipe(best()))).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TuningError: best and improvements compare one objective, but trial 0 has several scores: which of them is best is for you to say, with reduce or scan]`,
    );
  });
});
