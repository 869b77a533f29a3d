import { crc32, hex } from '../journal/checksum.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { contentOfEntry, ending } from '../journal/line.ts';

/** How a line ends; the digits are put in when the rest is there. */
const END = `${ending('00000000')}\n`;
const NEWLINE = 0x0a;

/**
 * A journal's lines on the way to its file.
 *
 * They become bytes together, as each call of that takes as long as a hundred characters, and the checksums are taken of the bytes.
 */
export class LineBuffer {
  #text = '';
  #bytes = Buffer.alloc(0);

  /** How many characters there are. */
  get size(): number {
    return this.#text.length;
  }

  /**
   * Adds the line of an entry.
   *
   * @throws TuningError `Serialization`, naming the parameter, when something cannot be said in JSON.
   */
  add(line: number, entry: JournalEntry): void {
    this.#text += contentOfEntry(line, entry) + END;
  }

  /** Takes all there is out, as bytes that are there until the next time. */
  take(): Uint8Array {
    const text = this.#text;
    this.#text = '';
    // A unit of UTF-16 takes three bytes of UTF-8 at most.
    if (this.#bytes.length < 3 * text.length) this.#bytes = Buffer.allocUnsafeSlow(6 * text.length);
    const bytes = this.#bytes.subarray(0, this.#bytes.write(text));
    const view = new DataView(bytes.buffer);
    for (let from = 0; from < bytes.length; ) {
      const end = bytes.indexOf(NEWLINE, from) + 1;
      const sum = hex(crc32(view, from, end - END.length));
      for (let i = 0; i < sum.length; i++) bytes[end - 11 + i] = sum.charCodeAt(i);
      from = end;
    }
    return bytes;
  }
}
