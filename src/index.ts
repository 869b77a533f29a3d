export type { Candidate } from './candidate.ts';
export * from './config/index.ts';
export { TuningError, type TuningErrorCode } from './errors.ts';
export type { GridOptions } from './samplers/grid.ts';
export type { SeedOptions } from './samplers/options.ts';
export type { RandomOptions } from './samplers/random.ts';
export { type Sampler, type Wait, wait } from './samplers/sampler.ts';
export type { SobolOptions } from './samplers/sobol.ts';
export * from './space/index.ts';
export { tuner } from './stream/tuner.ts';
export { grid, points, random, sobol } from './stream/tuners.ts';
export type {
  CompleteTrial,
  Direction,
  FailedTrial,
  PrunedTrial,
  Report,
  Score,
  Trial,
  TrialEvent,
} from './trial.ts';
