import { isUtf8 } from 'node:buffer';
import { defer, from, type Observable } from 'rxjs';
import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import { trialFromJson } from '../journal/trial-json.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/index.ts';
import type { Score, Trial } from '../trial.ts';
import { objectives, refuseNoPath } from './file-options.ts';
import { isTorn } from './last-line.ts';
import { type Line, readLines } from './read-lines.ts';
import { trialOfSpace } from './trial-of-space.ts';

/** Options of `readTrials`. */
export interface ReadTrialsOptions {
  /** How many objectives the trials were scored by, for scores that are arrays. Default: scores are plain numbers. */
  readonly objectives?: number;
}

const schema = z.strictObject({ objectives: objectives.optional() });

/**
 * The finished trials of a file that `jsonl` wrote, in the order of the file, each one checked.
 *
 * Cold: every subscription reads the file anew, a block at a time. Parameters are checked by `space.parse`. A last line that a crash cut short is left out;
 * blank lines are too; anything else that is no trial of this space ends the stream with an error.
 *
 * Errors reach the subscriber: `Io` when the file cannot be read, `Serialization` with the path, the number of the line and the reason for a bad line.
 *
 * @param path relative to the working directory.
 * @param space what the trials tried.
 * @throws TuningError `InvalidConfig` for an empty path or an unknown option.
 *
 * @example
 * ```ts
 * import { lastValueFrom, take, toArray } from 'rxjs';
 * import { evaluate, float, random, space, track } from 'rxtune';
 * import { jsonl, readTrials } from 'rxtune/node';
 *
 * const square = space({ x: float(-1, 1) });
 * const study = random(square, { seed: 1 }).pipe(take(20), evaluate(({ x }) => x * x), track([jsonl('runs/20-squares.jsonl')]));
 * await lastValueFrom(study);
 *
 * const trials = await lastValueFrom(readTrials('runs/20-squares.jsonl', square).pipe(toArray()));
 * trials.length; // => 20
 * ```
 */
export function readTrials<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options?: { readonly objectives?: never },
): Observable<Trial<P>>;
export function readTrials<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options: ReadTrialsOptions & { readonly objectives: number },
): Observable<Trial<P, readonly number[]>>;
export function readTrials<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options?: ReadTrialsOptions,
): Observable<Trial<P, Score>>;
export function readTrials<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  options: ReadTrialsOptions = {},
): Observable<Trial<P, Score>> {
  refuseNoPath('readTrials', path);
  const { objectives } = parseOptions('readTrials', schema, options);
  return defer(() => from(trialsOf(path, space, objectives)));
}

async function* trialsOf<P>(
  path: string,
  space: Pick<Space<P>, 'parse'>,
  objectives: number | undefined,
): AsyncGenerator<Trial<P, Score>, void, undefined> {
  for await (const line of readLines(path)) {
    if (isLeftOut(line)) continue;
    yield trialOfSpace(`${shown(path)}, line ${line.number}`, space, objectives, () =>
      trialFromJson(jsonOf(line)),
    );
  }
}

function isLeftOut({ bytes, ended }: Line): boolean {
  const text = bytes.toString();
  return text.trim() === '' || (!ended && isTorn(text));
}

function jsonOf({ bytes }: Line): unknown {
  // Text that is no UTF-8 is an error, not replacement characters.
  if (!isUtf8(bytes)) throw new TuningError('Serialization', 'not UTF-8 text');
  const text = utf8.decode(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TuningError(
      'Serialization',
      `not JSON: ${shown(text.length > 60 ? `${text.slice(0, 57)}...` : text)}`,
      { cause },
    );
  }
}

// Unlike Buffer's own, it leaves out a byte order mark.
const utf8 = new TextDecoder();
