import * as z from 'zod';
import { shown, TuningError } from '../errors.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';

/** What every sampler that learns takes. */
export interface HistoryOptions<P> {
  /** Finished trials of an earlier study on the same space, told before the first suggestion. */
  readonly history?: Iterable<Trial<P>>;
}

/** The schema of a history; its trials are checked by {@link checkedHistory}. */
export const historySchema = z
  .custom<Iterable<unknown>>(
    (value) => typeof value === 'object' && value !== null && Symbol.iterator in value,
    { error: 'expected an array or another iterable of trials' },
  )
  .optional();

/**
 * The trials of a history, each checked to be of a space.
 *
 * @param call which sampler reads it, for the message.
 * @throws TuningError `InvalidConfig` naming the trial's place and what is wrong with it.
 */
export function checkedHistory<P>(
  call: string,
  space: Space<P>,
  history: Iterable<Trial<P>> = [],
): Trial<P>[] {
  return Array.from(history, (trial, i) => {
    try {
      return { ...trial, params: space.parse(trial.params) };
    } catch (error) {
      throw new TuningError(
        'InvalidConfig',
        `${call}: trial ${i} of the history is not of this space: ${error instanceof Error ? error.message : shown(error)}`,
        { cause: error },
      );
    }
  });
}
