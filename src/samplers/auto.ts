import * as z from 'zod';
import { generator, type Seed } from '../math/random.ts';
import { parseOptions } from '../parse-options.ts';
import type { Space } from '../space/space.ts';
import type { Trial } from '../trial.ts';
import { type AutoDescription, type AutoPhase, describeAuto } from './auto/description.ts';
import { densityShare, leastDensityShare } from './auto/share.ts';
import { cmaes } from './cmaes.ts';
import { Domain } from './gp/domain.ts';
import { GpSearch } from './gp/gp-search.ts';
import { checkedHistory, type HistoryOptions, historySchema } from './history.ts';
import { type SeedOptions, seedSchema } from './options.ts';
import type { Sampler } from './sampler.ts';
import { tpe } from './tpe.ts';

/** Options of `auto`. */
export interface AutoOptions<P> extends SeedOptions, HistoryOptions<P> {
  /** How many trials there will be, if that is known: a small budget gets a shorter start. */
  readonly trials?: number | undefined;
  /** How many results to gather at evenly spread points before the first model. Default 12 in a space of 5 floats or more and nothing else, 8 in any other; a third of `trials` if that is fewer. */
  readonly startup?: number | undefined;
}

/** A sampler that says what it does. */
export interface AutoSampler<P> extends Sampler<P> {
  /** What it does at the moment, and why; changes nothing. */
  describe(): AutoDescription;
}

const trials = 'expected an integer of at least 1';
const startup = 'expected an integer of at least 2';

/** The options of `auto` as data. */
export const autoOptions = z.strictObject({
  seed: seedSchema,
  trials: z.int({ error: trials }).min(1, { error: trials }).optional(),
  startup: z.int({ error: startup }).min(2, { error: startup }).optional(),
  history: historySchema,
});

const MANY = 5;
/** From so many results on, models give way. */
const SWITCH_AT = 250;
/** How often a partner may propose something that was tried. */
const TRIES = 5;

/**
 * Chooses for you: a model while trials are few, evolution or densities once they are many, and says why. The default of `minimize` and `maximize`.
 *
 * When to use: unless you know better. After a few evenly spread points, Gaussian processes as in `gp` make the suggestions; where they predict badly what
 * they have not seen, up to 60 % of the suggestions come from `tpe` instead, and in a space without floats never less than 30 %, and half with categories.
 * From 250 results on, when models cost more than they gain, `cmaes` goes on from the best ones if every parameter is a float that is always there, else
 * `tpe`. Conditional parameters, constraints, failed and pruned trials, and trials that are still running are handled as in those.
 *
 * Suggestion k depends on the seed, k, and what was asked and told before. In a finite space it completes when everything was tried.
 *
 * Cost: that of `gp` up to 250 results, 5 to 12 ms a suggestion over the first 100 with 10 floats; below a millisecond from there on.
 *
 * @throws TuningError `InvalidConfig` for a wrong option or a history of another space; from `tell`, `InvalidScore` for several losses; from `ask`,
 * `ExhaustedSpace` when constraints refuse nearly everything.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { auto } from 'rxtune/samplers';
 *
 * const sampler = auto(space({ x: float(-5, 10), y: float(0, 15) }), { seed: 1, trials: 100 });
 * const params = sampler.ask();
 * sampler.describe().text; // => '0 results, 1 running: evenly spread points, because models need about 8 results to begin with.'
 * ```
 */
export function auto<P>(space: Space<P>, options: AutoOptions<P> = {}): AutoSampler<P> {
  const parsed = parseOptions('auto', autoOptions, options);
  const start = parsed.startup ?? startupFor(new Domain(space), parsed.trials);
  return new Auto(space, parsed.seed, start, checkedHistory('auto', space, options.history));
}

/** In spaces of many floats a longer start finds the better basins; elsewhere results are needed sooner. */
function startupFor({ smooth, axes }: Domain<unknown>, budget = Infinity): number {
  const usual = smooth && axes.length >= MANY ? 12 : 8;
  return Math.min(usual, Math.max(2, Math.floor(budget / 3)));
}

/** The samplers it is made of all see every result; each suggestion is one of theirs. */
class Auto<P> implements AutoSampler<P> {
  readonly #seed: Seed;
  readonly #startup: number;
  readonly #search: GpSearch<P>;
  /** The one for many results; in spaces of floats `cmaes`, else `tpe`. */
  readonly #later: Sampler<P>;
  readonly #tpe: Sampler<P>;
  #k = 0;

  constructor(space: Space<P>, seed: Seed, startup: number, history: readonly Trial<P>[]) {
    this.#seed = seed;
    this.#startup = startup;
    this.#search = new GpSearch('auto', space, { seed, startup });
    this.#tpe = tpe(space, { seed });
    this.#later = this.#search.domain.smooth ? cmaes(space, { seed }) : this.#tpe;
    for (const trial of history) this.tell(trial);
  }

  ask(): P | undefined {
    const params = this.#propose(this.#k++);
    if (params !== undefined) this.#search.ask(params);
    return params;
  }

  tell(trial: Trial<P>): void {
    this.#search.tell(trial);
    this.#tpe.tell(trial);
    if (this.#later !== this.#tpe) this.#later.tell(trial);
  }

  abandon(params: P): void {
    this.#search.abandon(params);
    this.#tpe.abandon?.(params);
    if (this.#later !== this.#tpe) this.#later.abandon?.(params);
  }

  describe(): AutoDescription {
    const { told, pending, explained, models, domain } = this.#search;
    return describeAuto({
      phase: this.#phase,
      results: told,
      pending,
      startup: this.#startup,
      switchAt: SWITCH_AT,
      tpeShare: this.#share,
      explained,
      models,
      leastShare: leastDensityShare(domain),
    });
  }

  get #phase(): AutoPhase {
    const { told, starting, domain } = this.#search;
    if (told >= SWITCH_AT) return domain.smooth ? 'evolution' : 'densities';
    return starting ? 'startup' : 'models';
  }

  get #share(): number {
    return densityShare(this.#search.explained, leastDensityShare(this.#search.domain));
  }

  #propose(k: number): P | undefined {
    const random = generator(this.#seed, `auto/${k}`);
    switch (this.#phase) {
      case 'startup':
        return this.#search.propose(k);
      case 'models':
        this.#search.update();
        return (random() < this.#share ? this.#untried(this.#tpe) : undefined) ?? this.#search.propose(k);
      default:
        return this.#untried(this.#later) ?? this.#search.anywhere(random);
    }
  }

  /** A suggestion of a sampler that does not know all that was tried. */
  #untried(sampler: Sampler<P>): P | undefined {
    for (let tries = 0; tries < TRIES; tries++) {
      const params = sampler.ask();
      if (typeof params === 'symbol' || params === undefined) return undefined;
      if (!this.#search.knows(params)) return params;
      sampler.abandon?.(params);
    }
    return undefined;
  }
}
