import type { JournalledTuner, Line } from '../candidate.ts';
import { TuningError } from '../errors.ts';
import { firstDifference } from '../journal/difference.ts';
import type { FinishedEntry, JournalEntry, ReportedEntry, StartedEntry } from '../journal/entry.ts';
import type { Score, Trial } from '../trial.ts';
import { Complete, Failed, Pruned } from './finished-trial.ts';
import { recordedTrials } from './recorded-trials.ts';
import type { RunningTrial } from './running-trial.ts';
import { lossIn, type Scoring } from './scoring.ts';
import type { Share } from './slots.ts';
import type { StudyLog } from './study-log.ts';
import { whenNoneProposes } from './tuner.ts';

/** What a replay needs of its study. */
export interface ReplayHost<P, S extends Score> {
  readonly scoring: Scoring<S>;
  readonly prunes: boolean;
  readonly closed: boolean;
  readonly sourceEnded: boolean;
  /** Ends where the journal does. */
  readonly replayOnly: boolean;
  /** How many results have gone on, where they do so in the order of trials. */
  readonly handedOn: number;
  /** Results go on that had to wait. */
  goOn(): void;
  /** Results of a part of the journal in which something else was proposed: for the next tuner of which a candidate starts. */
  learnt(trials: readonly Trial<unknown, Score>[]): void;
  /** The journal is used up. */
  replayed(nextNumber: number): void;
  /** The study ends, and so much of it was unfinished. */
  leaveOut(unfinished: readonly RunningTrial<P, S>[]): void;
  fail(error: unknown): void;
}

/** A part of the journal whose trials are not proposed again. */
interface Range {
  readonly from: number;
  /** The entry behind its last one. */
  readonly to: number;
}

/**
 * Lets a study happen once more as its journal tells it, without the objective.
 *
 * Trials start, report and end in the recorded order. A tuner is asked for a suggestion when it has been told as much as it had been then: so it does not matter how
 * many slots there were, or are. When the journal is used up, what was not finished runs again, and the tuners go on.
 */
export class Replay<P, S extends Score> {
  /** Candidates go to the slots again. */
  over = false;
  /** What has ended and not gone on, and what runs again, has its slot again. */
  done = false;
  /** Trials that have left a checkpoint which the journal could not keep. */
  readonly lostCheckpoints = new Set<number>();
  readonly #host: ReplayHost<P, S>;
  readonly #log: StudyLog<P, S>;
  readonly #share: Share;
  readonly #entries: readonly JournalEntry[];
  readonly #ranges: Range[];
  #fresh: Range | undefined;
  #at = 0;
  /** Where the next trial starts, or before it. */
  #coming = 0;
  #busy = false;
  /** The source is subscribed: of tuners that are merged the last one is there. */
  #subscribed = false;
  /** Candidates that have arrived and not started. */
  readonly #arrived: RunningTrial<P, S>[] = [];
  readonly #held: Line[] = [];
  /** Started, and not gone on. */
  readonly #open = new Map<number, RunningTrial<P, S>>();
  /** The pruner has given them up, and their end is still to come. */
  readonly #givenUp = new Set<RunningTrial<P, S>>();
  /** What each tuner has proposed, and how much of it has arrived now. */
  readonly #proposals = new Map<number, StartedEntry[]>();
  readonly #arrivals = new Map<JournalledTuner, number>();

