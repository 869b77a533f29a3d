import { generator } from '../math/random.ts';
import { type Sampler, wait } from '../samplers/sampler.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';
import { demand } from './contract.ts';

/** How a trial of a study ends: with a loss, given up with or without one, or by an error. */
export type Ending = number | { readonly pruned: number | undefined } | 'failed';

/** How a study is run. */
export interface SamplerStudy<P> {
  readonly trials: number;
  /** How many trials run at once; which of them ends next is drawn. Default 1. */
  readonly parallel?: number;
  /** Default: {@link distance}. */
  readonly end?: (params: P, number: number) => Ending;
  /** Tells copies of the parameters, as a journal or another thread would. Default false. */
  readonly copies?: boolean;
  /** Which candidates are abandoned in place of being told. Default none. */
  readonly abandons?: (number: number) => boolean;
}

/** Runs a study, checks each candidate on its way, and gives the candidates. */
export function study<P>(space: Space<P>, sampler: Sampler<P>, options: SamplerStudy<P>): P[] {
  const { trials, parallel = 1, copies = false, abandons = () => false } = options;
  const { end = (params) => distance(space, params) } = options;
  const random = generator('contract', 'which ends next');
  const asked: P[] = [];
  const running: number[] = [];
  let exhausted = false;
  for (;;) {
    while (running.length < parallel && asked.length < trials) {
      const answer = sampler.ask();
      demand(
        !exhausted || answer === undefined,
        `it proposes ${text(answer)} after it was exhausted; exhausted is for good`,
      );
      if (answer === wait) {
        demand(running.length > 0, 'it waits for results although none are outstanding');
        break;
      }
      exhausted = answer === undefined;
      if (answer === undefined) break;
      refuseStranger(space, answer);
      running.push(asked.length);
      asked.push(answer);
    }
    const [number] = running.splice(Math.floor(random() * running.length), 1);
    if (number === undefined) break;
    const params = asked[number];
    if (params === undefined) break;
    const known = copies ? structuredClone(params) : params;
    if (abandons(number)) sampler.abandon?.(known);
    else sampler.tell(trialOf(known, number, end(params, number)));
  }
  if (exhausted) demand(sampler.ask() === undefined, 'it goes on after it was exhausted');
  return asked;
}

/** A trial that ended somehow; frozen, as a sampler must leave it as it is. */
export function trialOf<P>(params: P, number: number, ending: Ending): Trial<P> {
  const common = { number, params, reports: [], startedAt: number, finishedAt: number + 1 };
  if (ending === 'failed')
    return Object.freeze({ ...common, state: 'failed', error: new Error('no memory') });
  if (typeof ending === 'number')
    return Object.freeze({ ...common, state: 'complete', value: ending, loss: ending });
  const { pruned: loss } = ending;
  return Object.freeze({ ...common, state: 'pruned', ...(loss === undefined ? {} : { value: loss, loss }) });
}

/** A bowl over any space: the mean square distance of its coordinates from 0.3. */
export function distance<P>(space: Space<P>, params: P): number {
  const active = space.encode(params).filter((coordinate) => !Number.isNaN(coordinate));
  return active.reduce((sum, coordinate) => sum + (coordinate - 0.3) ** 2, 0) / active.length;
}

function refuseStranger<P>(space: Space<P>, params: P): void {
  try {
    space.parse(params);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`it proposes ${text(params)}, which is not in the space: ${reason}`, { cause });
  }
}

/** What a sampler answered, for a message. */
export function text(answer: unknown): string {
  return typeof answer === 'symbol' || answer === undefined ? String(answer) : JSON.stringify(answer);
}
