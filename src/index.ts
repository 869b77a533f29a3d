export { TuningError, type TuningErrorCode } from './errors.ts';
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
