import { defer, mergeAll, type Observable } from 'rxjs';
import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { errorFromJson } from '../journal/trial-json.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/index.ts';
import { type Scoring, scoringOf } from '../stream/scoring.ts';
import type { Direction, Report, Score, Trial } from '../trial.ts';
import { objectives, refuseNoPath } from './file-options.ts';
import { applyLine } from './optuna-lines.ts';
import { State } from './optuna-operation.ts';
import { candidateOf, type OptunaNames, optunaNames } from './optuna-params.ts';
import { isFinished, OptunaReplay, type OptunaStudy, type OptunaTrial } from './optuna-replay.ts';
import { readLines } from './read-lines.ts';

/** Options of `readOptunaJournal`. */
export interface ReadOptunaJournalOptions {
  /** Which study to read. Default: the only one that the file has. */
  readonly studyName?: string;
  /** How many objectives the trials were scored by, for scores that are arrays. Default: scores are plain numbers. */
  readonly objectives?: number;
  /** What parameters are called in Optuna, by their paths here: `{ 'units[0]': 'n_units_l0' }`. Default: the same. */
  readonly names?: Readonly<Record<string, string>>;
}

const schema = z.strictObject({
  studyName: z.string({ error: 'expected a name' }).min(1, { error: 'expected a name' }).optional(),
  objectives: objectives.optional(),
  names: z.record(z.string(), z.string()).default({}),
});

/**
 * The finished trials of a study in a journal file of Optuna, in the order of their numbers, each one checked.
 *
 * When to use: as the `history` of a tuner that learns, or to look at a study that was made in Python. `optunaJournal` writes such files.
 *
 * Cold: every subscription reads the file anew; it may be written to at the same time, and a last line that was cut short is left out. Losses follow from the
 * study's directions, reports from the intermediate values; when those were reported Optuna does not keep, so that they carry the time of the trial's start.
 * A pruned trial without a value has its last report as value. A complete trial with an infinite value, which is no score here, is a failed one.
 *
 * Left out are trials that run or wait, and failed and pruned ones that ended before they had all the parameters that the space asks for. A constant may be
 * missing. A parameter must be of the same kind in both (float, int, or categorical for all others) and its value in the space; bounds, scales and steps
 * may differ.
 *
 * Errors reach the subscriber: `Io` when the file cannot be read; `Serialization` with the number of the line for what is no journal of Optuna, or with the
 * names of study, trial and parameter for what does not fit the space; `InvalidConfig` when there is no such study.
 *
 * @param path relative to the working directory.
 * @param space what the trials tried.
 * @throws TuningError `InvalidConfig` for an empty path or a wrong option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take } from 'rxjs';
 * import { best, evaluate, float, gp, random, space, track, trialEvents } from 'rxtune';
 * import { optunaJournal, readOptunaJournal } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const path = 'runs/20-squares.log';
 * const study = random(square).pipe(
 *   take(20),
 *   trialEvents(({ x }) => x * x),
 *   track([optunaJournal(path, { space: square, studyName: 'square' })]),
 * );
 * await lastValueFrom(study);
 *
 * gp(square, { history: readOptunaJournal(path, square) })
 *   .pipe(take(5), evaluate(({ x }) => x * x), best())
 *   .subscribe(({ params }) => console.log(params.x)); // close to 0
 * ```
 */
export function readOptunaJournal<P>(
  path: string,
  space: Space<P>,
  options?: ReadOptunaJournalOptions & { readonly objectives?: never },
): Observable<Trial<P>>;
export function readOptunaJournal<P>(
  path: string,
  space: Space<P>,
  options: ReadOptunaJournalOptions & { readonly objectives: number },
): Observable<Trial<P, readonly number[]>>;
export function readOptunaJournal<P>(
  path: string,
  space: Space<P>,
  options?: ReadOptunaJournalOptions,
): Observable<Trial<P, Score>>;
export function readOptunaJournal<P>(
  path: string,
  space: Space<P>,
  options: ReadOptunaJournalOptions = {},
): Observable<Trial<P, Score>> {
  refuseNoPath('readOptunaJournal', path);
  const { studyName, objectives, names } = parseOptions('readOptunaJournal', schema, options);
  const called = optunaNames('readOptunaJournal', space, names);
  return defer(async () => {
    const replay = new OptunaReplay();
    for await (const line of readLines(path)) applyLine(path, line, replay);
    const study = chosen(path, replay, studyName);
    const reading = { space, names: called, scoring: scoringFor(path, study, objectives) };
    const trials: Trial<P, Score>[] = [];
    for (const trial of study.trials) {
      const read = located(path, study, trial, () => readTrial(trial, reading));
      if (read !== undefined) trials.push(read);
    }
    return trials;
  }).pipe(mergeAll());
}

