import { asyncScheduler, finalize, type Observable, type Subscription, takeWhile } from 'rxjs';
import { type Candidate, type Line, lineOf } from '../candidate.ts';
import type { ContinuedTrial, Report, Score, Trial } from '../trial.ts';
import { Complete, type Ending, Failed, Pruned } from './finished-trial.ts';
import type { Objective, TrialContext } from './objective.ts';
import { isPromiseLike, reportsOf } from './reports.ts';
import { invalidStep, noScoreAtEnd, noScoreReported, noScoreReturned, type Scoring } from './scoring.ts';

/** What a trial needs of its study. */
export interface TrialHost<P, S extends Score> {
  readonly objective: Objective<P, S>;
  readonly scoring: Scoring<S>;
  /** Whether a trial left a checkpoint that an earlier process has taken with it. */
  hasLostCheckpoint(number: number): boolean;
  /** In the order of starting. */
  takeNumber(): number;
  started(trial: RunningTrial<P, S>): void;
  /** Answers whether to prune. */
  reported(trial: RunningTrial<P, S>, report: Report<S>): boolean;
  finished(trial: RunningTrial<P, S>, as: Trial<P, S>): void;
  /** It runs once more, after an earlier process did not finish it. */
  restarted(trial: RunningTrial<P, S>): void;
}

const none: readonly never[] = Object.freeze([]);

/** A trial from its start to its end. Whatever ends it tears the objective down first, then hands the finished trial over. */
export class RunningTrial<P, S extends Score> implements Ending<P, S> {
  readonly params: P;
  readonly budget: number | undefined;
  readonly from: ContinuedTrial | undefined;
  readonly line: Line | undefined;
  /** What its objective handed over for a later trial. */
  checkpoint: unknown;
  /** Where its study keeps it. */
  place = -1;
  number = -1;
  startedAt = 0;
  finishedAt = 0;
  /** A journal has told its end. */
  replayed = false;
  /** So many reports were told to the pruner when it ran before. */
  known = 0;
  readonly #host: TrialHost<P, S>;
  #reports: Report<S>[] | undefined;
  #subscription: Subscription | undefined;
  #controller: AbortController | undefined;
  /** What it will have become, once it is decided. */
  #result: (() => Trial<P, S>) | undefined;
  #cutShort = false;
  #ended = false;

  constructor(host: TrialHost<P, S>, candidate: Candidate<P>) {
    this.#host = host;
    this.params = candidate.params;
    this.budget = candidate.budget;
    this.from = candidate.from;
    this.line = lineOf(candidate);
  }

  /** What it goes on from. Where that is lost, the objective must not believe that there never was a checkpoint. */
  get continued(): ContinuedTrial | undefined {
    return this.from === undefined || this.#host.hasLostCheckpoint(this.from.number) ? undefined : this.from;
  }

  get reports(): readonly Report<S>[] {
    return this.#reports ?? none;
  }

  get signal(): AbortSignal {
    // Made on demand, as it takes longer than all the rest of a trial.
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cutShort) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  start(): void {
    this.startedAt = asyncScheduler.now();
    this.number = this.#host.takeNumber();
    this.#host.started(this);
    this.#run();
  }

  /** Starts as a journal tells it: nothing runs. */
  recallStart(number: number, at: number): void {
    this.number = number;
    this.startedAt = at;
    this.#host.started(this);
  }

  /** Answers whether to prune. */
  recallReport(report: Report<S>): boolean {
    this.#reports ??= [];
    this.#reports.push(report);
    return this.#host.reported(this, report);
  }

  recallRestart(at: number): void {
    this.startedAt = at;
    this.#forgetReports();
  }

  recallEnd(at: number, result: () => Trial<P, S>): void {
    this.#ended = true;
    this.finishedAt = at;
    this.#host.finished(this, result());
  }

  /** Ends as pruned by its last report, which an earlier process did not get to. */
  recallPruned(): void {
    const value = this.reports.at(-1)?.value;
    if (value === undefined) return;
    this.#end();
    this.#host.finished(this, new Pruned(this, value, this.#host.scoring.loss(value)));
  }

  /** Runs once more what an earlier process did not finish. */
  restart(): void {
    this.startedAt = asyncScheduler.now();
    this.#forgetReports();
    this.#host.restarted(this);
    this.#run();
  }

