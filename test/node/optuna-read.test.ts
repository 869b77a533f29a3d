import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom, type Observable, take, toArray } from 'rxjs';
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { distributionOf } from '../../src/node/optuna-distribution.ts';
import { type ReadOptunaJournalOptions, readOptunaJournal } from '../../src/node/optuna-read.ts';
import { float, int, list, space } from '../../src/space/index.ts';
import { gp } from '../../src/stream/learning-tuners.ts';
import type { Score, Trial } from '../../src/trial.ts';
import { tempFolder } from './temp-folder.ts';

const x = space({ x: float(0, 1) });
const unit = JSON.stringify(distributionOf(float(0, 1)));
const time = '"2026-01-01T00:00:00.000000+00:00"';

let path: string;
beforeEach(() => {
  path = join(tempFolder(), 'optuna.log');
});

const study = (name = 'x', directions = '[1]'): string =>
  `{"op_code": 0, "worker_id": "w", "study_name": "${name}", "directions": ${directions}}`;
const created = (study_id: number, rest = ''): string =>
  `{"op_code": 4, "worker_id": "w", "study_id": ${study_id}, "datetime_start": ${time}${rest}}`;
const param = (trial: number, name: string, value: string, distribution = unit): string =>
  `{"op_code": 5, "worker_id": "w", "trial_id": ${trial}, "param_name": "${name}", "param_value_internal": ${value}, "distribution": ${distribution}}`;
const report = (trial: number, step: number, value: string): string =>
  `{"op_code": 7, "worker_id": "w", "trial_id": ${trial}, "step": ${step}, "intermediate_value": ${value}}`;
const ended = (trial: number, state: number, values: string): string =>
  `{"op_code": 6, "worker_id": "w", "trial_id": ${trial}, "state": ${state}, "values": ${values}, "datetime_complete": ${time}}`;

const journal = (...lines: readonly string[]): void => {
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
};
const all = <T>(trials: Observable<T>): Promise<T[]> => lastValueFrom(trials.pipe(toArray()));
const read = (options?: ReadOptunaJournalOptions): Promise<Trial<{ x: number }, Score>[]> =>
  all(readOptunaJournal(path, x, options));
const errorOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => String(error).replaceAll(path, 'PATH'),
  );

describe('reads', () => {
  test('complete, pruned and failed trials, and leaves out those that have not ended', async () => {
    journal(
      study('x', '[2]'),
      ...[created(0), param(0, 'x', '0.5'), report(0, 0, 'NaN'), report(0, 9, '3.0'), ended(0, 1, '[2.0]')],
      ...[created(0), param(1, 'x', '0.25'), report(1, 0, '7'), ended(1, 2, '[7.0]')],
      ...[created(0), param(2, 'x', '0.125'), report(2, 0, '7'), report(2, 1, 'NaN'), ended(2, 2, 'null')],
      ...[created(0), param(3, 'x', '0.1'), ended(3, 2, 'null')],
      ...[created(0), param(4, 'x', '0.2'), ended(4, 3, 'null')],
      ...[created(0), param(5, 'x', '0.3'), report(5, 0, '1')],
      created(0, ', "state": 4'),
      ...[created(0), param(7, 'x', '0.4'), ended(7, 1, '[-Infinity]')],
    );
    expect(await read()).toMatchSnapshot();
  });

  test('several objectives', async () => {
    journal(study('x', '[1, 2]'), created(0), param(0, 'x', '0.5'), ended(0, 1, '[1.0, 2.0]'));
    const trials = readOptunaJournal(path, x, { objectives: 2 });
    expectTypeOf(trials).toEqualTypeOf<Observable<Trial<{ x: number }, readonly number[]>>>();
    expect(await all(trials)).toMatchObject([{ value: [1, 2], loss: [1, -2] }]);
    expect(await errorOf(read())).toMatchSnapshot();
    expect(await errorOf(read({ objectives: 3 }))).toMatchSnapshot();
  });

  test('no failed or pruned trial that lacks parameters', async () => {
    journal(study(), created(0), ended(0, 3, 'null'), created(0), ended(1, 2, '[1.0]'));
    expect(await read()).toEqual([]);
    appendFileSync(path, `${created(0)}\n${ended(2, 1, '[1.0]')}\n`);
    expect(await errorOf(read())).toMatchSnapshot();
  });

  test('the study that is asked for', async () => {
    journal(study('one'), study('two'), created(1), param(0, 'x', '0.5'), ended(0, 1, '[1.0]'));
    expect(await read({ studyName: 'one' })).toEqual([]);
    expect(await read({ studyName: 'two' })).toHaveLength(1);
    expect(await errorOf(read({ studyName: 'three' }))).toMatchSnapshot();
    expect(await errorOf(read())).toMatchSnapshot();
    journal();
    expect(await errorOf(read())).toMatchSnapshot();
  });

  test('what is whole of a file that was cut anywhere', async () => {
    journal(study(), created(0), param(0, 'x', '0.5'), ended(0, 1, '[1.0]'));
    const whole = readFileSync(path);
    for (let length = whole.length; length >= 0; length -= 17) {
      writeFileSync(path, whole.subarray(0, length));
      const trials = await read({ studyName: 'x' }).catch((error: unknown) => String(error));
      if (length < study().length) expect(trials).toMatch(/no study "x"/);
      else expect(trials).toHaveLength(length < whole.length - 1 ? 0 : 1);
    }
  });

  test('parameters under the names that they have in Optuna', async () => {
    const width = JSON.stringify(distributionOf(int(1, 64)));
    journal(
      study(),
      ...[
        created(0),
        param(0, 'n_layers', '1.0', width),
        param(0, 'n_units_l0', '32.0', width),
        ended(0, 1, '[1.0]'),
      ],
    );
    const net = space({ units: list(int(1, 64), 1, 2) });
    const names = { 'units.length': 'n_layers', 'units[0]': 'n_units_l0', 'units[1]': 'n_units_l1' };
    expect(await all(readOptunaJournal(path, net, { names }))).toMatchObject([{ params: { units: [32] } }]);
  });

  test('anew each time, as the history of a tuner', async () => {
    journal(study());
    const candidates = gp(x, { seed: 1, startup: 2, history: readOptunaJournal(path, x) }).pipe(take(1));
    const [before] = await all(candidates);
    appendFileSync(
      path,
      [0, 1, 2]
        .map((i) => `${created(0)}\n${param(i, 'x', `0.${i}`)}\n${ended(i, 1, `[${i}.0]`)}\n`)
        .join(''),
    );
    const [after] = await all(candidates);
    expect(after?.params).not.toEqual(before?.params);
  });
});

