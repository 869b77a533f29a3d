import { randomUUID } from 'node:crypto';
import { shown, TuningError } from '../errors.ts';
import type { Option, Parameter, Space } from '../space/index.ts';
import type { Scoring } from '../stream/scoring.ts';
import type { Direction, Report, Score, Trial, TrialEvent } from '../trial.ts';
import { areCompatible, distributionOf, readDistribution, toInternal } from './optuna-distribution.ts';
import { PythonFloat, type PythonValue, toPythonJson } from './optuna-json.ts';
import { Op, State } from './optuna-operation.ts';
import { flatParams, type OptunaNames } from './optuna-params.ts';
import { isFinished, type OptunaReplay, type OptunaStudy, type OptunaTrial } from './optuna-replay.ts';

/** What a study is written by. */
export interface StudySettings<P> {
  readonly space: Space<P>;
  readonly names: OptunaNames;
  readonly studyName: string;
  readonly directions: readonly Direction[];
  readonly scoring: Scoring<Score>;
  readonly onExisting: 'refuse' | 'append' | 'resume';
}

const called = { complete: State.complete, pruned: State.pruned, failed: State.fail } as const;

/** Turns the events of one study into lines of Optuna's journal. */
export class StudyWriter<P> {
  readonly #settings: StudySettings<P>;
  readonly #worker = `rxtune-${randomUUID()}`;
  readonly #distributions: ReadonlyMap<Parameter, string>;
  /** The ids that running trials have in the journal, by number; undefined for one whose end stands there already. */
  readonly #ids = new Map<number, number | undefined>();
  #recorded: readonly OptunaTrial[] = [];
  #study = -1;

