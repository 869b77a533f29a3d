import fc from 'fast-check';
import { take } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/stream/evaluate.ts';
import { gist, objective, pruner, tuners, virtually } from '../stream/journal-studies.ts';

const concurrencies = [1, 2, 8];
const matrix = Object.keys(tuners).flatMap((tuner) =>
  concurrencies.map((concurrency) => ({ tuner, concurrency })),
);
const seeds = fc.integer({ min: 0, max: 1e6 });

/** The trials of a study in virtual time, in the order in which they finish; how long they take depends on a seed and on a factor. */
function trialsOf(
  { tuner, concurrency }: (typeof matrix)[number],
  seed: number,
  {
    durations,
    factor = 1,
    order = 'finish',
  }: { durations: number; factor?: number; order?: 'finish' | 'trial' },
): unknown[] {
  return virtually(() =>
    tuners[tuner]!(seed).pipe(
      take(10),
      evaluate((params, context) => objective(params, String(durations), context, factor), {
        concurrency,
        pruner,
        order,
      }),
    ),
  ).map((trial) => gist([trial])[0]);
}

describe('every tuner', () => {
  test.each(matrix)(
    'proposes the same when trials finish in the same order: $tuner, $concurrency at a time',
    (study) => {
      fc.assert(
        fc.property(seeds, seeds, fc.integer({ min: 2, max: 9 }), (seed, durations, factor) => {
          const finished = trialsOf(study, seed, { durations });
          expect(trialsOf(study, seed, { durations, factor })).toEqual(finished);
        }),
        { numRuns: 3 },
      );
    },
  );

  test.each(matrix)(
    "makes the same study with order 'trial', however long trials take: $tuner, $concurrency at a time",
    (study) => {
      fc.assert(
        fc.property(seeds, seeds, seeds, (seed, some, others) => {
          const finished = trialsOf(study, seed, { durations: some, order: 'trial' });
          expect(trialsOf(study, seed, { durations: others, order: 'trial' })).toEqual(finished);
        }),
        { numRuns: 3 },
      );
    },
  );
});
