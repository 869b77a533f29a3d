import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TuningError } from '../../src/errors.ts';
import { checksum } from '../../src/journal/checksum.ts';
import { entryOfLine, kindOfTail, lineOfEntry } from '../../src/journal/line.ts';
import { everyType } from './journals.ts';

function isRefused(text: string): boolean {
  try {
    entryOfLine(text);
    return false;
  } catch (error) {
    return error instanceof TuningError && error.code === 'Serialization';
  }
}

describe('a line of a journal', () => {
  test('is one JSON object with its number first and its checksum last', () => {
    const text = lineOfEntry(7, { type: 'started', number: 3, params: { lr: 0.1 }, at: 12 });
    expect(text).toBe(
      '{"line":7,"type":"started","number":3,"params":{"lr":0.1},"at":12,"check":"b39b92c0"}\n',
    );
  });

  test('reads back as it was written, whatever its type', () => {
    everyType.forEach((entry, i) => {
      const text = lineOfEntry(i, entry);
      expect(JSON.parse(text)).toMatchObject({ line: i, type: entry.type });
      expect(entryOfLine(text.trimEnd())).toEqual({ line: i, entry });
    });
  });

  test('keeps the kind of an error', () => {
    const text = lineOfEntry(1, everyType[8]!);
    expect(entryOfLine(text.trimEnd()).entry).toMatchObject({
      error: { name: 'RangeError', message: 'too much' },
    });
  });

  test('is refused when any one bit is flipped', () => {
    for (const [i, entry] of everyType.entries()) {
      const bytes = Buffer.from(lineOfEntry(i, entry).trimEnd());
      for (let bit = 0; bit < 8 * bytes.length; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >>> 3]! ^= 1 << (bit & 7);
        if (!isRefused(flipped.toString())) expect.fail(flipped.toString());
      }
    }
  });

  test('says what is wrong with it', () => {
    const refusal = (text: string): string => {
      try {
        entryOfLine(text);
        return 'taken';
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    const sealed = (text: string): string => `${text},"check":"${checksum(text)}"}`;
    expect([
      refusal('{"number":0,"state":"complete"}'),
      refusal('{"line":1,"type":"restarted","number":0,"at":7,"check":"00000000"}'),
      refusal(sealed('{"type":"restarted","number":0,"at":7')),
      refusal(sealed('{"line":1,"type":"rested","number":0,"at":7')),
      refusal(sealed('{"line":1,"type":"restarted","number":-1,"at":7')),
      refusal(sealed('{"line":1,"type":"restarted","number":0')),
      refusal(sealed('{"line":1,"type":"journal","format":2,"library":"9","at":7')),
      refusal(sealed('{"line":1,"type":"finished","number":0,"state":"complete","reports":0,"at":7')),
    ]).toMatchInlineSnapshot(`
      [
        "it does not end in a checksum: "{\\"number\\":0,\\"state\\":\\"complete\\"}"",
        "its checksum does not agree with it: "{\\"line\\":1,\\"type\\":\\"restarted\\",\\"number\\":0,\\"at\\":7,\\"check\\":\\"0..."",
        "it has no number: "{\\"type\\":\\"restarted\\",\\"number\\":0,\\"at\\":7,\\"check\\":\\"60aa7a42\\"}"",
        "it is of no known type: "rested"",
        "number: expected an integer of at least 0, not -1",
        "at: expected a finite number, not undefined",
        "format: expected format 1; a newer version of this library wrote it, not 2",
        "a complete trial has a value",
      ]
    `);
  });

  test('refuses what JSON would drop or change', () => {
    for (const params of [undefined, { x: () => 1 }, { x: Number.NaN }, { x: -0 }, { x: new Date(0) }]) {
      expect(() => lineOfEntry(1, { type: 'started', number: 0, params, at: 0 })).toThrow(
        expect.objectContaining({ code: 'Serialization' }),
      );
    }
  });
});

describe('the checksum', () => {
  test('is the CRC-32 of zlib over UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        expect(checksum(text)).toBe(crc32(text).toString(16).padStart(8, '0'));
      }),
    );
  });
});

describe('the end of a file', () => {
  test('is torn after every byte of a line but the last', () => {
    for (const [i, entry] of everyType.entries()) {
      const line = lineOfEntry(i, entry).trimEnd();
      for (let length = 1; length < line.length; length++) {
        if (kindOfTail(line.slice(0, length)) !== 'torn') expect.fail(line.slice(0, length));
      }
      expect(kindOfTail(line)).toBe('whole');
    }
    expect(kindOfTail('\0\0\0')).toBe('torn');
  });

  test('is damaged where a whole line was, or something else', () => {
    const line = lineOfEntry(1, everyType[2]!).trimEnd();
    for (const text of [`${line}*`, line.replace('0.1', '0.2'), 'number,state', `x${line}`])
      expect(kindOfTail(text)).toBe('damaged');
  });
});
