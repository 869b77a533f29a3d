import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPythonJson, numberOf, PythonFloat, toPythonJson } from '../../src/node/optuna-json.ts';

test.each([
  [1, '1.0'],
  [-3, '-3.0'],
  [0.1, '0.1'],
  [1e21, '1e+21'],
  [-0, '0.0'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])('a float of %d is %s', (value, text) => {
  expect(toPythonJson(new PythonFloat(value))).toBe(text);
});

test('ints, words, arrays and objects are as in JSON', () => {
  const value = { a: [1, 'x\n"', null, true], b: { c: 0.5 } };
  expect(toPythonJson(value)).toBe(JSON.stringify(value));
});

test('NaN and the infinities are told from the strings of that name', () => {
  const text = '{"a":NaN,"b":-Infinity,"c":["NaN","\\"NaN,Infinity",Infinity],"NaN":1}';
  expect(fromPythonJson(text)).toEqual({
    a: { float: 'NaN' },
    b: { float: '-Infinity' },
    c: ['NaN', '"NaN,Infinity', { float: 'Infinity' }],
    NaN: 1,
  });
  expect(numberOf({ float: '-Infinity' })).toBe(-Infinity);
  expect(numberOf('NaN')).toBeUndefined();
});

test('whatever is written is read', () => {
  fc.assert(
    fc.property(fc.double(), fc.string(), (number, string) => {
      const text = toPythonJson({ [string]: [new PythonFloat(number), string] });
      const [key, fields] = Object.entries(fromPythonJson(text) as Record<string, unknown[]>)[0] ?? [];
      expect([key, fields?.[1]]).toEqual([string, string]);
      expect(numberOf(fields?.[0])).toBe(number + 0);
    }),
  );
});

test.each(['', '{"a":NaN', 'nan', '{"a":Nan}'])('refuses %j', (text) => {
  expect(() => fromPythonJson(text)).toThrow(SyntaxError);
});
