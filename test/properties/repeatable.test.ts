import * as fc from 'fast-check';
import { EMPTY, map, type Observable, take, throwError, timer, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { type Candidate, evaluate, grid, points, random, sobol, type Space } from 'rxtune';
import { describe, expect, it } from 'vitest';
import { arbitraryFiniteSpace, arbitrarySpace } from './arbitrary-space.ts';

type Tuner = Observable<Candidate<unknown>>;

const most = 12;

/** What a tuner proposes by itself. */
function proposed(tuner: Tuner): unknown[] {
  const params: unknown[] = [];
  tuner.pipe(take(most)).subscribe((candidate) => params.push(candidate.params));
  return params;
}

/** What the trials of a study try, in the order of starting. */
function tried(tuner: Tuner, concurrency: number, delays: readonly number[]): unknown[] {
  let result: unknown[] = [];
  new TestScheduler(() => undefined).run(({ flush }) => {
    const objective = (_: unknown, { number }: { readonly number: number }) => {
      const delay = delays[number % delays.length] ?? 0;
      if (delay === 0) return 1;
      if (delay === 1) return throwError(() => new Error('failed'));
      return delay === 2 ? EMPTY : timer(delay);
    };
    tuner
      .pipe(
        take(most),
        evaluate(objective, { concurrency }),
        toArray(),
        map((trials) => trials.toSorted((a, b) => a.number - b.number).map(({ params }) => params)),
      )
      .subscribe((params) => (result = params));
    flush();
  });
  return result;
}

/** Tuners that do not learn: what they propose depends on their seed and on nothing that happens. */
const anySpace: Readonly<Record<string, (space: Space<unknown>, seed: number) => Tuner>> = {
  random: (space, seed) => random(space, { seed }),
  sobol: (space, seed) => sobol(space, { seed }),
  points: (space, seed) => points(space, proposed(random(space, { seed }))),
};
const finiteSpace: typeof anySpace = {
  grid: (space) => grid(space),
  'random, each once': (space, seed) => random(space, { seed, distinct: true }),
};

const seed = fc.integer();
const concurrency = fc.integer({ min: 1, max: 5 });
const delays = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 });

describe('the same seed gives the same parameters, on every run and at any concurrency', () => {
  it.each([
    ...Object.entries(anySpace).map(([name, make]) => [name, make, arbitrarySpace] as const),
    ...Object.entries(finiteSpace).map(([name, make]) => [name, make, arbitraryFiniteSpace] as const),
  ])('%s', (_, make, spaces) => {
    fc.assert(
      fc.property(spaces, seed, concurrency, delays, (space, ...[from, many, after]) => {
        const tuner = make(space, from);
        const expected = proposed(tuner);
        expect(tried(tuner, many, after)).toEqual(expected);
        expect(tried(make(space, from), 1, [0])).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
