import { asyncScheduler } from 'rxjs';
import type { JournalledTuner, TunerDescription } from '../candidate.ts';
import { TuningError } from '../errors.ts';
import { checksum } from '../journal/checksum.ts';
import { firstDifference } from '../journal/difference.ts';
import type { FinishedEntry, JournalEntry, StartedEntry, StudyTerms, TunerEntry } from '../journal/entry.ts';
import type { Journal, OpenJournal } from '../journal/journal.ts';
import { refuseUnserializable } from '../journal/refuse-unserializable.ts';
import type { Report, Score, Trial } from '../trial.ts';
import { version } from '../version.ts';
import { termsOf } from './recorded-trials.ts';
import type { RunningTrial } from './running-trial.ts';

/** The journal of one study: writes what happens, and knows which tuner is which. */
export class StudyLog<P, S extends Score> {
  readonly name: string;
  readonly verify: boolean;
  readonly learns: boolean;
  readonly recorded: readonly JournalEntry[];
  readonly terms: StudyTerms;
  /** Nothing is written while what is there already happens again. */
  replaying = false;
  readonly #journal: OpenJournal;
  readonly #tuners = new Map<JournalledTuner, number>();
  readonly #described: readonly TunerEntry[];
  /** The number of the next tuner that is not known yet. */
  #next = 0;

  /**
   * @param readOnly for a look at what is recorded.
   * @throws TuningError what opening a journal throws.
   */
  constructor(journal: Journal, terms: StudyTerms, readOnly: boolean) {
    this.name = journal.name;
    this.verify = journal.verify;
    this.learns = journal.onMismatch === 'learn';
    this.terms = terms;
    this.#journal = readOnly
      ? { recorded: journal.read(), append: () => undefined, close: () => undefined }
      : journal.open();
    this.recorded = this.#journal.recorded;
    this.#described = this.recorded.filter((entry) => entry.type === 'tuner');
    if (this.recorded.length === 0)
      this.#append({ type: 'journal', format: 1, library: version, ...terms, at: asyncScheduler.now() });
  }

  /** How the terms of the recorded study differ from those of this one, if they do. */
  get termsDiffer(): string | undefined {
    const recorded = termsOf(this.recorded);
    if (recorded.order === undefined && recorded.direction === undefined) return undefined;
    return firstDifference(recorded, this.terms);
  }

  /** @param after how many results had been handed on, where that happens in the order of trials. */
  started(
    { number, params, budget, from, line, startedAt: at }: RunningTrial<P, S>,
    after: number | undefined,
  ): void {
    if (this.replaying) return;
    // Spreading what is there and what is not takes several times as long.
    const entry: Writable<StartedEntry> = { type: 'started', number, params, at };
    if (line !== undefined) {
      entry.params = line.params;
      entry.tuner = this.#enrol(line.tuner, at);
      entry.suggestion = line.index;
      entry.told = line.told;
    }
    if (after !== undefined) entry.after = after;
    if (budget !== undefined) entry.budget = budget;
    if (from !== undefined) entry.from = from.number;
    this.#append(entry);
  }

  restarted({ number, startedAt: at }: RunningTrial<P, S>): void {
    this.#append({ type: 'restarted', number, at });
  }

  reported({ number }: RunningTrial<P, S>, { step, value, at }: Report<S>): void {
    this.#append({ type: 'reported', number, step, value, at });
  }

  finished(trial: Trial<P, S>, checkpoint: unknown): void {
    if (this.replaying) return;
    const { number, state, reports, finishedAt: at } = trial;
    const entry: Writable<FinishedEntry> = { type: 'finished', number, state, reports: reports.length, at };
    if (trial.state === 'failed') entry.error = trial.error;
    else if (trial.value !== undefined) entry.value = trial.value;
    this.#append(checkpoint === undefined ? entry : { ...entry, ...kept(checkpoint) });
  }

  /** @param from where in the entries the results begin that were told. */
  learnt(from: number): void {
    this.#append({ type: 'learnt', from: from + 1, ...this.terms, at: asyncScheduler.now() });
  }

  /** Writes what is left, and lets others open the journal. */
  close(): void {
    this.#journal.close();
  }

  /** Undefined until a candidate of it has started. */
  numberOf(tuner: JournalledTuner): number | undefined {
    return this.#tuners.get(tuner);
  }

  /** The first candidate of a tuner starts. Says how the tuner differs from the one that the journal knows here, if it does. */
  meet(tuner: JournalledTuner): string | undefined {
    const recorded = this.#described[this.#next];
    const difference = recorded && firstDifference(plain(recorded), plain(entryOf(tuner, this.#next, 0)));
    if (difference === undefined) this.#tuners.set(tuner, this.#next++);
    return difference;
  }

  /** Which tuner has this number, if a candidate of it has started. */
  tunerOf(number: number | undefined): JournalledTuner | undefined {
    for (const [tuner, own] of this.#tuners) if (own === number) return tuner;
    return undefined;
  }

  /** Tuners that were described before an entry and have not appeared will not do so any more. */
  passTuners(at: number): void {
    for (const tuner of this.#tuners.keys()) tuner.recall(undefined);
    const passed = this.recorded.slice(0, at).filter(({ type }) => type === 'tuner').length;
    this.#next = Math.max(this.#next, passed);
  }

  #enrol(tuner: JournalledTuner, at: number): number {
    const known = this.#tuners.get(tuner);
    if (known !== undefined) return known;
    const number = this.#next;
    if (this.#described[number] === undefined) this.#append(entryOf(tuner, number, at));
    const difference = this.meet(tuner);
    if (difference !== undefined)
      throw new TuningError('JournalMismatch', `${this.name} was written with another tuner: ${difference}`);
    return number;
  }

  #append(entry: JournalEntry): void {
    if (!this.replaying) this.#journal.append(entry);
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What JSON can say is kept; of anything else, such as a network in memory, only that it was there. */
function kept(checkpoint: unknown): Pick<FinishedEntry, 'checkpoint' | 'checkpointLost'> {
  try {
    refuseUnserializable('checkpoint', checkpoint);
    return { checkpoint };
  } catch (error) {
    if (error instanceof TuningError) return { checkpointLost: true };
    throw error;
  }
}

function entryOf({ description }: JournalledTuner, tuner: number, at: number): TunerEntry {
  const { kind, space, options }: TunerDescription = description ?? { kind: 'unnamed' };
  const parameters = space?.describe();
  const fingerprint = checksum(JSON.stringify(parameters ?? {}));
  return {
    type: 'tuner',
    tuner,
    kind,
    ...(options === undefined ? {} : { options: plainOptions(options) }),
    ...(parameters === undefined ? {} : { space: { fingerprint, parameters } }),
    at,
  };
}

/** What JSON keeps of options: functions and what is undefined are left out. */
function plainOptions(options: object): Readonly<Record<string, unknown>> {
  const text: unknown = JSON.parse(JSON.stringify(options));
  return typeof text === 'object' && text !== null ? { ...text } : {};
}

/** The readable parts, without the time and the fingerprint: where that differs, a parameter does. */
function plain({ kind, options, space }: TunerEntry): unknown {
  return { kind, options: options ?? {}, space: space?.parameters };
}
