import {
  ashaPruner,
  autoPruner,
  hyperbandPruner,
  medianPruner,
  type Pruner,
  patientPruner,
  percentilePruner,
  wilcoxonPruner,
} from '../../src/pruners/index.ts';

/** A rule for a task whose first report is at a given step, where steps count from 1, and whose longest runs make so many reports. */
export type PruningRule = (firstStep: number, reports: number) => Pruner;

const none: Pruner = { start: () => ({ report: () => false, finish: () => undefined }) };

/** As peers have it: the step is the resource. */
const asha =
  (reductionFactor: number, minResource: number): PruningRule =>
  (firstResource) =>
    ashaPruner({ reductionFactor, minResource, firstResource });

/** As peers have it where steps count from 0: rungs at reports 1 + 1, 1 + eta, 1 + eta^2, ... if there is one at each step. */
const ashaFromZero =
  (reductionFactor: number): PruningRule =>
  (firstStep) =>
    ashaPruner({ reductionFactor, minResource: 1, firstResource: firstStep - 1 });

/** The rules under their names in the tables; the numbers of ASHA are its reduction factor and the resource of its first rung. */
export const pruningRules: Readonly<Record<string, PruningRule>> = {
  'no pruning': () => none,
  median: () => medianPruner(),
  'percentile 25': () => percentilePruner({ percentile: 25 }),
  'Wilcoxon 0.1': () => wilcoxonPruner(),
  'patient 3 (median)': () => patientPruner(medianPruner(), { patience: 3 }),
  'patient 3 (ASHA)': (...task) => patientPruner(ashaFromZero(3)(...task), { patience: 3 }),
  'ASHA 2, 1': asha(2, 1),
  'ASHA 3, 1': asha(3, 1),
  'ASHA 4, 1': asha(4, 1),
  'ASHA 3 from 0': ashaFromZero(3),
  'ASHA 2 from 0': ashaFromZero(2),
  'ASHA 4, 2': asha(4, 2),
  'ASHA 3, 2': asha(3, 2),
  'ASHA 2, 2': asha(2, 2),
  'ASHA 4, 4': asha(4, 4),
  'ASHA 3, 4': asha(3, 4),
  'ASHA 2, 4': asha(2, 4),
  'Hyperband 3 from 0': (firstStep) => hyperbandPruner({ minResource: 1, firstResource: firstStep - 1 }),
  'ASHA, default': () => ashaPruner(),
  'Hyperband, default': () => hyperbandPruner(),
  'auto, lean': () => autoPruner({ preset: 'lean' }),
  auto: () => autoPruner(),
  'auto, steps told': (_, steps) => autoPruner({ steps }),
  'auto, careful': () => autoPruner({ preset: 'careful' }),
};
