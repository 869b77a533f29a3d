import { choice, float, int, space } from 'rxtune';
import { describe, expect, it } from 'vitest';

/** ParamValue: Int, Float, Str. */
describe('values', () => {
  const every = space({
    layers: int(1, 9),
    lr: float(0, 1),
    name: choice(['relu', 'žluťoučký 🐎', '\u2028', '']),
  });

  it('keeps an int an int, a float with all its digits, a string with any Unicode, through JSON', () => {
    for (const name of ['relu', 'žluťoučký 🐎', '\u2028', ''] as const) {
      const params = { layers: 3, lr: 0.1 + 0.2, name };
      const back: unknown = JSON.parse(JSON.stringify(every.parse(params)));
      expect(every.parse(back)).toStrictEqual(params);
    }
  });

  it('refuses a fraction where an int belongs', () => {
    expect(() => every.parse({ layers: 2.5, lr: 0.5, name: 'relu' })).toThrow(
      'layers: expected an integer from 1 to 9, not 2.5',
    );
  });
});
