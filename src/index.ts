export type { Candidate, TunerDescription } from './candidate.ts';
export * from './config/index.ts';
export { TuningError, type TuningErrorCode } from './errors.ts';
export type {
  FinishedEntry,
  HeaderEntry,
  JournalEntry,
  LearntEntry,
  ReportedEntry,
  RestartedEntry,
  StartedEntry,
  StudyTerms,
  TunerEntry,
} from './journal/entry.ts';
export type { Journal, JournalOptions, OnMismatch, OpenJournal } from './journal/journal.ts';
export { type MemoryJournal, memoryJournal } from './journal/memory-journal.ts';
export { type TrialJson, trialFromJson, trialToJson } from './journal/trial-json.ts';
export { iterate } from './promise/iterate.ts';
export { type MinimizeOptions, maximize, minimize } from './promise/minimize.ts';
export {
  type AshaPrunerOptions,
  type AutoPrunerOptions,
  afterSteps,
  allOf,
  anyOf,
  ashaPruner,
  autoPruner,
  type CompleteTrialsOptions,
  type HyperbandPrunerOptions,
  hyperbandPruner,
  type MedianPrunerOptions,
  medianPruner,
  type PaceOptions,
  type PatientPrunerOptions,
  type PercentilePrunerOptions,
  type Pruner,
  type PrunerReport,
  type PrunerState,
  type PrunerTrial,
  patientPruner,
  percentilePruner,
  type ResourceOptions,
  scalarised,
  type ThresholdPrunerOptions,
  thresholdPruner,
  type WilcoxonPrunerOptions,
  wilcoxonPruner,
} from './pruners/index.ts';
export type { AshaOptions } from './samplers/asha.ts';
export type { BohbOptions } from './samplers/bohb.ts';
export type { Configurations, RungOptions } from './samplers/budget/options.ts';
export type { AutoOptions } from './samplers/auto.ts';
export type { CmaesOptions } from './samplers/cmaes.ts';
export type { GpOptions } from './samplers/gp.ts';
export type { GridOptions } from './samplers/grid.ts';
export type { HistoryOptions } from './samplers/history.ts';
export type { HyperbandOptions } from './samplers/hyperband.ts';
export type { SeedOptions } from './samplers/options.ts';
export type { PopulationBasedOptions } from './samplers/population-based.ts';
export type { RandomOptions } from './samplers/random.ts';
export { type BudgetSampler, type Sampler, type Wait, wait } from './samplers/sampler.ts';
export type { SobolOptions } from './samplers/sobol.ts';
export type { SuccessiveHalvingOptions } from './samplers/successive-halving.ts';
export type { TpeOptions } from './samplers/tpe.ts';
export * from './space/index.ts';
export { best } from './stream/best.ts';
export { asha, bohb, hyperband, populationBased, successiveHalving } from './stream/budget-tuners.ts';
export type { Concurrency } from './stream/concurrency.ts';
export { evaluate } from './stream/evaluate.ts';
export type { EvaluateOptions } from './stream/evaluate-options.ts';
export { finished } from './stream/finished.ts';
export { improvements } from './stream/improvements.ts';
export type { TunerOptions } from './stream/learning-tuner.ts';
export { auto, cmaes, gp, tpe } from './stream/learning-tuners.ts';
export { mapParams } from './stream/map-params.ts';
export { maxFailures } from './stream/max-failures.ts';
export type {
  NativeObservable,
  Objective,
  ObjectiveResult,
  ScoreOf,
  TrialContext,
} from './stream/objective.ts';
export { type ReplayOptions, replay } from './stream/replay-operator.ts';
export { type Slots, slots } from './stream/slots.ts';
export { type TrackOptions, type Tracker, track } from './stream/track.ts';
export { trialEvents } from './stream/trial-events.ts';
export { tuner } from './stream/tuner.ts';
export { grid, points, random, sobol } from './stream/tuners.ts';
export type {
  CompleteTrial,
  ContinuedTrial,
  Direction,
  FailedTrial,
  PrunedTrial,
  Report,
  Score,
  Trial,
  TrialEvent,
} from './trial.ts';
