import { of } from 'rxjs';
import { describe, expectTypeOf, test } from 'vitest';
import { medianPruner, type Pruner, scalarised } from '../../src/pruners/index.ts';
import { evaluate } from '../../src/stream/evaluate.ts';
import type { Trial } from '../../src/trial.ts';

describe('a pruner', () => {
  const candidates$ = of({ params: { lr: 0.1 } });

  test('goes with one objective and with several', () => {
    const pruner: Pruner = medianPruner();
    const one$ = candidates$.pipe(evaluate(({ lr }) => of(lr), { pruner }));
    const two$ = candidates$.pipe(
      evaluate(({ lr }) => of([lr, 1]), { direction: ['minimize', 'maximize'], pruner }),
    );
    one$.subscribe((trial) => {
      expectTypeOf(trial).toEqualTypeOf<Trial<{ lr: number }>>();
    });
    two$.subscribe((trial) => {
      expectTypeOf(trial).toEqualTypeOf<Trial<{ lr: number }, readonly number[]>>();
    });
  });

  test('is made of another by weights or by a function', () => {
    expectTypeOf(scalarised(medianPruner(), [1, 2])).toEqualTypeOf<Pruner>();
    expectTypeOf(scalarised(medianPruner(), (losses) => Math.max(...losses))).toEqualTypeOf<Pruner>();
    // @ts-expect-error a name of an objective is no weight
    scalarised(medianPruner(), ['accuracy']);
  });
});
