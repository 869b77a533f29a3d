import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { from, lastValueFrom } from 'rxjs';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type CsvOptions, csv } from '../../src/node/csv.ts';
import { parameterValue } from '../../src/node/parameter-value.ts';
import {
  choice,
  constant,
  float,
  int,
  list,
  type Params,
  space,
  variant,
  when,
} from '../../src/space/index.ts';
import type { Tracker } from '../../src/stream/track.ts';
import type { Score, Trial } from '../../src/trial.ts';
import { tempFolder } from './temp-folder.ts';
import { completeTrial, failedTrial, prunedTrial } from './trials.ts';

const net = space({
  'learning.rate': float(0, 1),
  optimizer: variant('kind', {
    sgd: { momentum: float(0, 1) },
    adam: { beta: float(0, 1), momentum: float(0, 1), mode: choice(['sgd', 'amsgrad']) },
  }),
  units: list(int(1, 64), 1, 2),
  blocks: list(variant('type', { dense: { width: int(1, 9) }, skip: {} }), 2, 2),
  comment: choice(['plain', 'a, "b"\nc', ' 日本 ', null, true]),
  note: when({ comment: 'plain' }, float(0, 1)),
  inner: space({ length: constant(3), deep: space({ er: float(1, 9) }) }),
});
type Net = Params<typeof net>;
const first: Net = {
  'learning.rate': 0.1 + 0.2,
  optimizer: { kind: 'sgd', momentum: 0.9 },
  units: [64],
  blocks: [{ type: 'dense', width: 5 }, { type: 'skip' }],
  comment: 'plain',
  note: 1 / 3,
  inner: { length: 3, deep: { er: 2 } },
};
const second: Net = {
  'learning.rate': 1e-12,
  optimizer: { kind: 'adam', beta: 0.5, momentum: 0.25, mode: 'sgd' },
  units: [1, 2],
  blocks: [{ type: 'skip' }, { type: 'dense', width: 1 }],
  comment: 'a, "b"\nc',
  inner: { length: 3, deep: { er: 3 } },
};

/** The records of a CSV text, each by its columns. */
function parse(text: string): Record<string, string>[] {
  const records = [
    ...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/g),
  ].map(([, record = '']) =>
    [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
      ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
    ),
  );
  const [names = [], ...rows] = records;
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? 'missing'])));
}

const run = (tracker: Tracker<Trial<Net, Score>>, ...trials: Trial<Net, Score>[]): Promise<unknown> =>
  lastValueFrom(from(tracker(from(trials))), { defaultValue: undefined });