interface Reading<P> {
  readonly space: Space<P>;
  readonly names: OptunaNames;
  readonly scoring: Scoring<Score>;
}

function chosen(path: string, { studies }: OptunaReplay, name: string | undefined): OptunaStudy {
  const fitting = [...studies.values()].filter((study) => name === undefined || study.name === name);
  const [study, another] = fitting;
  if (study !== undefined && another === undefined) return study;
  const known = [...studies.values()].map((other) => shown(other.name)).join(', ') || 'none';
  throw new TuningError(
    'InvalidConfig',
    study === undefined
      ? `${shown(path)} has no study${name === undefined ? '' : ` ${shown(name)}`}; it has ${known}`
      : `${shown(path)} has several studies; give the option studyName: one of ${known}`,
  );
}

function scoringFor(path: string, study: OptunaStudy, objectives: number | undefined): Scoring<Score> {
  const where = `${shown(path)}, study ${shown(study.name)}`;
  const directions = study.directions.filter((direction): direction is Direction => direction !== undefined);
  if (directions.length < study.directions.length)
    throw new TuningError('Serialization', `${where}: it has no direction`);
  const [only, another] = directions;
  if (objectives === undefined && only !== undefined && another === undefined) return scoringOf(only);
  if (objectives === directions.length) return scoringOf(directions);
  throw new TuningError(
    'InvalidConfig',
    `${where}: it has ${directions.length} objectives; give the option objectives: ${directions.length}`,
  );
}

/** @returns undefined for a trial that has not ended, or has too few parameters to be one of the space. */
function readTrial<P>(
  trial: OptunaTrial,
  { space, names, scoring }: Reading<P>,
): Trial<P, Score> | undefined {
  if (!isFinished(trial)) return undefined;
  const candidate = candidateOf(space, names, trial.params);
  if ('missing' in candidate) {
    if (trial.state !== State.complete) return undefined;
    throw new TuningError('MissingParameter', `parameter ${candidate.missing} is missing`);
  }
  const startedAt = trial.startedAt ?? trial.finishedAt ?? 0;
  const reports = [...trial.reports].map(([step, value]): Report<Score> => ({ step, value, at: startedAt }));
  const { number } = trial;
  const common = {
    number,
    params: candidate.params,
    reports,
    startedAt,
    finishedAt: trial.finishedAt ?? startedAt,
  };
  if (trial.state === State.fail) return { ...common, state: 'failed', error: failureOf(trial) };
  const value = valueOf(trial, scoring);
  if (trial.state === State.pruned) {
    const scores = value === undefined ? {} : { value, loss: scoring.loss(value) };
    return { ...common, state: 'pruned', ...scores };
  }
  if (value === undefined) throw new TuningError('InvalidScore', 'it is complete, but has no value');
  if (!scoring.isFinite(value)) {
    const expected = scoring.expected('finite number');
    const error = new TuningError(
      'InvalidScore',
      `trial ${number}: its value is ${String(value)}, not ${expected}`,
    );
    return { ...common, state: 'failed', error };
  }
  return { ...common, state: 'complete', value, loss: scoring.loss(value) };
}

function valueOf({ values, reports, state }: OptunaTrial, scoring: Scoring<Score>): Score | undefined {
  if (values === undefined)
    return state === State.pruned ? scoring.read([...reports.values()].at(-1)) : undefined;
  const value = scoring.read(values) ?? scoring.read(values.length === 1 ? values[0] : undefined);
  if (value !== undefined) return value;
  throw new TuningError('InvalidScore', `its values are ${shown(values)}, not ${scoring.expected('number')}`);
}

function failureOf({ userAttrs }: OptunaTrial): Error {
  const said = userAttrs.get('error');
  const text = typeof said === 'string' ? said : 'it failed in Optuna';
  const [, name = 'Error', message = text] = /^(\w*Error): (.*)$/s.exec(text) ?? [];
  return errorFromJson({ name, message });
}

function located<T>(path: string, study: OptunaStudy, trial: OptunaTrial, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : shown(cause);
    const where = `${shown(path)}, study ${shown(study.name)}, trial ${trial.number}`;
    throw new TuningError('Serialization', `${where}: ${reason}`, { cause });
  }
}
