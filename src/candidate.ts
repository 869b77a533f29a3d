import type { ContinuedTrial, Score, Trial } from './trial.ts';

/**
 * A proposal of a tuner: the parameters of one trial to be.
 *
 * Under a hidden key it carries the line back to its tuner, by which `evaluate` asks for no more than it can run and tells what came of it.
 * A copy (`{ ...candidate }`) keeps the line; an object made anew from the parameters loses it, which `mapParams` does not.
 *
 * @example
 * ```ts
 * import type { Candidate } from 'rxtune';
 *
 * const candidate: Candidate<{ lr: number }> = { params: { lr: 0.1 } };
 * ```
 */
export interface Candidate<P> {
  readonly params: P;
  /** What the trial may spend, all that it continues included; only from tuners that give budgets. */
  readonly budget?: number;
  /** The finished trial that it continues; only from tuners that let trials be continued. */
  readonly from?: ContinuedTrial;
}

/** A tuner as others may move it. */
export interface Held {
  /** Proposes nothing until released as many times as held. */
  hold(): void;
  release(): void;
}

/** What a tuner is, for the journal of a study. */
export interface TunerDescription {
  /** Its name, such as `'tpe'`. */
  readonly kind: string;
  /** What it proposes. */
  readonly space?: {
    /** Its parameters by their paths, each with what it may be. */
    describe(): Readonly<Record<string, string>>;
    /** Checks parameters. */
    parse(params: unknown): unknown;
  };
  /** What it was given beside the space. */
  readonly options?: object;
}

/** A tuner as a journal sees it. */
export interface JournalledTuner extends Held {
  readonly description: TunerDescription | undefined;
  /** If it lets the event loop have a turn: calls back once it has gone on. False if it does not rest. */
  afterRest(goOn: () => void): boolean;
  /** How many results it has been told. */
  readonly told: number;
  /** Whether it needs results before it can propose again. */
  readonly waits: boolean;
  /** Whether it takes over what it has proposed in an earlier run, and need not compute it again. */
  readonly adopts: boolean;
  /** Hands over what it has proposed in an earlier run, by the number of the proposal, to one that adopts it. */
  recall(proposals: ReadonlyMap<number, unknown> | undefined): void;
  /** Tells it a trial that it has not proposed; false if the trial is not of its space. */
  learn(trial: Trial<unknown, Score>): boolean;
}

/** The way back from a candidate to the tuner that proposed it. */
export interface Line extends Held {
  /** What a finished trial keeps of the line, as the rest leads to the candidate and to the checkpoint that it may carry. */
  readonly tuner: JournalledTuner;
  /** As the tuner proposed them, whatever became of them on the way. */
  readonly params: unknown;
  /** The how manieth proposal of its tuner it is, from 0. */
  readonly index: number;
  /** How many results its tuner had been told when it proposed it. */
  readonly told: number;
  /** A trial is going to be made of the candidate: it will be told or abandoned, once. */
  claim(): void;
  tell(trial: Trial<unknown, Score>, checkpoint: unknown): void;
  /** What was claimed will never be told. */
  abandon(): void;
}

/** Own and enumerable on candidates, so that copies keep it; an accessor on finished trials, so that they compare as plain data. */
export const line: unique symbol = Symbol('rxtune.line');

/** The line of a candidate to its tuner, if it came from one. */
export function lineOf(candidate: Candidate<unknown>): Line | undefined {
  return (candidate as { readonly [line]?: Line })[line];
}

/** The tuner of a finished trial, or of the event that it finished; whatever else is in a stream has none. */
export function tunerOf(item: unknown): Held | undefined {
  return typeof item === 'object' && item !== null ? (item as { readonly [line]?: Held })[line] : undefined;
}
