import { isUtf8 } from 'node:buffer';
import { shown, TuningError } from '../errors.ts';
import { isTorn } from './last-line.ts';
import { type OptunaOperation, readOperation } from './optuna-operation.ts';
import type { OptunaReplay } from './optuna-replay.ts';
import type { Line } from './read-lines.ts';

/**
 * Applies one line of Optuna's journal; a last line that was cut short is left out.
 *
 * @throws TuningError `Serialization`, naming the path and the number of the line.
 */
export function applyLine(path: string, { number, bytes, ended }: Line, replay: OptunaReplay): void {
  const text = bytes.toString();
  if (!ended && (text === '' || isTorn(text))) return;
  try {
    replay.apply(operation(bytes, text));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `not JSON: ${shown(text.slice(0, 60))}` : messageOf(cause);
    throw new TuningError('Serialization', `${shown(path)}, line ${number}: ${reason}`, { cause });
  }
}

function operation(bytes: Buffer, text: string): OptunaOperation {
  if (!isUtf8(bytes)) throw new TuningError('Serialization', 'not UTF-8 text');
  return readOperation(text);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : shown(error));
