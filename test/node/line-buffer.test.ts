import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOfEntry } from '../../src/journal/line.ts';
import { LineBuffer } from '../../src/node/line-buffer.ts';
import { everyType, textOf } from '../journal/journals.ts';

const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('it has the same lines as text', () => {
  const buffer = new LineBuffer();
  everyType.forEach((entry, i) => {
    buffer.add(i + 1, entry);
  });
  expect(buffer.size).toBe(textOf(everyType).length);
  expect(decoded(buffer.take())).toBe(textOf(everyType));
});

test('it begins anew when all is taken, whatever the texts are made of', () => {
  const buffer = new LineBuffer();
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 9 });
  fc.assert(
    fc.property(texts, fc.nat(), (values, line) => {
      const entries = values.map((x) => ({ type: 'started', number: 0, params: { x }, at: 1 }) as const);
      entries.forEach((entry, i) => {
        buffer.add(line + i, entry);
      });
      const lines = entries.map((entry, i) => lineOfEntry(line + i, entry));
      expect(decoded(buffer.take())).toBe(lines.join(''));
      expect(buffer.size).toBe(0);
    }),
  );
});

test('what cannot be said in JSON leaves it as it was', () => {
  const buffer = new LineBuffer();
  buffer.add(1, { type: 'restarted', number: 0, at: 1 });
  const { size } = buffer;
  expect(() => {
    buffer.add(2, { type: 'started', number: 1, params: { x: NaN }, at: 1 });
  }).toThrow('params.x cannot be written as JSON: NaN');
  expect(buffer.size).toBe(size);
});
