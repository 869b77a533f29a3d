import { expect, test } from 'vitest';
import { distributionOf } from '../../src/node/optuna-distribution.ts';
import { toPythonJson } from '../../src/node/optuna-json.ts';
import { Op, readOperation, State } from '../../src/node/optuna-operation.ts';
import { OptunaReplay } from '../../src/node/optuna-replay.ts';
import { choice, float } from '../../src/space/index.ts';

type Fields = Readonly<
  Record<string, string | number | null | readonly number[] | readonly string[] | object>
>;

function replayed(...operations: readonly (readonly [operation: number, fields: Fields])[]): OptunaReplay {
  const replay = new OptunaReplay();
  for (const [op_code, fields] of operations)
    replay.apply(
      readOperation(toPythonJson({ op_code, worker_id: 'w', ...(fields as Record<string, string>) })),
    );
  return replay;
}

const start = '2026-01-02T03:04:05.678901';
const study = (study_name: string) => [Op.createStudy, { study_name, directions: [1] }] as const;
const trial = (study_id: number) => [Op.createTrial, { study_id, datetime_start: `${start}+00:00` }] as const;
const param = (trial_id: number, param_value_internal: number, distribution: string) =>
  [Op.setTrialParam, { trial_id, param_name: 'p', param_value_internal, distribution }] as const;
const end = (trial_id: number, values: readonly number[] | null = [1], state: number = State.complete) =>
  [Op.setTrialStateValues, { trial_id, state, values, datetime_complete: `${start}+00:00` }] as const;
const abc = distributionOf(choice(['a', 'b', 'c']));

test('numbers count trials of the file and of the study', () => {
  const { studies } = replayed(study('one'), study('two'), trial(1), trial(0), trial(1));
  expect(studies.get(0)?.trials.map(({ id, number }) => [id, number])).toEqual([[1, 0]]);
  expect(studies.get(1)?.trials.map(({ id, number }) => [id, number])).toEqual([
    [0, 0],
    [2, 1],
  ]);
});

test('a name is taken once, until its study is deleted', () => {
  const replay = replayed(
    study('one'),
    study('one'),
    study('two'),
    [Op.deleteStudy, { study_id: 0 }],
    study('one'),
  );
  expect([...replay.studies.values()].map(({ id, name }) => [id, name])).toEqual([
    [1, 'two'],
    [2, 'one'],
  ]);
});

test('a trial of no study does not count, one of a study that is deleted later does', () => {
  const { studies } = replayed(
    study('one'),
    trial(0),
    trial(7),
    [Op.deleteStudy, { study_id: 0 }],
    study('two'),
    trial(1),
  );
  expect(studies.get(1)?.trials).toMatchObject([{ id: 1, number: 0 }]);
});

test('what has ended stays as it is', () => {
  const { studies } = replayed(
    study('one'),
    trial(0),
    param(0, 1, abc),
    end(0),
    end(0, [2], State.pruned),
    param(0, 2, abc),
    [Op.setTrialIntermediateValue, { trial_id: 0, step: 0, intermediate_value: 5 }],
    [Op.setTrialUserAttr, { trial_id: 0, user_attr: { a: 1 } }],
    end(9),
  );
  const [only] = studies.get(0)?.trials ?? [];
  expect(only).toMatchObject({ state: State.complete, values: [1] });
  expect(only?.params.get('p')?.internal).toBe(1);
  expect([...(only?.reports ?? []), ...(only?.userAttrs ?? [])]).toEqual([]);
});

test('a parameter that does not fit the first one of its name is left out', () => {
  const { studies } = replayed(
    study('one'),
    trial(0),
    trial(0),
    trial(0),
    param(0, 1, abc),
    param(1, 1, distributionOf(float(0, 1))),
    param(2, 2, abc),
  );
  expect(studies.get(0)?.trials.map(({ params }) => params.get('p')?.internal)).toEqual([1, undefined, 2]);
});

test('a trial may be made at once, with all that it has', () => {
  const fields = {
    ...trial(0)[1],
    datetime_complete: `${start}+01:00`,
    state: State.complete,
    value: null,
    values: [1, 2],
    distributions: { p: abc },
    params: { p: 2 },
    user_attrs: { why: 'a test' },
    intermediate_values: { 0: 0.5, 10: 0.25 },
  };
  const { studies } = replayed(
    study('one'),
    [Op.createTrial, fields],
    [Op.createTrial, { ...fields, value: 3, values: null }],
  );
  const [first, second] = studies.get(0)?.trials ?? [];
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  expect(first).toMatchObject({ values: [1, 2], startedAt: at, finishedAt: at - 3_600_000 });
  expect(second?.values).toEqual([3]);
  expect([...(first?.reports ?? [])]).toEqual([
    [0, 0.5],
    [10, 0.25],
  ]);
  expect(first?.params.get('p')?.internal).toBe(2);
  expect(first?.userAttrs.get('why')).toBe('a test');
});

test('a time without an offset is a local one', () => {
  const { studies } = replayed(study('one'), [Op.createTrial, { study_id: 0, datetime_start: start }]);
  expect(studies.get(0)?.trials[0]?.startedAt).toBe(new Date(2026, 0, 2, 3, 4, 5, 678).getTime());
});

test('a trial that waits is started once', () => {
  const run = (at: string) =>
    [
      Op.setTrialStateValues,
      { trial_id: 0, state: State.running, values: null, datetime_start: at },
    ] as const;
  const waiting = [Op.createTrial, { study_id: 0, datetime_start: null, state: State.waiting }] as const;
  const { studies } = replayed(
    study('one'),
    waiting,
    run(`${start}+00:00`),
    run('2027-01-01T00:00:00+00:00'),
  );
  expect(studies.get(0)?.trials[0]).toMatchObject({
    state: State.running,
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  });
});

test('attributes of studies and of the system do not matter', () => {
  const { studies } = replayed(
    study('one'),
    [Op.setStudyUserAttr, { study_id: 0, user_attr: { a: 1 } }],
    [Op.setStudySystemAttr, { study_id: 0, system_attr: { a: 1 } }],
    trial(0),
    [Op.setTrialSystemAttr, { trial_id: 0, system_attr: { a: 1 } }],
    [Op.discardTrials, {}],
  );
  expect(studies.get(0)?.trials).toHaveLength(1);
});

test('trials that are forgotten are still counted', () => {
  const replay = replayed(study('one'), trial(0));
  replay.forgetTrials();
  expect(replay.createTrial({ study_id: 0 })).toMatchObject({ id: 1, number: 1 });
  expect(replay.createTrial({ study_id: 0 })).toMatchObject({ id: 2, number: 2 });
  expect(replay.studies.get(0)).toMatchObject({ count: 3, trials: [] });
});
