export { afterSteps } from './after-steps.ts';
export { allOf } from './all-of.ts';
export { anyOf } from './any-of.ts';
export { type AshaPrunerOptions, ashaPruner, type ResourceOptions } from './asha.ts';
export { type AutoPrunerOptions, autoPruner } from './auto.ts';
export { type HyperbandPrunerOptions, hyperbandPruner } from './hyperband.ts';
export { type MedianPrunerOptions, medianPruner } from './median.ts';
export type { PaceOptions } from './pace.ts';
export { type PatientPrunerOptions, patientPruner } from './patient.ts';
export {
  type CompleteTrialsOptions,
  type PercentilePrunerOptions,
  percentilePruner,
} from './percentile.ts';
export type { Pruner, PrunerReport, PrunerState, PrunerTrial } from './pruner.ts';
export { scalarised } from './scalarised.ts';
export { type ThresholdPrunerOptions, thresholdPruner } from './threshold.ts';
export { type WilcoxonPrunerOptions, wilcoxonPruner } from './wilcoxon.ts';
