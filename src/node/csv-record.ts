import { ftruncateSync, readSync } from 'node:fs';
import { shown, TuningError } from '../errors.ts';

const LINE_END = '\r\n';
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const BLOCK = 65_536;

/** A record of a CSV file with its line end: RFC 4180. */
export function csvRecord(fields: readonly string[]): string {
  return fields.map(quoted).join(',') + LINE_END;
}

/**
 * Prepares a CSV file for more records: what follows the last ended record is cut off, as nobody can tell whether it is whole.
 *
 * @returns false when there is no header yet.
 * @throws TuningError `Serialization` when the file has another header.
 */
export function endLastRecord(path: string, fd: number, size: number, header: string): boolean {
  const expected = Buffer.from(header.trimEnd());
  const found = Buffer.alloc(Math.min(size, expected.length));
  readSync(fd, found, 0, found.length, 0);
  if (!expected.subarray(0, found.length).equals(found)) {
    throw new TuningError(
      'Serialization',
      `${shown(path)} has other columns: it begins with ${shown(found.toString().slice(0, 80))}; choose another path`,
    );
  }
  const end = endOfRecords(fd, size);
  if (end < size) ftruncateSync(fd, end);
  return end > 0;
}

/** Where the last record ends that has a line end; a newline within quotes ends none. */
function endOfRecords(fd: number, size: number): number {
  const block = Buffer.alloc(BLOCK);
  let end = 0;
  let quoted = false;
  for (let start = 0; start < size; start += BLOCK) {
    const length = readSync(fd, block, 0, BLOCK, start);
    for (const [i, byte] of block.subarray(0, length).entries()) {
      if (byte === QUOTE) quoted = !quoted;
      else if (byte === NEWLINE && !quoted) end = start + i + 1;
    }
  }
  return end;
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