describe('csv', () => {
  test('writes what a trial may spend and which one it continues', async () => {
    const path = join(tempFolder(), 'b.csv');
    await run(csv(path, net), completeTrial(0, first, 1), {
      ...completeTrial(1, first, 0.5),
      budget: 27,
      from: 0,
    });
    const [one, two] = parse(readFileSync(path, 'utf8'));
    expect(one).toMatchObject({ budget: '', from: '' });
    expect(two).toMatchObject({ budget: '27', from: '0' });
  });

  test('writes a column for each parameter', async () => {
    const path = join(tempFolder(), 'a/b.csv');
    const error = new RangeError('too\nmuch');
    await run(
      csv(path, net),
      completeTrial(0, first, 1 / 3),
      prunedTrial(1, second, NaN),
      failedTrial(2, first, error),
    );
    expect(readFileSync(path, 'utf8').split('\r\n')[0]).toMatchInlineSnapshot(
      `"number,state,value,loss,params.learning.rate,params.optimizer.kind,params.optimizer.sgd.momentum,params.optimizer.adam.beta,params.optimizer.adam.momentum,params.optimizer.adam.mode,params.units.length,params.units[0],params.units[1],params.blocks[0].type,params.blocks[0].dense.width,params.blocks[1].type,params.blocks[1].dense.width,params.comment,params.note,params.inner.length,params.inner.deep.er,budget,from,error,startedAt,finishedAt"`,
    );
    const [one, two, three] = parse(readFileSync(path, 'utf8'));
    expect(one).toMatchInlineSnapshot(`
      {
        "budget": "",
        "error": "",
        "finishedAt": "1000",
        "from": "",
        "loss": "0.3333333333333333",
        "number": "0",
        "params.blocks[0].dense.width": "5",
        "params.blocks[0].type": "dense",
        "params.blocks[1].dense.width": "",
        "params.blocks[1].type": "skip",
        "params.comment": "plain",
        "params.inner.deep.er": "2",
        "params.inner.length": "3",
        "params.learning.rate": "0.30000000000000004",
        "params.note": "0.3333333333333333",
        "params.optimizer.adam.beta": "",
        "params.optimizer.adam.mode": "",
        "params.optimizer.adam.momentum": "",
        "params.optimizer.kind": "sgd",
        "params.optimizer.sgd.momentum": "0.9",
        "params.units.length": "1",
        "params.units[0]": "64",
        "params.units[1]": "",
        "startedAt": "0",
        "state": "complete",
        "value": "0.3333333333333333",
      }
    `);
    expect(two).toMatchObject({
      state: 'pruned',
      value: 'NaN',
      'params.optimizer.adam.mode': 'sgd',
      'params.optimizer.sgd.momentum': '',
      'params.optimizer.adam.momentum': '0.25',
      'params.units[1]': '2',
      'params.comment': 'a, "b"\nc',
      'params.note': '',
    });
    expect(three).toMatchObject({ state: 'failed', value: '', loss: '', error: 'RangeError: too\nmuch' });
  });

  test('finds every parameter of every candidate', () => {
    const coordinates = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: net.parameters.length,
      maxLength: net.parameters.length,
    });
    fc.assert(
      fc.property(coordinates, (point) => {
        const params = net.decode(point);
        const unit = net.encode(params);
        for (const { name, index, leaf } of net.parameters) {
          const at = unit[index] ?? NaN;
          if (Number.isNaN(at)) continue;
          const value = parameterValue(params, name);
          expect([name, leaf.toUnit(value)]).toEqual([name, at]);
        }
      }),
    );
  });

  test('continues a file, and cuts off a torn record', async () => {
    const path = join(tempFolder(), 'x.csv');
    await run(csv(path, net), completeTrial(0, second, 0));
    await run(csv(path, net), completeTrial(1, second, 1));
    const whole = readFileSync(path, 'utf8');
    expect(parse(whole).map(({ number }) => number)).toEqual(['0', '1']);
    const firstEnd = whole.indexOf('\r\n1,') + 2;
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(path, whole.slice(0, length));
      await run(csv(path, net), completeTrial(7, first, 7));
      const kept = length < firstEnd ? ['7'] : ['0', '7'];
      expect(parse(readFileSync(path, 'utf8')).map(({ number }) => number)).toEqual(kept);
    }
  });

  test('refuses a file with other columns, and leaves it alone', async () => {
    const path = join(tempFolder(), 'x.csv');
    writeFileSync(path, 'name,age\r\nAda,36');
    const error: unknown = await run(csv(path, net), completeTrial(0, first, 0)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'Serialization' });
    expect(String(error).replace(path, 'PATH')).toMatchInlineSnapshot(
      `"TuningError: "PATH" has other columns: it begins with "name,age\\r\\nAda,36"; choose another path"`,
    );
    expect(readFileSync(path, 'utf8')).toBe('name,age\r\nAda,36');
  });

  test('takes several objectives when told so', async () => {
    const path = join(tempFolder(), 'x.csv');
    const trial = { ...completeTrial(0, first, 0), value: [0.9, 7], loss: [-0.9, 7] };
    await run(csv(path, net, { objectives: 2 }), trial, failedTrial(1, first, 'why'));
    expect(parse(readFileSync(path, 'utf8'))).toMatchObject([
      { 'value[0]': '0.9', 'value[1]': '7', 'loss[0]': '-0.9', 'loss[1]': '7' },
      { 'value[0]': '', 'value[1]': '', error: '"why"' },
    ]);
    await expect(run(csv(join(tempFolder(), 'y.csv'), net), trial)).rejects.toThrow(
      /give the option objectives: 2/,
    );
  });

  test('takes the trials of its space', () => {
    expectTypeOf(csv('x', net)).toExtend<Tracker<Trial<Net>>>();
    expectTypeOf(csv('x', net)).not.toExtend<Tracker<Trial<{ lr: number }>>>();
  });

  test.each<[string, () => unknown]>([
    ['an empty path', () => csv('', net)],
    ['an unknown option', () => csv('x', net, { delimiter: ';' } as CsvOptions)],
  ])('refuses %s at once', (_, make) => {
    expect(make).toThrowErrorMatchingSnapshot();
  });
});
