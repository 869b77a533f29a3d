import { crc32 } from '../journal/checksum.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { contentOfEntry } from '../journal/line.ts';

/** How a line ends; the digits are put in when the rest is there. */
const END = ',"check":"00000000"}\n';
const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** A journal's lines on the way to its file: as bytes, of which a checksum is taken, so that no text has to be put together for it. */
export class LineBuffer {
  #bytes: Buffer;
  #view: DataView;
  #size = 0;

  /** @param capacity how many bytes to begin with. */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** How many bytes there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds the line of an entry.
   *
   * @throws TuningError `Serialization`, naming the parameter, when something cannot be said in JSON.
   */
  add(line: number, entry: JournalEntry): void {
    const text = contentOfEntry(line, entry) + END;
    const from = this.#size;
    // A unit of UTF-16 takes three bytes of UTF-8 at most.
    if (from + 3 * text.length > this.#bytes.length) this.#grow(from + 3 * text.length);
    this.#size += this.#bytes.write(text, from);
    const check = crc32(this.#view, from, this.#size - END.length);
    for (let at = this.#size - 4, left = check, i = 0; i < 8; i++, left >>>= 4)
      this.#bytes[at - i] = DIGITS[left & 0xf] ?? 0;
  }

  /** Takes all there is out. The bytes are there until the next line is added. */
  take(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#size);
    this.#size = 0;
    return bytes;
  }

  #grow(needed: number): void {
    const bytes = Buffer.allocUnsafeSlow(2 * needed);
    this.#bytes.copy(bytes, 0, 0, this.#size);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}