  #forgetReports(): void {
    this.known = Math.max(this.known, this.reports.length);
    this.#reports = undefined;
  }

  #run(): void {
    if (this.#ended) return;
    let answer: unknown;
    try {
      answer = this.#host.objective(this.params, new Context(this));
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (typeof answer === 'number') this.#return(answer);
    else this.#follow(answer);
  }

  report(answer: unknown, step?: number): void {
    if (!this.#take(answer, step)) this.#conclude();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Ends the trial without a result: nobody will hear of it. */
  stop(): void {
    this.#ended = true;
    this.#cutShort = true;
    this.#controller?.abort();
    this.#subscription?.unsubscribe();
  }

  #follow(answer: unknown): void {
    let reports: Observable<unknown> | undefined;
    try {
      if (isPromiseLike(answer)) {
        // Also if the trial has ended in the meantime, lest a rejection is taken for unhandled.
        Promise.resolve(answer).then(
          (score) => {
            this.#return(score);
          },
          (error: unknown) => {
            this.#fail(error);
          },
        );
        return;
      }
      reports = reportsOf(answer);
    } catch (error) {
      // Of a getter.
      this.#fail(error);
      return;
    }
    if (this.#ended) return;
    if (reports === undefined) this.#return(answer);
    else this.#observe(reports);
  }

  #observe(reports: Observable<unknown>): void {
    const subscription = reports
      .pipe(
        // Not in `next`: a pruned stream ends with the report that decided it, also a synchronous one.
        takeWhile((answer) => this.#take(answer)),
        // Not in `complete`: no other trial starts before this one is torn down.
        finalize(() => {
          this.#conclude();
        }),
      )
      .subscribe({
        error: (error: unknown) => {
          this.#result ??= () => new Failed(this, error);
        },
      });
    if (this.#ended) subscription.unsubscribe();
    else this.#subscription = subscription;
  }

  /** Takes a report; false if it was the last one. */
  #take(answer: unknown, step: unknown = (this.reports.at(-1)?.step ?? 0) + 1): boolean {
    if (this.#ended || this.#result !== undefined) return false;
    const { scoring } = this.#host;
    const value = scoring.read(answer);
    if (value === undefined)
      return this.#cut(() => new Failed(this, noScoreReported(this.number, answer, scoring)));
    if (!isStep(step)) return this.#cut(() => new Failed(this, invalidStep(this.number, step)));
    const report = { step, value, at: asyncScheduler.now() };
    this.#reports ??= [];
    this.#reports.push(report);
    return this.#host.reported(this, report)
      ? this.#cut(() => new Pruned(this, value, scoring.loss(value)))
      : !this.#ended;
  }

  #cut(result: () => Trial<P, S>): false {
    this.#cutShort = true;
    this.#result = result;
    return false;
  }

  #return(answer: unknown): void {
    if (this.#ended) return;
    this.#end();
    this.#host.finished(this, this.#scored(answer, noScoreReturned));
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#end();
    this.#host.finished(this, new Failed(this, error));
  }

  /** Ends a stream that is over, or whatever is cut short. */
  #conclude(): void {
    if (this.#ended) return;
    this.#end();
    try {
      if (this.#cutShort) this.#controller?.abort();
      this.#subscription?.unsubscribe();
    } finally {
      this.#host.finished(this, this.#result?.() ?? this.#scored(this.reports.at(-1)?.value, noScoreAtEnd));
    }
  }

  #end(): void {
    this.#ended = true;
    this.finishedAt = asyncScheduler.now();
  }

  #scored(answer: unknown, problem: typeof noScoreReturned): Trial<P, S> {
    const { scoring } = this.#host;
    const value = scoring.read(answer);
    return value !== undefined && scoring.isFinite(value)
      ? new Complete(this, value, scoring.loss(value))
      : new Failed(this, problem(this.number, answer, scoring));
  }
}

const isStep = (step: unknown): step is number => Number.isFinite(step);

/** The face of a trial that its objective sees. */
class Context<P, S extends Score> implements TrialContext<S> {
  readonly number: number;
  readonly #trial: RunningTrial<P, S>;

  constructor(trial: RunningTrial<P, S>) {
    this.number = trial.number;
    this.#trial = trial;
  }

  get budget(): number | undefined {
    return this.#trial.budget;
  }

  get from(): ContinuedTrial | undefined {
    return this.#trial.continued;
  }

  get signal(): AbortSignal {
    return this.#trial.signal;
  }

  /** A function by itself, as objectives take contexts apart. */
  get report(): TrialContext<S>['report'] {
    return (score, step) => {
      this.#trial.report(score, step);
    };
  }

  get checkpoint(): TrialContext<S>['checkpoint'] {
    return (value) => {
      if (!this.#trial.ended) this.#trial.checkpoint = value;
    };
  }
}
