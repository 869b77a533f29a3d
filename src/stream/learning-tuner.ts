import { defer, from, type Observable, type ObservableInput, switchMap, toArray } from 'rxjs';
import type { Candidate, TunerDescription } from '../candidate.ts';
import type { Sampler } from '../samplers/sampler.ts';
import type { Trial } from '../trial.ts';
import { tuner } from './tuner.ts';

/** The options of a sampler that learns, as its tuner takes them: the history may be a stream. */
export type TunerOptions<O, P> = Omit<O, 'history'> & {
  /**
   * Finished trials of an earlier study on the same space, read to their end before the first candidate: an array, an Observable such as
   * `readTrials('runs/net.jsonl', net)`, or whatever else `from` takes.
   */
  readonly history?: ObservableInput<Trial<P>>;
};

/** Lifts a sampler that learns into a tuner: the history is read first, anew for each subscription. */
export function learningTuner<P>(
  history: ObservableInput<Trial<P>> | undefined,
  makeSampler: (history: readonly Trial<P>[]) => Sampler<P>,
  description: TunerDescription,
): Observable<Candidate<P>> {
  const tunerFrom = (trials: readonly Trial<P>[]): Observable<Candidate<P>> =>
    tuner(() => makeSampler(trials), {
      ...description,
      options: { ...description.options, ...(trials.length === 0 ? {} : { history: trials.length }) },
    });
  if (history === undefined || Array.isArray(history)) return tunerFrom(history ?? []);
  // Wrong options throw here, and not when the history has been read.
  makeSampler([]);
  return defer(() => from(history)).pipe(toArray(), switchMap(tunerFrom));
}
