import type { Candidate } from '../candidate.ts';
import { generator, integer } from '../math/random.ts';
import { type BudgetSampler, wait } from '../samplers/sampler.ts';
import type { Trial } from '../trial.ts';
import { demand } from './contract.ts';

/** How trials end, and in which order. */
export interface Course {
  readonly seed: number;
  readonly parallel: number;
  /** The shares of trials that fail, that are pruned, and whose candidates get lost. */
  readonly failing: number;
  readonly pruned: number;
  readonly lost: number;
  /** How many different losses there are: few make ties. */
  readonly losses: number;
}

/** What became of a candidate. */
export interface Log<P> {
  readonly candidate: Candidate<P>;
  trial: Trial<P> | 'lost' | undefined;
}

/** Runs a sampler to its end, or for so many candidates, and throws if it waits for nothing. */
export function course<P>(
  sampler: BudgetSampler<P>,
  { seed, parallel, failing, pruned, lost, losses }: Course,
  {
    most = Infinity,
    onPropose = () => undefined,
  }: { most?: number; onPropose?: (logs: readonly Log<P>[]) => void } = {},
): Log<P>[] {
  const random = generator(seed, 'course');
  const logs: Log<P>[] = [];
  const running: Log<P>[] = [];
  let numbers = 0;
  let last: unknown;
  while (logs.length < most) {
    while (running.length < parallel && logs.length < most) {
      onPropose(logs);
      const candidate = sampler.propose();
      last = candidate;
      demand(candidate !== wait || running.length > 0, 'it waits for results although none are outstanding');
      if (candidate === wait || candidate === undefined) break;
      const log = { candidate, trial: undefined };
      logs.push(log);
      running.push(log);
    }
    const [log] = running.splice(integer(random, running.length), 1);
    if (log === undefined) {
      if (last === undefined) return logs;
      continue;
    }
    if (random() < lost) {
      log.trial = 'lost';
      sampler.abandon?.(log.candidate);
      continue;
    }
    const { params, budget, from } = log.candidate;
    const common = {
      number: numbers++,
      params: structuredClone(params),
      ...(budget === undefined ? {} : { budget }),
      ...(from === undefined ? {} : { from: from.number }),
      reports: [],
      startedAt: 0,
      finishedAt: 1,
    };
    const loss = integer(random, losses);
    const end = random();
    const trial: Trial<P> =
      end < failing
        ? { ...common, state: 'failed', error: new Error('no memory') }
        : { ...common, state: end < failing + pruned ? 'pruned' : 'complete', value: loss, loss };
    log.trial = trial;
    sampler.tell(trial, { checkpoint: common.number });
  }
  return logs;
}

/** Its trial, if it is complete. */
export function completeTrial<P>({ trial }: Log<P>): (Trial<P> & { state: 'complete' }) | undefined {
  return trial !== undefined && trial !== 'lost' && trial.state === 'complete' ? trial : undefined;
}
