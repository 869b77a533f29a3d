export { afterSteps } from './after-steps.ts';
export { allOf } from './all-of.ts';
export { anyOf } from './any-of.ts';
export { type AshaPrunerOptions, ashaPruner, ashaPrunerOptions, type ResourceOptions } from './asha.ts';
export { type AutoPrunerOptions, autoPruner, autoPrunerOptions } from './auto.ts';
export { type HyperbandPrunerOptions, hyperbandPruner, hyperbandPrunerOptions } from './hyperband.ts';
export { type MedianPrunerOptions, medianPruner } from './median.ts';
export type { PaceOptions } from './pace.ts';
export { type PatientPrunerOptions, patientPruner, patientPrunerOptions } from './patient.ts';
export {
  type CompleteTrialsOptions,
  medianPrunerOptions,
  type PercentilePrunerOptions,
  percentilePruner,
  percentilePrunerOptions,
} from './percentile.ts';
export type { Pruner, PrunerReport, PrunerState } from './pruner.ts';
export { type ThresholdPrunerOptions, thresholdPruner, thresholdPrunerOptions } from './threshold.ts';
export { type WilcoxonPrunerOptions, wilcoxonPruner, wilcoxonPrunerOptions } from './wilcoxon.ts';