  constructor(settings: StudySettings<P>) {
    this.#settings = settings;
    this.#distributions = new Map(
      settings.space.parameters.map((parameter) => [parameter, distributionOf(parameter.leaf)]),
    );
  }

  /** @throws TuningError `InvalidConfig` when the study is there and cannot be gone on with. */
  begin(replay: OptunaReplay): string {
    const { studyName, directions, onExisting } = this.#settings;
    const existing = replay.study(studyName);
    if (existing !== undefined) this.#refuseOther(existing);
    if (existing !== undefined && onExisting === 'resume') this.#recorded = [...existing.trials];
    replay.forgetTrials();
    const study = existing ?? replay.createStudy(studyName, directions);
    this.#study = study?.id ?? -1;
    if (existing !== undefined) return '';
    return this.#line(Op.createStudy, {
      study_name: studyName,
      directions: directions.map((direction) => (direction === 'minimize' ? 1 : 2)),
    });
  }

  write(event: TrialEvent<P, Score>, replay: OptunaReplay): string {
    switch (event.type) {
      case 'started':
        return this.#start(event.number, event.params, event.at, replay);
      case 'reported':
        return this.#report(event.number, event.report);
      case 'finished':
        return this.#finish(event.trial);
    }
  }

  #start(number: number, params: P, at: number, replay: OptunaReplay): string {
    const flat = flatParams(this.#settings.space, params);
    const recorded = this.#recorded[number];
    if (recorded !== undefined) return this.#takeOver(recorded, flat, at);
    const { studyName, names, onExisting } = this.#settings;
    const trial = replay.createTrial({ study_id: this.#study });
    if (trial === undefined) {
      throw new TuningError('Io', `the study ${shown(studyName)} was deleted while it was written to`);
    }
    if (onExisting === 'resume' && trial.number !== number) {
      throw new TuningError(
        'JournalMismatch',
        `trial ${number} would be trial ${trial.number} of the study ${shown(studyName)}: others add trials to it; use onExisting: 'append'`,
      );
    }
    this.#ids.set(number, trial.id);
    const named = flat.map(([parameter, value]) => [names.get(parameter) ?? '', parameter, value] as const);
    return this.#line(Op.createTrial, {
      study_id: this.#study,
      datetime_start: localTime(at),
      state: State.running,
      value: null,
      values: null,
      distributions: Object.fromEntries(
        named.map(([name, parameter]) => [name, this.#distributions.get(parameter) ?? '']),
      ),
      params: Object.fromEntries(
        named.map(([name, parameter, value]) => [name, toInternal(parameter.leaf, value)]),
      ),
      user_attrs: {},
      system_attrs: {},
      intermediate_values: {},
    });
  }

  /** A trial that an earlier run has started: nothing is written of it when it has ended. */
  #takeOver(recorded: OptunaTrial, flat: readonly (readonly [Parameter, Option])[], at: number): string {
    const { names, studyName } = this.#settings;
    for (const [parameter, value] of flat) {
      const name = names.get(parameter) ?? '';
      const internal = recorded.params.get(name)?.internal;
      if (internal === toInternal(parameter.leaf, value).value) continue;
      throw new TuningError(
        'JournalMismatch',
        `trial ${recorded.number} of the study ${shown(studyName)} has another ${name} than ${shown(value)}: it comes of another space, seed or tuner; use onExisting: 'append', or another studyName`,
      );
    }
    this.#ids.set(recorded.number, isFinished(recorded) ? undefined : recorded.id);
    if (recorded.state !== State.waiting) return '';
    return this.#line(Op.setTrialStateValues, {
      trial_id: recorded.id,
      state: State.running,
      values: null,
      datetime_start: localTime(at),
    });
  }

  #report(number: number, { step, value }: Report<Score>): string {
    const id = this.#ids.get(number);
    // Optuna has no intermediate values of several objectives.
    if (id === undefined || typeof value !== 'number') return '';
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new TuningError(
        'Serialization',
        `trial ${number} reported at step ${step}: in Optuna a step is an integer of at least 0`,
      );
    }
    return this.#line(Op.setTrialIntermediateValue, {
      trial_id: id,
      step,
      intermediate_value: new PythonFloat(value),
    });
  }

  #finish(trial: Trial<P, Score>): string {
    const id = this.#ids.get(trial.number);
    this.#ids.delete(trial.number);
    if (id === undefined) return '';
    const end = this.#line(Op.setTrialStateValues, {
      trial_id: id,
      state: called[trial.state],
      values: this.#values(trial),
      datetime_complete: localTime(trial.finishedAt),
    });
    if (trial.state !== 'failed') return end;
    // First, as a trial that has ended cannot be changed.
    return this.#line(Op.setTrialUserAttr, { trial_id: id, user_attr: { error: shown(trial.error) } }) + end;
  }

  #values(trial: Trial<P, Score>): PythonValue {
    if (trial.state === 'failed' || trial.value === undefined) return null;
    const { scoring } = this.#settings;
    const loss = scoring.read(trial.value) === undefined ? undefined : scoring.loss(trial.value);
    if (String(loss) !== String(trial.loss)) {
      throw new TuningError(
        'InvalidConfig',
        `trial ${trial.number} has the value ${shown(trial.value)} and the loss ${shown(trial.loss)}: give optunaJournal the direction that the study is evaluated with`,
      );
    }
    // Optuna has no NaN as a value; a pruned trial may have ended with one.
    return scoring.isFinite(trial.value) ? [trial.value].flat().map((value) => new PythonFloat(value)) : null;
  }

  #refuseOther(study: OptunaStudy): void {
    const { studyName, directions, onExisting, names } = this.#settings;
    if (onExisting === 'refuse') {
      throw new TuningError(
        'InvalidConfig',
        `there is a study ${shown(studyName)} already, of ${study.count} trials; use another studyName, or onExisting: 'append' or 'resume'`,
      );
    }
    if (study.directions.join() !== directions.join()) {
      throw new TuningError(
        'InvalidConfig',
        `the study ${shown(studyName)} has the direction ${study.directions.join(', ')}, not ${directions.join(', ')}; use another studyName`,
      );
    }
    for (const [parameter, text] of this.#distributions) {
      const name = names.get(parameter) ?? '';
      const other = study.distributions.get(name);
      if (other === undefined || areCompatible(other, readDistribution(text))) continue;
      throw new TuningError(
        'InvalidConfig',
        `the study ${shown(studyName)} has a parameter ${name} whose ${other.name} does not fit the space; use another studyName`,
      );
    }
  }

  #line(operation: number, fields: Readonly<Record<string, PythonValue>>): string {
    return `${toPythonJson({ op_code: operation, worker_id: this.#worker, ...fields })}\n`;
  }
}

/** Local and without an offset: what all versions of Optuna read, and what those before 5 can compare with their own. */
function localTime(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().replace('Z', '000');
}
