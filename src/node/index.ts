export type { Durability } from './append-file.ts';
export { type CsvOptions, csv } from './csv.ts';
export { type JsonlOptions, jsonl } from './jsonl.ts';
export { type OptunaJournalOptions, optunaJournal } from './optuna-journal.ts';
export { type ReadOptunaJournalOptions, readOptunaJournal } from './optuna-read.ts';
export { type ProgressOptions, progress } from './progress.ts';
export { type ReadTrialsOptions, readTrials } from './read-trials.ts';
export type { TextOutput } from './status-line.ts';
