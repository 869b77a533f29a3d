import type { Direction, Score } from '../trial.ts';

/** What of the options of `evaluate` decides on what a tuner is told. */
export interface StudyTerms {
  /** Absent, as is the order, where a damaged header could not be mended. */
  readonly direction?: Direction | readonly Direction[];
  readonly order?: 'finish' | 'trial';
  /** How many trials may be open at a time, where the order depends on it. */
  readonly window?: number;
}

/** The first entry: how the file is to be read. */
export interface HeaderEntry extends StudyTerms {
  readonly type: 'journal';
  /** The version of the format. */
  readonly format: 1;
  /** The version of the library that began the journal. */
  readonly library: string;
  readonly at: number;
}

/** A tuner, at its first candidate. */
export interface TunerEntry {
  readonly type: 'tuner';
  /** Counts from 0. */
  readonly tuner: number;
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly space?: { readonly fingerprint: string; readonly parameters: Readonly<Record<string, string>> };
  readonly at: number;
}

/** A trial starts. */
export interface StartedEntry {
  readonly type: 'started';
  readonly number: number;
  /** Which tuner proposed it; absent for a candidate that came from none. */
  readonly tuner?: number;
  /** The how manieth proposal of its tuner it is, from 0. */
  readonly suggestion?: number;
  /** How many results the tuner had been told when it proposed it. */
  readonly told?: number;
  /** How many results had been handed on, where that happens in the order of trials. */
  readonly after?: number;
  /** As the tuner proposed them, whatever `mapParams` made of them. */
  readonly params: unknown;
  readonly budget?: number;
  readonly from?: number;
  readonly at: number;
}

/** A trial that an earlier run left unfinished is run once more, from its beginning. */
export interface RestartedEntry {
  readonly type: 'restarted';
  readonly number: number;
  readonly at: number;
}

/** A trial has reported. */
export interface ReportedEntry {
  readonly type: 'reported';
  readonly number: number;
  readonly step: number;
  readonly value: Score;
  readonly at: number;
}

/** A trial has finished. */
export interface FinishedEntry {
  readonly type: 'finished';
  readonly number: number;
  readonly state: 'complete' | 'pruned' | 'failed';
  /** Of a complete or pruned trial. */
  readonly value?: Score;
  /** Of a failed trial. */
  readonly error?: unknown;
  /** How many reports it made in its last run. */
  readonly reports: number;
  /** What its objective left to be continued from. */
  readonly checkpoint?: unknown;
  /** It left something that JSON cannot say: what continues it in a later run begins anew. */
  readonly checkpointLost?: true;
  readonly at: number;
}

/** The results of the lines before this one, from a line on, were told to a tuner that would have proposed something else. The terms are those from here on. */
export interface LearntEntry extends StudyTerms {
  readonly type: 'learnt';
  /** The number of the first of these lines. */
  readonly from: number;
  readonly at: number;
}

/** One line of a journal. Every `at` is in milliseconds since the epoch. */
export type JournalEntry =
  | HeaderEntry
  | TunerEntry
  | StartedEntry
  | RestartedEntry
  | ReportedEntry
  | FinishedEntry
  | LearntEntry;
