import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { parseOptions } from '../parse-options.ts';
import type { Report, Score, Trial } from '../trial.ts';
import { refuseUnserializable } from './refuse-unserializable.ts';

type NumberJson = number | 'NaN' | 'Infinity' | '-Infinity';

const score = z.custom<NumberJson | NumberJson[]>(
  (value) => (Array.isArray(value) ? value.every(isNumberJson) : isNumberJson(value)),
  { error: "expected a number, 'NaN', 'Infinity' or '-Infinity', or an array of them" },
);
const time = z.number({ error: 'expected milliseconds since the epoch' });

const trialNumber = z
  .int({ error: 'expected an integer of at least 0' })
  .min(0, { error: 'expected an integer of at least 0' });

const common = {
  number: trialNumber,
  params: z.unknown().refine((params) => params !== undefined, { error: 'expected the parameters' }),
  budget: z.number({ error: 'expected a number above 0' }).positive().exactOptional(),
  from: trialNumber.exactOptional(),
  checkpoint: z.string().exactOptional(),
  reports: z.array(z.strictObject({ step: z.number(), value: score, at: time })),
  startedAt: time,
  finishedAt: time,
};

const error = z.strictObject({ name: z.string(), message: z.string(), stack: z.string().exactOptional() });

const schema = z.discriminatedUnion(
  'state',
  [
    z.strictObject({ state: z.literal('complete'), ...common, value: score, loss: score }),
    z.strictObject({
      state: z.literal('pruned'),
      ...common,
      value: score.exactOptional(),
      loss: score.exactOptional(),
    }),
    z.strictObject({ state: z.literal('failed'), ...common, error }),
  ],
  { error: "expected 'complete', 'pruned' or 'failed'" },
);

/** A finished trial as plain JSON: one line of a file of trials. */
export type TrialJson = z.infer<typeof schema>;

export type ScoreJson = z.infer<typeof score>;
export type ErrorJson = z.infer<typeof error>;
type Continuation = Pick<Trial<unknown, Score>, 'budget' | 'from' | 'checkpoint'>;

/**
 * A finished trial as plain JSON.
 *
 * Numbers keep all their digits, and ints stay ints. Scores that JSON has no word for become `'NaN'`, `'Infinity'` and `'-Infinity'`; a score of -0 becomes 0.
 * An error keeps its name, message and stack; what was thrown and is no Error becomes one. Of checkpoints only a text is kept, such as the name of a file.
 *
 * @throws TuningError `Serialization`, naming the parameter, when the parameters hold something that JSON would drop or change.
 *
 * @example
 * ```ts
 * import { trialFromJson, trialToJson, type Trial } from 'rxtune';
 *
 * const trial: Trial<{ lr: number }> = {
 *   number: 0, state: 'complete', params: { lr: 0.1 }, value: 0.93, loss: -0.93, reports: [], startedAt: 0, finishedAt: 12,
 * };
 * const line = JSON.stringify(trialToJson(trial));
 * const again = trialFromJson(JSON.parse(line)); // equal to trial
 * ```
 */
export function trialToJson(trial: Trial<unknown, Score>): TrialJson {
  const { number, params, startedAt, finishedAt } = trial;
  if (params === undefined)
    throw new TuningError('Serialization', 'a trial without params cannot be written as JSON');
  refuseUnserializable('params', params);
  const reports = trial.reports.map(({ step, value, at }) => ({ step, value: scoreToJson(value), at }));
  const rest = { params, ...continuation(trial), reports, startedAt, finishedAt };
  switch (trial.state) {
    case 'complete':
      return {
        number,
        state: 'complete',
        value: scoreToJson(trial.value),
        loss: scoreToJson(trial.loss),
        ...rest,
      };
    case 'pruned':
      return { number, state: 'pruned', ...scoresOf(trial, scoreToJson), ...rest };
    case 'failed':
      return { number, state: 'failed', error: errorToJson(trial.error), ...rest };
  }
}

/**
 * The finished trial that was written by `trialToJson`.
 *
 * Its parameters are as they were found; check them with the `parse` of their space. The error of a failed trial is an Error of the same name, message and stack.
 *
 * @param value what `JSON.parse` gave.
 * @throws TuningError `Serialization`, naming the field, its value and what was expected.
 *
 * @example
 * ```ts
 * import { trialFromJson, TuningError } from 'rxtune';
 *
 * try {
 *   trialFromJson({ number: -1 });
 * } catch (error) {
 *   if (error instanceof TuningError) console.log(error.message); // not a finished trial: …
 * }
 * ```
 */
export function trialFromJson(value: unknown): Trial<unknown, Score> {
  const json = parseTrial(value);
  const { number, params, startedAt, finishedAt } = json;
  const reports: Report<Score>[] = json.reports.map(({ step, value, at }) => ({
    step,
    value: scoreFromJson(value),
    at,
  }));
  const common = { number, params, ...continuation(json), reports, startedAt, finishedAt };
  switch (json.state) {
    case 'complete':
      return {
        ...common,
        state: 'complete',
        value: scoreFromJson(json.value),
        loss: scoreFromJson(json.loss),
      };
    case 'pruned':
      return { ...common, state: 'pruned', ...scoresOf(json, scoreFromJson) };
    case 'failed':
      return { ...common, state: 'failed', error: errorFromJson(json.error) };
  }
}

function parseTrial(value: unknown): TrialJson {
  try {
    return parseOptions('not a finished trial', schema, value);
  } catch (cause) {
    if (!(cause instanceof TuningError)) throw cause;
    throw new TuningError('Serialization', cause.message, { cause: cause.cause });
  }
}

export function isNumberJson(value: unknown): boolean {
  return Number.isFinite(value) || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

export function scoreToJson(value: Score): ScoreJson {
  return typeof value === 'number' ? numberToJson(value) : value.map(numberToJson);
}

function numberToJson(value: number): NumberJson {
  if (Number.isFinite(value)) return value + 0;
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

export function scoreFromJson(value: ScoreJson): Score {
  return Array.isArray(value) ? value.map(Number) : Number(value);
}

/** What a trial may spend, continued and left, each only if it is there. */
function continuation({ budget, from, checkpoint }: Continuation): Continuation {
  return {
    ...(budget === undefined ? {} : { budget }),
    ...(from === undefined ? {} : { from }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
}

/** The value and loss of a pruned trial, each only if it is there. */
function scoresOf<From, To>(
  { value, loss }: { readonly value?: From; readonly loss?: From },
  convert: (score: From) => To,
): { value?: To; loss?: To } {
  return {
    ...(value === undefined ? {} : { value: convert(value) }),
    ...(loss === undefined ? {} : { loss: convert(loss) }),
  };
}

export function errorToJson(error: unknown): ErrorJson {
  if (!(error instanceof Error))
    return { name: 'Error', message: typeof error === 'string' ? error : shown(error) };
  const { name, message, stack } = error;
  return { name, message, ...(typeof stack === 'string' ? { stack } : {}) };
}

/** The error that was written so; it has the stack of the writer, if any. */
export function errorFromJson({ name, message, stack }: ErrorJson): Error {
  const error = new Error(message);
  if (name !== 'Error')
    Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  // The stack of the reader would mislead.
  error.stack = stack ?? `${name}: ${message}`;
  return error;
}
