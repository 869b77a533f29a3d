import type { Space } from '../../space/space.ts';
import type { Trial } from '../../trial.ts';
import { pointOf, singleLoss } from '../told.ts';
import type { Evidence } from './gaussian-process.ts';

/** Losses beyond this are taken for it: their squares must stay finite. */
const HUGE = 1e100;

/** How a trial ended: with a loss, given up with a loss or without one, or failed. */
interface Result {
  readonly state: Trial<unknown>['state'];
  readonly loss: number | undefined;
}

/**
 * What was asked for and what came of it.
 *
 * A failed trial counts as the worst complete one, and so does a loss that is NaN or infinite; a pruned one as its last
 * loss, but never as better than the median of the complete ones. A loss of -Infinity counts as the best.
 */
export class Ledger<P> {
  readonly #call: string;
  readonly #space: Space<P>;
  readonly #points: Float64Array[] = [];
  readonly #results: Result[] = [];
  readonly #known = new Set<string>();
  readonly #pending = new Map<string, Float64Array[]>();
  readonly #abandoned: Float64Array[] = [];
  #pendingCount = 0;

  constructor(call: string, space: Space<P>) {
    this.#call = call;
    this.#space = space;
  }

  /** How many trials have ended. */
  get told(): number {
    return this.#points.length;
  }

  /** How many trials have not ended. */
  get pending(): number {
    return this.#pendingCount;
  }

  /** Whether parameters were asked for or told of. */
  knows(params: P): boolean {
    return this.#known.has(this.#space.key(params));
  }

  /** Notes that parameters were given out, and gives their point. */
  ask(params: P): Float64Array {
    const key = this.#space.key(params);
    this.#known.add(key);
    const others = this.#pending.get(key) ?? [];
    const point = this.#space.encode(params);
    this.#pending.set(key, [...others, point]);
    this.#pendingCount++;
    return point;
  }

  /** Notes that parameters will not be told of, and gives their point; undefined when they were not pending. They stay known. */
  abandon(params: P): Float64Array | undefined {
    const point = this.#settle(params);
    if (point !== undefined) this.#abandoned.push(point);
    return point;
  }

  /** Takes parameters out of what is pending. */
  #settle(params: P): Float64Array | undefined {
    const key = this.#space.key(params);
    const [point, ...others] = this.#pending.get(key) ?? [];
    if (point === undefined) return undefined;
    this.#pendingCount--;
    if (others.length > 0) this.#pending.set(key, others);
    else this.#pending.delete(key);
    return point;
  }

  /**
   * Notes how a trial ended, and says at which point and whether it was given out before.
   *
   * @throws TuningError `InvalidScore` for several losses; `MissingParameter` or `InvalidParameter` for parameters that are not of the space.
   */
  tell(trial: Trial<P>): { readonly point: Float64Array; readonly wasPending: boolean } {
    const loss = singleLoss(this.#call, trial);
    const point = pointOf(this.#space, trial.params);
    this.#known.add(this.#space.key(trial.params));
    const wasPending = this.#settle(trial.params) !== undefined;
    this.#points.push(point);
    this.#results.push({ state: trial.state, loss });
    return { point, wasPending };
  }

  /** All of it in numbers. */
  evidence(): Evidence {
    return {
      points: this.#points,
      losses: this.#losses(),
      pending: [...this.#pending.values()].flat(),
      abandoned: this.#abandoned,
    };
  }

  #losses(): Float64Array {
    const complete: number[] = [];
    for (const { state, loss } of this.#results)
      if (state === 'complete' && loss !== undefined && Number.isFinite(loss)) complete.push(limited(loss));
    complete.sort((a, b) => a - b);
    const [best = 0] = complete;
    const median = complete[complete.length >>> 1] ?? 0;
    const worst = complete.at(-1) ?? 0;
    const losses = new Float64Array(this.#results.length);
    this.#results.forEach(({ state, loss }, i) => {
      if (loss === -Infinity) losses[i] = state === 'complete' ? best : median;
      else if (state === 'failed' || loss === undefined || !Number.isFinite(loss)) losses[i] = worst;
      else losses[i] = state === 'complete' ? limited(loss) : Math.max(median, limited(loss));
    });
    return losses;
  }
}

function limited(loss: number): number {
  return Math.min(HUGE, Math.max(-HUGE, loss));
}