  constructor(host: ReplayHost<P, S>, log: StudyLog<P, S>, share: Share) {
    this.#host = host;
    this.#log = log;
    this.#share = share;
    this.#entries = log.recorded;
    this.#ranges = rangesOf(log.recorded);
    log.replaying = true;
    this.#entries.forEach((entry, i) => {
      if (entry.type !== 'started' || entry.tuner === undefined || this.#inRange(i)) return;
      const proposals = this.#proposals.get(entry.tuner);
      if (proposals === undefined) this.#proposals.set(entry.tuner, [entry]);
      else proposals.push(entry);
    });
    const difference = log.termsDiffer;
    if (difference === undefined) return;
    if (!log.learns) throw mismatch(`${log.name} was written with other options of evaluate: ${difference}`);
    this.#learnFrom(1);
  }

  get waiting(): number {
    return this.#arrived.length;
  }

  /** The source is subscribed. */
  begin(): void {
    this.#subscribed = true;
    this.advance();
  }

  /** Whether a result may go on now, where they do so in the order of trials. */
  mayGoOn(): boolean {
    // After the last recorded start there may have been more, for which a tuner must propose before it is told the next result.
    const next = this.#nextStart();
    return next !== undefined && this.#host.handedOn < (next.after ?? Infinity) && this.ready();
  }

  /** A candidate arrives; its tuner proposes the next one when it is due. */
  enter(trial: RunningTrial<P, S>): void {
    this.#arrived.push(trial);
    const { line } = trial;
    if (line !== undefined) {
      line.hold();
      this.#held.push(line);
      this.#arrivals.set(line.tuner, (this.#arrivals.get(line.tuner) ?? 0) + 1);
    }
    // Within the loop of a tuner others could not be asked, or would be asked too much.
    whenNoneProposes(() => {
      this.advance();
    });
  }

  /** A trial has gone on; the caller holds its tuner. */
  exit({ number, line }: RunningTrial<P, S>): void {
    this.#open.delete(number);
    if (line !== undefined) this.#held.push(line);
  }

  /** Lets go of all tuners. */
  leave(): void {
    this.over = true;
    this.done = true;
    for (const line of this.#held.splice(0)) line.release();
  }

  /** Goes on until something has to arrive. */
  advance(): void {
    if (this.#busy || this.over) return;
    this.#busy = true;
    try {
      this.#host.goOn();
      while (!this.#host.closed && this.#step());
    } catch (error) {
      this.#host.fail(error);
    } finally {
      this.#busy = false;
    }
  }

  /** Whether every tuner has proposed what it had proposed before it was told more. */
  ready(): boolean {
    let ready = true;
    for (const [number, proposals] of this.#proposals) {
      const tuner = this.#log.tunerOf(number);
      if (tuner === undefined) continue;
      const due = (): StartedEntry | undefined => {
        const next = proposals[this.#arrivals.get(tuner) ?? 0];
        return next !== undefined && (next.told ?? 0) <= tuner.told && !this.#host.sourceEnded
          ? next
          : undefined;
      };
      for (let next = due(), asked: StartedEntry | undefined; next !== undefined; next = due()) {
        if (next === asked) {
          if (tuner.waits) throw this.#waits(next);
          ready = false;
          break;
        }
        asked = next;
        this.#release((line) => line.tuner === tuner);
      }
    }
    return ready;
  }

  /** The next trial that the journal lets start. */
  #nextStart(): StartedEntry | undefined {
    this.#coming = Math.max(this.#coming, this.#at);
    for (; this.#coming < this.#entries.length; this.#coming++) {
      const entry = this.#entries[this.#coming];
      if (entry?.type === 'started' && !this.#inRange(this.#coming)) return entry;
    }
    return undefined;
  }

  /** False when something has to arrive first. */
  #step(): boolean {
    const [range] = this.#ranges;
    if (range?.to === this.#at) {
      this.#host.learnt(
        recordedTrials(this.#entries.slice(range.from, range.to), lossIn(this.#host.scoring)),
      );
      this.#ranges.shift();
      if (this.#at < this.#entries.length) this.#log.passTuners(this.#at);
    }
    const entry = this.#entries[this.#at];
    if (entry === undefined) {
      this.#end();
      return false;
    }
    if (!this.#take(entry)) return false;
    this.#at++;
    return true;
  }

  #take(entry: JournalEntry): boolean {
    if (entry.type === 'started') return this.#inRange(this.#at) || this.#start(entry);
    if (!this.#subscribed) return entry.type === 'journal' || entry.type === 'tuner';
    switch (entry.type) {
      case 'reported':
        this.#report(entry);
        return true;
      case 'restarted':
        this.#open.get(entry.number)?.recallRestart(entry.at);
        return true;
      case 'finished':
        if (!this.ready()) return false;
        this.#finish(entry);
        return true;
      default:
        return true;
    }
  }

  #start(entry: StartedEntry): boolean {
    this.#host.goOn();
    const trial = this.#arrival(entry);
    if (trial !== undefined) {
      if (this.#host.handedOn < (entry.after ?? 0) && !this.ready()) return false;
      const difference = this.#difference(entry, trial);
      if (difference === undefined) {
        this.#arrived.splice(this.#arrived.indexOf(trial), 1);
        this.#open.set(entry.number, trial);
        trial.recallStart(entry.number, entry.at);
        return true;
      }
      if (!this.#log.learns) throw mismatch(difference);
      this.#learnFrom(this.#at);
      return true;
    }
    // A smaller budget, or an earlier stop: the trial does not come any more.
    const ended = (): boolean => this.#host.sourceEnded;
    if (ended()) return true;
    const tuner = this.#log.tunerOf(entry.tuner);
    this.#release((line) => (tuner === undefined ? this.#isSpent(line.tuner) : line.tuner === tuner));
    if (ended() || this.#arrival(entry) !== undefined) return this.#start(entry);
    if (tuner?.waits === true) throw this.#waits(entry);
    return false;
  }

  /** The first candidate that may be the one of an entry. */
  #arrival({ tuner: number }: StartedEntry): RunningTrial<P, S> | undefined {
    const tuner = this.#log.tunerOf(number);
    return this.#arrived.find(({ line }) => {
      if (number === undefined || line === undefined) return number === undefined && line === undefined;
      return tuner === undefined ? this.#log.numberOf(line.tuner) === undefined : line.tuner === tuner;
    });
  }

  #difference(entry: StartedEntry, { params, budget, from, line }: RunningTrial<P, S>): string | undefined {
    const { number, tuner, suggestion } = entry;
    if (line !== undefined && tuner !== undefined && this.#log.numberOf(line.tuner) === undefined) {
      const difference = this.#log.meet(line.tuner);
      if (difference !== undefined)
        return `${this.#log.name} was written with another tuner: trial ${number} came from ${difference}`;
      this.#recall(line.tuner, tuner);
    }
    if (line?.index !== suggestion)
      return `trial ${number} of ${this.#log.name} was suggestion ${suggestion} of its tuner, and is suggestion ${line?.index} now; are candidates filtered in another way?`;
    const recorded = { params: entry.params, budget: entry.budget, from: entry.from };
    const now = { params: line === undefined ? params : line.params, budget, from: from?.number };
    const difference = firstDifference(recorded, now);
    return difference === undefined
      ? undefined
      : `trial ${number} of ${this.#log.name} is proposed otherwise now: ${difference.replace(/^params\./, '')}; run the study with the space, seed, options and version it was begun with, or say onMismatch: 'learn'`;
  }

  /** Hands over what need not be computed again. */
  #recall(tuner: JournalledTuner, number: number): void {
    if (this.#log.verify || !tuner.adopts) return;
    const proposals = (this.#proposals.get(number) ?? []).map(
      ({ suggestion, params }) => [suggestion ?? 0, params] as const,
    );
    tuner.recall(new Map(proposals));
  }

  #report({ number, step, value, at }: ReportedEntry): void {
    const trial = this.#open.get(number);
    if (trial?.recallReport({ step, value: this.#score(number, value), at }) === true)
      this.#givenUp.add(trial);
  }

  #finish(entry: FinishedEntry): void {
    const { number, state, at, checkpoint, checkpointLost } = entry;
    if (checkpointLost === true) this.lostCheckpoints.add(number);
    const trial = this.#open.get(number);
    if (trial === undefined || trial.ended) return;
    if (this.#givenUp.delete(trial) !== (state === 'pruned') && !this.#log.learns) {
      const now = state !== 'pruned' ? 'gives it up' : this.#host.prunes ? 'keeps it' : 'is missing';
      throw mismatch(
        `trial ${number} of ${this.#log.name} was ${state} after ${trial.reports.length} reports, but now the pruner ${now}; run the study with the pruner it was begun with, or say onMismatch: 'learn'`,
      );
    }
    trial.checkpoint = checkpoint;
    trial.replayed = !this.#host.replayOnly;
    trial.recallEnd(at, () => this.#result(trial, entry));
  }

  #result(trial: RunningTrial<P, S>, { number, state, value, error }: FinishedEntry): Trial<P, S> {
    if (value === undefined) return new Failed(trial, error);
    const score = this.#score(number, value);
    const loss = this.#host.scoring.loss(score);
    return state === 'pruned' ? new Pruned(trial, score, loss) : new Complete(trial, score, loss);
  }

  #score(number: number, value: Score): S {
    const score = this.#host.scoring.read(value);
    if (score !== undefined) return score;
    const expected = this.#host.scoring.expected('number');
    throw mismatch(`trial ${number} of ${this.#log.name} has another kind of score than ${expected}`);
  }

  #waits({ number }: StartedEntry): TuningError {
    return mismatch(
      `trial ${number} of ${this.#log.name} was proposed when its tuner waits for results now; run the study with the options and version it was begun with`,
    );
  }

  /** From here on something else is proposed: what is left of the journal is only learnt from. */
  #learnFrom(at: number): void {
    this.#fresh = { from: at, to: this.#entries.length };
    this.#ranges.splice(0, this.#ranges.length, this.#fresh);
    this.#proposals.clear();
    this.#log.passTuners(this.#entries.length);
  }

  #inRange(at: number): boolean {
    return this.#ranges.some(({ from, to }) => from <= at && at < to);
  }

  /** Whether all that a tuner has proposed has arrived. */
  #isSpent(tuner: JournalledTuner): boolean {
    const number = this.#log.numberOf(tuner);
    if (number === undefined) return false;
    return (this.#proposals.get(number)?.length ?? 0) <= (this.#arrivals.get(tuner) ?? 0);
  }

  #release(which: (line: Line) => boolean): void {
    const chosen = this.#held.filter(which);
    this.#held.splice(0, this.#held.length, ...this.#held.filter((line) => !chosen.includes(line)));
    for (const line of chosen) line.release();
  }

  #end(): void {
    this.over = true;
    if (this.#host.replayOnly) {
      this.done = true;
      this.#host.leaveOut([...this.#open.values()].filter(({ ended }) => !ended));
      return;
    }
    this.#log.replaying = false;
    if (this.#fresh !== undefined) this.#log.learnt(this.#fresh.from);
    for (const entry of this.#proposals.keys()) this.#log.tunerOf(entry)?.recall(undefined);
    this.#host.replayed(
      this.#entries.reduce((n, entry) => (entry.type === 'started' ? entry.number + 1 : n), 0),
    );
    // In the order of starting: what has ended and waits for its turn keeps its slot, what has not ends or runs again.
    const open = [...this.#open.values()].map((trial) => ({
      start: () => {
        if (this.#givenUp.has(trial)) trial.recallPruned();
        else if (!trial.ended) trial.restart();
      },
    }));
    this.#share.resume([...open, ...this.#arrived], this.#held.splice(0));
    this.done = true;
    this.#host.goOn();
  }
}

/** The parts of a journal whose trials are not proposed again, in order; a later one may hold earlier ones. */
function rangesOf(entries: readonly JournalEntry[]): Range[] {
  const ranges: Range[] = [];
  entries.forEach((entry, to) => {
    if (entry.type !== 'learnt') return;
    const from = entry.from - 1;
    while ((ranges.at(-1)?.from ?? -1) >= from) ranges.pop();
    ranges.push({ from, to });
  });
  return ranges;
}

const mismatch = (what: string): TuningError => new TuningError('JournalMismatch', what);
