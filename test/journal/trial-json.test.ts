import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TuningError } from '../../src/errors.ts';
import { trialFromJson, trialToJson } from '../../src/journal/trial-json.ts';
import type { Score, Trial } from '../../src/trial.ts';

const base = { number: 3, params: { lr: 0.1 }, reports: [], startedAt: 10, finishedAt: 20 };
const complete: Trial<unknown, Score> = { ...base, state: 'complete', value: 0.5, loss: -0.5 };
const again = (trial: Trial<unknown, Score>): Trial<unknown, Score> =>
  trialFromJson(JSON.parse(JSON.stringify(trialToJson(trial))));

const numbers = fc.double().filter((value) => !Object.is(value, -0));
const scores: fc.Arbitrary<Score> = fc.oneof(numbers, fc.array(numbers, { minLength: 1, maxLength: 3 }));
// -0 is refused; see below.
const withoutMinusZero = fc
  .jsonValue({ stringUnit: 'binary' })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
const times = fc.integer({ min: 0, max: 2 ** 45 });
const common = {
  number: fc.nat(),
  params: fc.dictionary(fc.string({ unit: 'binary' }), withoutMinusZero),
  reports: fc.array(fc.record({ step: fc.integer(), value: scores, at: times }), { maxLength: 3 }),
  startedAt: times,
  finishedAt: times,
};
const trials: fc.Arbitrary<Trial<unknown, Score>> = fc.oneof(
  fc.record({ ...common, state: fc.constant('complete' as const), value: scores, loss: scores }),
  fc.record({ ...common, state: fc.constant('pruned' as const), value: scores, loss: scores }),
  fc.record({ ...common, state: fc.constant('pruned' as const) }),
  fc.record({
    ...common,
    state: fc.constant('failed' as const),
    error: fc.string().map((text) => new Error(text)),
  }),
);
const continuations = fc.record(
  {
    budget: fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }),
    from: fc.nat(),
    checkpoint: fc.string(),
  },
  { requiredKeys: [] },
);

describe('a trial', () => {
  test('is the same after JSON', () => {
    fc.assert(
      fc.property(trials, continuations, (plain, continuation) => {
        const trial = { ...plain, ...continuation };
        expect(again(trial)).toEqual(trial);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps ints, all digits of floats, and any text', () => {
    const params = {
      int: 7,
      big: Number.MAX_SAFE_INTEGER,
      huge: Number.MAX_VALUE,
      tiny: Number.MIN_VALUE,
      third: 1 / 3,
      sum: 0.1 + 0.2,
      text: 'line\u2028end \u0000 "quoted" \ud800 日本 🙂\r\n',
      list: [1, [2.5, null], true],
      absent: undefined,
    };
    const read = again({ ...complete, params });
    expect(read.params).toStrictEqual((({ absent, ...rest }) => rest)(params));
  });

  test('keeps a key called __proto__', () => {
    const params: unknown = JSON.parse('{"__proto__": 1}');
    expect(JSON.stringify(again({ ...complete, params }).params)).toBe('{"__proto__":1}');
  });

  test('says in words which scores are no numbers', () => {
    const reports = [NaN, Infinity, -Infinity, -0].map((value, i) => ({ step: i + 1, value, at: 11 }));
    const json = trialToJson({ ...base, state: 'pruned', reports, value: [NaN, 1], loss: [NaN, -1] });
    expect(json).toMatchObject({ state: 'pruned', value: ['NaN', 1], loss: ['NaN', -1] });
    expect(json.reports.map(({ value }) => value)).toStrictEqual(['NaN', 'Infinity', '-Infinity', 0]);
  });

  test('keeps name, message and stack of an error', () => {
    const error = new RangeError('too much');
    const { error: read } = again({ ...base, state: 'failed', error }) as { error: Error };
    expect(read).toBeInstanceOf(Error);
    expect([read.name, read.message, read.stack]).toEqual(['RangeError', 'too much', error.stack]);
  });

  test.each([
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [{ code: 7 }, '{"code":7}'],
  ])('makes an error of %s', (thrown, message) => {
    const json = trialToJson({ ...base, state: 'failed', error: thrown });
    expect(json).toMatchObject({ error: { name: 'Error', message } });
    expect(again({ ...base, state: 'failed', error: thrown })).toMatchObject({
      error: { stack: `Error: ${message}` },
    });
  });
});

describe('parameters that JSON would drop or change', () => {
  const circle: unknown[] = [];
  circle.push({ circle });
  test.each<[string, unknown]>([
    ['a function', { net: { init: () => 1 } }],
    ['a date', { when: new Date(0) }],
    ['a class instance', { map: new Map() }],
    ['a typed array', { units: new Float64Array(2) }],
    ['a bigint', { n: 12n }],
    ['NaN', { list: [1, NaN] }],
    ['-0', { x: -0 }],
    ['undefined in an array', { list: [undefined] }],
    ['a hole', { list: Array(1) }],
    ['a symbol', { s: Symbol('s') }],
    ['a cycle', { circle }],
    ['no parameters', undefined],
  ])('are refused: %s', (_, params) => {
    let message = '';
    try {
      trialToJson({ ...complete, params });
    } catch (error) {
      expect(error).toBeInstanceOf(TuningError);
      expect(error).toMatchObject({ code: 'Serialization' });
      message = (error as Error).message;
    }
    expect(message).toMatchSnapshot();
  });

  test('the same object twice is no cycle', () => {
    const shared = { a: 1 };
    expect(again({ ...complete, params: { one: shared, two: shared } }).params).toEqual({
      one: shared,
      two: shared,
    });
  });
});

describe('what is no trial', () => {
  test.each<[string, unknown]>([
    ['a number', 7],
    ['null', null],
    ['no state', { number: 1 }],
    ['a state that does not exist', { ...complete, state: 'lost' }],
    ['a fractional number', { ...complete, number: 0.5 }],
    ['a missing value', (({ value, ...rest }) => rest)(complete as { value: number })],
    ['a value of null', { ...complete, value: null }],
    ['missing parameters', (({ params, ...rest }) => rest)(complete)],
    ['an unknown key', { ...complete, score: 1 }],
    [
      'a value in a failed trial',
      { ...base, state: 'failed', value: 1, error: { name: 'Error', message: '' } },
    ],
    ['a report that is none', { ...complete, reports: [{ step: 1, value: 'high', at: 0 }] }],
  ])('is refused: %s', (_, value) => {
    let message = '';
    try {
      trialFromJson(value);
    } catch (error) {
      expect(error).toMatchObject({ name: 'TuningError', code: 'Serialization' });
      message = (error as Error).message;
    }
    expect(message).toMatchSnapshot();
  });
});