describe('refuses', () => {
  test.each<[string, string[]]>([
    ['a parameter of another kind', [param(0, 'x', '1', JSON.stringify(distributionOf(int(0, 1))))]],
    ['a parameter out of range', [param(0, 'x', '1.5', JSON.stringify(distributionOf(float(0, 2))))]],
    ['a parameter of another space', [param(0, 'x', '0.5'), param(0, 'y', '0.5')]],
  ])('%s', async (_, params) => {
    journal(study(), created(0), ...params, ended(0, 1, '[1.0]'));
    expect(await errorOf(read())).toMatchSnapshot();
  });

  test.each<[string, string]>([
    ['another number of values', ended(0, 1, '[1.0, 2.0]')],
    ['no value', ended(0, 1, 'null')],
    ['an unknown distribution', param(0, 'z', '1', '"{}"')],
    ['what is no JSON', 'op_code'],
    ['a cut line that others follow', '{"op_code": 0'],
    ['an empty line', ''],
    ['an unknown operation', '{"op_code": 12}'],
    ['an unknown state', ended(0, 7, 'null')],
    ['no time', created(0).replace('2026', '26ab')],
  ])('%s', async (_, line) => {
    journal(study(), created(0), param(0, 'x', '0.5'), line, created(0));
    expect(await errorOf(read().then((trials) => trials.map((trial) => trial.state)))).toMatchSnapshot();
  });

  test('a study without a direction, text that is no UTF-8, and a file that is not there', async () => {
    journal(study('x', '[0]'));
    expect(await errorOf(read())).toMatchSnapshot();
    writeFileSync(path, Buffer.from([0x7b, 0xff, 0x0a]));
    expect(await errorOf(read())).toMatchSnapshot();
    await expect(all(readOptunaJournal(`${path}.no`, x))).rejects.toMatchObject({ code: 'Io' });
  });

  test.each<[string, () => unknown]>([
    ['an empty path', () => readOptunaJournal('', x)],
    ['an unknown option', () => readOptunaJournal('x', x, { study: 'x' } as never)],
    ['no name', () => readOptunaJournal('x', x, { studyName: '' })],
    ['a name for nothing', () => readOptunaJournal('x', x, { names: { y: 'z' } })],
  ])('%s at once', (_, make) => {
    expect(make).toThrowErrorMatchingSnapshot();
  });
});
