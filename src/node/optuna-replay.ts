import type { Direction } from '../trial.ts';
import { areCompatible, type OptunaDistribution, readDistribution } from './optuna-distribution.ts';
import { type CreateTrial, Op, type OptunaOperation, State } from './optuna-operation.ts';

/** A parameter of a trial as Optuna keeps it. */
export interface OptunaParam {
  readonly internal: number;
  readonly distribution: OptunaDistribution;
}

/** A trial as Optuna keeps it. */
export interface OptunaTrial {
  /** Counts all trials of the file. */
  readonly id: number;
  /** Counts the trials of its study. */
  readonly number: number;
  state: State;
  values: readonly number[] | undefined;
  startedAt: number | undefined;
  finishedAt: number | undefined;
  readonly params: Map<string, OptunaParam>;
  /** By step. */
  readonly reports: Map<number, number>;
  readonly userAttrs: Map<string, unknown>;
}

/** A study as Optuna keeps it. */
export interface OptunaStudy {
  readonly id: number;
  readonly name: string;
  /** Undefined where Optuna was told none. */
  readonly directions: readonly (Direction | undefined)[];
  readonly trials: OptunaTrial[];
  /** How many trials it has, also when they are not kept. */
  count: number;
  /** The first distribution of each parameter: Optuna leaves out parameters that do not fit it. */
  readonly distributions: Map<string, OptunaDistribution>;
}

const directions = [undefined, 'minimize', 'maximize'] as const;

/** The studies and trials of a journal, operation by operation, as Optuna itself comes to them. */
export class OptunaReplay {
  /** Those that are not deleted, by id. */
  readonly studies = new Map<number, OptunaStudy>();
  readonly #trials = new Map<number, readonly [OptunaStudy, OptunaTrial]>();
  readonly #known = new Map<string, OptunaDistribution>();
  #studyCount = 0;
  #trialCount = 0;
  #keeping = true;

  study(name: string): OptunaStudy | undefined {
    return [...this.studies.values()].find((study) => study.name === name);
  }

  /** From now on trials are counted and not kept. */
  forgetTrials(): void {
    this.#keeping = false;
    this.#trials.clear();
    for (const { trials } of this.studies.values()) trials.length = 0;
  }

  apply(operation: OptunaOperation): void {
    switch (operation.op_code) {
      case Op.createStudy:
        this.createStudy(
          operation.study_name,
          operation.directions.map((direction) => directions[direction]),
        );
        break;
      case Op.deleteStudy:
        this.studies.delete(operation.study_id);
        break;
      case Op.createTrial:
        this.createTrial(operation);
        break;
      case Op.setTrialParam:
        this.#update(operation.trial_id, (trial, study) => {
          const distribution = this.#distribution(operation.distribution);
          const first = study.distributions.get(operation.param_name);
          if (first === undefined) study.distributions.set(operation.param_name, distribution);
          else if (!areCompatible(first, distribution)) return;
          trial.params.set(operation.param_name, { internal: operation.param_value_internal, distribution });
        });
        break;
      case Op.setTrialIntermediateValue:
        this.#update(operation.trial_id, ({ reports }) => {
          reports.set(operation.step, operation.intermediate_value);
        });
        break;
      case Op.setTrialUserAttr:
        this.#update(operation.trial_id, ({ userAttrs }) => {
          for (const [key, value] of Object.entries(operation.user_attr)) userAttrs.set(key, value);
        });
        break;
      case Op.setTrialStateValues:
        this.#update(operation.trial_id, (trial) => {
          // Another worker runs it already.
          if (operation.state === State.running && trial.state === State.running) return;
          trial.state = operation.state;
          trial.values = operation.values ?? trial.values;
          trial.startedAt = operation.datetime_start ?? trial.startedAt;
          trial.finishedAt = operation.datetime_complete ?? trial.finishedAt;
        });
        break;
    }
  }

  /** @returns undefined when the name is taken: then Optuna ignores the operation. */
  createStudy(name: string, directions: OptunaStudy['directions']): OptunaStudy | undefined {
    if (this.study(name) !== undefined) return undefined;
    const id = this.#studyCount++;
    const study: OptunaStudy = { id, name, directions, trials: [], count: 0, distributions: new Map() };
    this.studies.set(id, study);
    return study;
  }

  /** @returns undefined when there is no such study: then Optuna ignores the operation. */
  createTrial(fields: Omit<CreateTrial, 'op_code'>): OptunaTrial | undefined {
    const study = this.studies.get(fields.study_id);
    if (study === undefined) return undefined;
    const values = fields.values ?? (typeof fields.value === 'number' ? [fields.value] : undefined);
    const trial: OptunaTrial = {
      id: this.#trialCount++,
      number: study.count++,
      state: fields.state ?? State.running,
      values,
      startedAt: fields.datetime_start ?? undefined,
      finishedAt: fields.datetime_complete ?? undefined,
      params: new Map(),
      reports: new Map(
        Object.entries(fields.intermediate_values ?? {}).map(([step, value]) => [Number(step), value]),
      ),
      userAttrs: new Map(Object.entries(fields.user_attrs ?? {})),
    };
    if (!this.#keeping) return trial;
    for (const [name, internal] of Object.entries(fields.params ?? {})) {
      const distribution = this.#distribution(fields.distributions?.[name] ?? '');
      // Unlike a parameter that is set afterwards, one that a trial is made with is taken as it is.
      if (!study.distributions.has(name)) study.distributions.set(name, distribution);
      trial.params.set(name, { internal, distribution });
    }
    this.#trials.set(trial.id, [study, trial]);
    study.trials.push(trial);
    return trial;
  }

  /** Most trials of a study have the same ones. */
  #distribution(text: string): OptunaDistribution {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const distribution = readDistribution(text);
    this.#known.set(text, distribution);
    return distribution;
  }

  /** A trial that has ended stays as it is. */
  #update(id: number, change: (trial: OptunaTrial, study: OptunaStudy) => void): void {
    const [study, trial] = this.#trials.get(id) ?? [];
    if (study === undefined || trial === undefined || isFinished(trial)) return;
    change(trial, study);
  }
}

/** Whether a trial has ended: the others run, or wait. */
export function isFinished({ state }: Pick<OptunaTrial, 'state'>): boolean {
  return state !== State.running && state !== State.waiting;
}
