import type { Score, Trial } from '../trial.ts';

/** What a sampler answers when it needs results before it can propose again (a rung, a generation). */
export const wait: unique symbol = Symbol('rxtune.wait');

/** The type of {@link wait}. */
export type Wait = typeof wait;

/**
 * The algorithm under a tuner: asked for parameters, told finished trials.
 *
 * `ask` answers parameters, {@link wait} (results are needed first), or `undefined` (the space is exhausted; it stays so). `tell` takes
 * trials in any order, also ones that were never asked for. Suggestion k is a pure function of the space, the options, the seed, k, and what was told before it.
 *
 * @example
 * ```ts
 * import { float, space } from 'rxtune';
 * import { random } from 'rxtune/samplers';
 *
 * const sampler = random(space({ x: float(0, 1) }), { seed: 1 });
 * const params = sampler.ask(); // { x: 0.0… }
 * ```
 */
export interface Sampler<P, S extends Score = number> {
  /** Proposes parameters, or says why it does not: {@link wait}, or `undefined` once it is exhausted. */
  ask(): P | Wait | undefined;
  /** Learns from a finished trial. */
  tell(trial: Trial<P, S>): void;
}
