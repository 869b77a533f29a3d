import { ftruncateSync, readSync, writeSync } from 'node:fs';
import { shown, TuningError } from '../errors.ts';

const NEWLINE = 0x0a;
const BLOCK = 65_536;

/**
 * Whether the end of a file, after its last newline, is a line of JSON that a crash cut short.
 *
 * A failing machine may also leave zeros where the text should be.
 */
export function isTorn(tail: string): boolean {
  return /^[{\0]/.test(tail) && !isJson(tail);
}

/**
 * Ends the last line of a file of JSON lines, so that the next one starts on its own.
 *
 * A whole line that only lacks its newline gets one. A torn line, which nobody can read, is cut off.
 *
 * @throws TuningError `Serialization` when the file ends in something else: then it is no file of ours.
 */
export function endLastLine(path: string, fd: number, size: number): void {
  const tail = lastLine(fd, size);
  if (tail.length === 0) return;
  const text = tail.toString();
  if (isTorn(text)) {
    ftruncateSync(fd, size - tail.length);
  } else if (isJson(text)) {
    writeSync(fd, '\n');
  } else {
    throw new TuningError(
      'Serialization',
      `the last line of ${shown(path)} is not JSON: ${shown(text.slice(0, 80))}; choose another path, or mend the file`,
    );
  }
}

/** The bytes after the last newline. */
function lastLine(fd: number, size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let end = size; end > 0; ) {
    const block = Buffer.alloc(Math.min(BLOCK, end));
    end -= block.length;
    readAll(fd, block, end);
    const newline = block.lastIndexOf(NEWLINE);
    blocks.unshift(block.subarray(newline + 1));
    if (newline >= 0) break;
  }
  return Buffer.concat(blocks);
}

function readAll(fd: number, block: Buffer, position: number): void {
  for (let read = 0; read < block.length; ) {
    const count = readSync(fd, block, read, block.length - read, position + read);
    if (count === 0) return;
    read += count;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
