import { expectTypeOf, test } from 'vitest';
import { buildPruner, type PrunerConfig } from '../../src/config/build-pruner.ts';
import type { AshaPrunerOptions, AutoPrunerOptions } from '../../src/pruners/index.ts';

type Of<K extends PrunerConfig['kind']> = Extract<PrunerConfig, { kind: K }>;

test('a pruner as data has the options of the pruner, and a kind', () => {
  expectTypeOf<AshaPrunerOptions>().toExtend<Omit<Of<'asha'>, 'kind'>>();
  expectTypeOf<AutoPrunerOptions>().toExtend<Omit<Of<'auto'>, 'kind'>>();
  expectTypeOf<Of<'percentile'>['percentile']>().toEqualTypeOf<number>();
  expectTypeOf<Of<'patient'>['patience']>().toEqualTypeOf<number>();
});

test('compositions hold pruners as data, at any depth', () => {
  expectTypeOf<Of<'anyOf'>['pruners'][number]>().toEqualTypeOf<PrunerConfig>();
  expectTypeOf<Of<'allOf'>['pruners'][number]>().toEqualTypeOf<PrunerConfig>();
  expectTypeOf<Of<'afterSteps'>['pruner']>().toEqualTypeOf<PrunerConfig>();
  expectTypeOf<Of<'patient'>['pruner']>().toEqualTypeOf<PrunerConfig | undefined>();
  const config = {
    kind: 'anyOf',
    pruners: [
      { kind: 'threshold', upper: 100 },
      { kind: 'afterSteps', steps: 3, pruner: { kind: 'median' } },
    ],
  } as const satisfies PrunerConfig;
  expectTypeOf(buildPruner).toBeCallableWith(config);
});

test('what is no pruner is none as data', () => {
  expectTypeOf<{ kind: 'mean' }>().not.toExtend<PrunerConfig>();
  expectTypeOf<{ kind: 'percentile' }>().not.toExtend<PrunerConfig>();
  // @ts-expect-error an unknown key, deep down
  ({ kind: 'allOf', pruners: [{ kind: 'median', warmup: 1 }] }) satisfies PrunerConfig;
});
