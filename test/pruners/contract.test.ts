import { describe, test } from 'vitest';
import {
  afterSteps,
  allOf,
  anyOf,
  ashaPruner,
  autoPruner,
  hyperbandPruner,
  medianPruner,
  type Pruner,
  patientPruner,
  percentilePruner,
  scalarised,
  thresholdPruner,
  wilcoxonPruner,
} from '../../src/pruners/index.ts';
import { prunerContract } from '../../src/testing/pruner-contract.ts';

const pruners: Readonly<Record<string, () => Pruner>> = {
  medianPruner: () => medianPruner({ warmupSteps: 2, interval: 3 }),
  percentilePruner: () => percentilePruner({ percentile: 30, startupTrials: 2, minTrials: 3 }),
  thresholdPruner: () => thresholdPruner({ lower: 0, upper: 4, warmupSteps: 3, interval: 2 }),
  patientPruner: () => patientPruner(medianPruner(), { patience: 2, minDelta: 0.01 }),
  wilcoxonPruner: () => wilcoxonPruner(),
  ashaPruner: () => ashaPruner({ reductionFactor: 3, minEarlyStoppingRate: 1, bootstrapCount: 1 }),
  hyperbandPruner: () => hyperbandPruner(),
  autoPruner: () => autoPruner(),
  'autoPruner with steps': () => autoPruner({ preset: 'careful', steps: 12 }),
  allOf: () => allOf(ashaPruner(), medianPruner()),
  anyOf: () => anyOf(ashaPruner(), thresholdPruner({ upper: 5 })),
  scalarised: () => scalarised(ashaPruner(), [2]),
  afterSteps: () => afterSteps(3, ashaPruner()),
};

describe.each(Object.entries(pruners))('%s keeps the contract:', (_, make) => {
  for (const { name, run } of prunerContract(make)) test(name, run);
});
