import fc from 'fast-check';
import type { BudgetSampler } from 'rxtune/samplers';
import type { Candidate } from '../../src/candidate.ts';
import { generator, integer } from '../../src/math/random.ts';
import { wait } from '../../src/samplers/sampler.ts';
import type { Trial } from '../../src/trial.ts';

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

export const courses: fc.Arbitrary<Course> = fc.record({
  seed: fc.nat(),
  parallel: fc.integer({ min: 1, max: 12 }),
  failing: fc.constantFrom(0, 0.1, 0.5, 1),
  pruned: fc.constantFrom(0, 0.1, 0.3),
  lost: fc.constantFrom(0, 0.1, 0.3),
  losses: fc.constantFrom(2, 5, 1000),
});

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
      if (candidate === wait && running.length === 0) throw new Error('waits for nothing');
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

/** A course in which all goes well. */
export const calm: Course = { seed: 1, parallel: 1, failing: 0, pruned: 0, lost: 0, losses: 1_000_000 };

/** Its trial, if it is complete. */
export function completeTrial<P>({ trial }: Log<P>): (Trial<P> & { state: 'complete' }) | undefined {
  return trial !== undefined && trial !== 'lost' && trial.state === 'complete' ? trial : undefined;
}
