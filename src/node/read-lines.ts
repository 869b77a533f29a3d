import { createReadStream } from 'node:fs';
import { ioError } from './io-error.ts';

/** A line of a file. */
export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Without its newline. */
  readonly bytes: Buffer;
  /** False for a last line without a newline. */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;

/**
 * Reads a file line by line, a block at a time.
 *
 * Only a newline ends a line: `node:readline` would also split at U+2028 and U+2029, which JSON writes as they are.
 *
 * @throws TuningError `Io`, naming the path.
 */
export async function* readLines(path: string): AsyncGenerator<Line, void, undefined> {
  let number = 1;
  let begun: Buffer[] = [];
  for await (const block of readBlocks(path)) {
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
      yield { number, bytes: Buffer.concat([...begun, block.subarray(start, end)]), ended: true };
      number++;
      begun = [];
      start = end + 1;
    }
    if (start < block.length) begun.push(block.subarray(start));
  }
  if (begun.length > 0) yield { number, bytes: Buffer.concat(begun), ended: false };
}

async function* readBlocks(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const block of createReadStream(path) as AsyncIterable<Buffer>) yield block;
  } catch (cause) {
    throw ioError('read', path, cause);
  }
}
