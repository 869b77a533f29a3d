import { type Observable, of } from 'rxjs';
import { type Candidate, evaluate, mapParams, type Trial, tuner } from 'rxtune';
import type { BudgetSampler, Sampler } from 'rxtune/samplers';
import { expectTypeOf, test } from 'vitest';

interface Lr {
  readonly lr: number;
}

test('a tuner has the parameters of its sampler, whether that gives budgets or not', () => {
  expectTypeOf(
    tuner(() => ({ ask: () => ({ lr: 1 }), tell: ({ params }) => void params.lr.toFixed() })),
  ).toExtend<Observable<Candidate<Lr>>>();
  expectTypeOf(
    tuner(() => ({
      propose: () => ({ params: { lr: 1 }, budget: 3 }),
      tell: ({ params }, checkpoint) => {
        expectTypeOf(params).toEqualTypeOf<{ lr: number }>();
        expectTypeOf(checkpoint).toBeUnknown();
      },
    })),
  ).toExtend<Observable<Candidate<Lr>>>();
  const ordinary = (): Sampler<Lr> => ({ ask: () => undefined, tell: () => undefined });
  const budgeted = (): BudgetSampler<Lr> => ({ propose: () => undefined, tell: () => undefined });
  expectTypeOf(tuner(ordinary)).toEqualTypeOf<Observable<Candidate<Lr>>>();
  expectTypeOf(tuner(budgeted)).toEqualTypeOf<Observable<Candidate<Lr>>>();
});

test('the objective is given a budget and what it continues', () => {
  void of({ params: { lr: 1 }, budget: 2 }).pipe(
    mapParams(({ lr }) => ({ rate: lr })),
    evaluate(({ rate }, { budget, from, checkpoint }) => {
      expectTypeOf(budget).toEqualTypeOf<number | undefined>();
      expectTypeOf(from?.checkpoint).toBeUnknown();
      expectTypeOf(from?.number).toEqualTypeOf<number | undefined>();
      expectTypeOf(checkpoint).toEqualTypeOf<(value: unknown) => void>();
      return rate;
    }),
  );
  expectTypeOf<Trial<Lr>['from']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Trial<Lr>['checkpoint']>().toEqualTypeOf<string | undefined>();
});
