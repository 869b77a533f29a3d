import type { Trial } from '../../trial.ts';
import type { Observation } from './kernels.ts';

/** No more results than this are good ones. */
const MOST_GOOD = 30;

/** So many of the newest other results stand for all of them; more cost time and gain nothing. */
const MOST_OTHERS = 128;

/** A finished trial as this sampler sees it. */
export interface Result extends Observation {
  /** Complete trials come before pruned ones, and these before failed ones. */
  readonly standing: Trial<unknown>['state'];
  /** Of a pruned trial: the step of its last report. */
  readonly step: number;
  readonly loss: number;
}

/** The results of one branch: the best ones in order, and the newest ones. */
export class Results {
  readonly #best: Result[] = [];
  #newest: Result[] = [];
  readonly #share: number;
  #ranked = 0;

  /** @param share the share of the results that are good ones. */
  constructor(share: number) {
    this.#share = share;
  }

  add(result: Result): void {
    this.#newest.push(result);
    // Cut in blocks, so that an addition costs the same however many there are.
    const kept = MOST_GOOD + MOST_OTHERS;
    if (this.#newest.length > 2 * kept) this.#newest = this.#newest.slice(-kept);
    if (result.standing === 'failed') return;
    this.#ranked++;
    let at = this.#best.length;
    for (; at > 0; at--) {
      const before = this.#best[at - 1];
      if (before === undefined || !isBetter(result, before)) break;
    }
    if (at >= MOST_GOOD) return;
    this.#best.splice(at, 0, result);
    if (this.#best.length > MOST_GOOD) this.#best.pop();
  }

  /** The good results, best first, and the newest others, newest first. */
  split(): { readonly good: readonly Result[]; readonly others: readonly Result[] } {
    const good = this.#best.slice(0, Math.ceil(this.#share * this.#ranked));
    const worst = good.at(-1);
    const others: Result[] = [];
    for (let i = this.#newest.length - 1; i >= 0 && others.length < MOST_OTHERS; i--) {
      const result = this.#newest[i];
      if (result === undefined) continue;
      const isGood = worst !== undefined && (result === worst || isBetter(result, worst));
      if (!isGood) others.push(result);
    }
    return { good, others };
  }
}

/** Of equal results the earlier one is the better. */
function isBetter(a: Result, b: Result): boolean {
  if (a.standing !== b.standing) return a.standing === 'complete';
  // Who was given up late was good for long.
  if (a.step !== b.step) return a.step > b.step;
  if (a.loss !== b.loss) return a.loss < b.loss;
  return a.id < b.id;
}
