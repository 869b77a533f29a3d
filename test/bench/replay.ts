import { generator, normal, shuffle } from '../../src/math/random.ts';
import type { Pruner, PrunerState } from '../../src/pruners/pruner.ts';
import type { Trial } from '../../src/trial.ts';
import type { CurvePool, Run } from './curve-pools.ts';

/** What 100 trainings in one order have come to. */
export interface Replay {
  /** The best score of a run that was not pruned, as the task states it. */
  readonly best: number;
  /** 0 is the best of the 100, 100 the median of all. */
  readonly gap: number;
  /** In percent of 100 whole runs. */
  readonly cost: number;
  /** Whether the best of the 100 was kept. */
  readonly survived: boolean;
  /** In steps of a run of average speed. */
  readonly time: number;
}

/** The same runs in the same order for every rule. */
export function drawn(pool: CurvePool, order: number, count = 100): Run[] {
  return shuffle(generator(pool.name, order), pool.runs).slice(0, count);
}

class Running {
  readonly #state: PrunerState;
  readonly #number: number;
  readonly #every: number;
  readonly run: Run;
  readonly pace: number;
  steps = 0;
  at = 0;

  constructor(state: PrunerState, number: number, run: Run, every: number, start = 0, pace = 1) {
    this.#state = state;
    this.#number = number;
    this.#every = every;
    this.run = run;
    this.pace = pace;
    this.at = start + pace;
  }

  /** One step further; undefined while it goes on. A diverged run fails at the report that is not finite. */
  step(): 'complete' | 'pruned' | 'failed' | undefined {
    const loss = this.run.losses[this.steps++];
    this.at += this.pace;
    if (loss === undefined) return this.#end('failed');
    const report = {
      number: this.#number,
      step: this.steps * this.#every,
      value: loss,
      loss,
      params: undefined,
    };
    if (this.#state.report(report)) return this.#end('pruned');
    return this.steps < this.run.losses.length || this.run.diverged ? undefined : this.#end('complete');
  }

  #end<S extends Trial<unknown>['state']>(state: S): S {
    const common = { number: this.#number, params: undefined, reports: [], startedAt: 0, finishedAt: 0 };
    const { score } = this.run;
    if (state === 'complete') this.#state.finish({ ...common, state, value: score, loss: score });
    else if (state === 'pruned') this.#state.finish({ ...common, state });
    else this.#state.finish({ ...common, state: 'failed', error: undefined });
    return state;
  }
}

/** Plays 100 runs, so many at once, each at a speed of its own where there are several. */
export function replay(pruner: Pruner, pool: CurvePool, order: number, concurrency = 1): Replay {
  const state = pruner.start();
  const runs = drawn(pool, order);
  const speed = generator(`${pool.name} speed`, order);
  const paces = runs.map(() => (concurrency === 1 ? 1 : Math.exp(0.5 * normal(speed))));
  const running: Running[] = [];
  let next = 0;
  let steps = 0;
  let time = 0;
  let kept = Infinity;
  for (;;) {
    while (running.length < concurrency && next < runs.length) {
      running.push(new Running(state, next, runs[next]!, pool.every, time, paces[next]));
      next++;
    }
    if (running.length === 0) break;
    const first = running.reduce((a, b) => (b.at < a.at ? b : a));
    time = first.at;
    steps++;
    const end = first.step();
    if (end === undefined) continue;
    if (end === 'complete') kept = Math.min(kept, first.run.score);
    running.splice(running.indexOf(first), 1);
  }
  const best = Math.min(...runs.map(({ score }) => score));
  const whole = runs.reduce((sum, { length }) => sum + length, 0);
  return {
    best: pool.sign * kept,
    gap: (100 * (kept - best)) / (pool.median - best),
    cost: (100 * steps) / whole,
    survived: kept === best,
    time,
  };
}

/** Fresh configurations until budgets of so many mean whole runs are spent: the regret of the best complete one at each, at most 100. */
export function atBudgets(
  pruner: Pruner,
  pool: CurvePool,
  order: number,
  budgets: readonly number[],
): number[] {
  const state = pruner.start();
  const regrets: number[] = [];
  let steps = 0;
  let kept = Infinity;
  const regret = (): number => Math.min(100, (100 * (kept - pool.optimum)) / (pool.median - pool.optimum));
  drawn(pool, order, pool.runs.length).forEach((run, number) => {
    if (regrets.length === budgets.length) return;
    const trial = new Running(state, number, run, pool.every);
    for (let end: string | undefined; end === undefined; ) {
      end = trial.step();
      steps++;
      while (regrets.length < budgets.length && steps > budgets[regrets.length]! * pool.meanLength)
        regrets.push(regret());
      if (end === 'complete') kept = Math.min(kept, run.score);
    }
  });
  while (regrets.length < budgets.length) regrets.push(regret());
  return regrets;
}
