/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import type { Random } from '../../math/random.ts';
import { CategoricalDistribution } from './categorical-distribution.ts';
import type { Coordinates, Point } from './coordinates.ts';
import { DiagonalCovariance } from './diagonal-covariance.ts';
import { EvolutionStrategy, type Step } from './evolution-strategy.ts';
import { FullCovariance } from './full-covariance.ts';
import { keepMargin } from './margin.ts';
import type { Start } from './start.ts';
import { strategyParameters } from './strategy-parameters.ts';

/** A point with the generation it was drawn in. */
export interface Drawn extends Point, Step {}

/** So often a point is drawn that shall lie in the box; then it is moved to the border. */
const TRIES = 10;
/** A continuous coordinate is found when its deviation is below this share of its range... */
const FINE_ENOUGH = 1e-5;
/** ... and a discrete one when it is below this share of a cell. */
const CELL_SHARE = 0.1;

/** The joint distribution of the numbers and the categories of a space, and its limits. */
export class SearchDistribution {
  readonly populationSize: number;
  readonly strategy: EvolutionStrategy;
  readonly choices: CategoricalDistribution;
  readonly #coordinates: Coordinates;
  /** The places of continuous coordinates. */
  readonly #continuous: readonly number[];
  readonly #alpha: number;

  constructor(coordinates: Coordinates, start: Start, populationSize: number, separable: boolean) {
    const n = coordinates.numbers.length;
    const parameters = strategyParameters(n, populationSize, separable);
    const { rankOneRate, rankMuRate } = parameters;
    const covariance = separable
      ? new DiagonalCovariance(Float64Array.from({ length: n }, (_, j) => start.covariance[j * (n + 1)]!))
      : new FullCovariance(
          n,
          start.covariance,
          Math.max(1, Math.floor(1 / (10 * n * (rankOneRate + rankMuRate)))),
        );
    this.#coordinates = coordinates;
    this.#continuous = coordinates.numbers.flatMap(({ leaf }, j) => (leaf.levels === Infinity ? [j] : []));
    this.populationSize = populationSize;
    this.strategy = new EvolutionStrategy(parameters, start.x, start.sigma, covariance);
    this.choices = new CategoricalDistribution(start.probabilities);
    this.#alpha = 1 / (Math.max(1, n) * populationSize);
    this.#limit();
  }

  /** Draws a point; its continuous coordinates are in the box. */
  draw(random: Random): Drawn {
    const { strategy, choices } = this;
    const n = this.#coordinates.numbers.length;
    const x = new Float64Array(n);
    const categories = new Uint32Array(this.#coordinates.categories.length);
    for (let tries = 0; tries < TRIES; tries++) {
      strategy.draw(random, x);
      if (this.#isInside(x)) break;
    }
    for (const j of this.#continuous) x[j] = Math.min(1, Math.max(0, x[j]!));
    choices.draw(random, categories);
    return { x, categories, generation: strategy.generation };
  }

  /** Moves by a ranked generation. */
  update(ranked: readonly Drawn[]): void {
    const { strategy, choices } = this;
    const { parents, weights } = strategy.parameters;
    strategy.update(ranked);
    choices.update(
      ranked.slice(0, parents).map(({ categories }) => categories),
      weights,
    );
    this.#limit();
  }

  /** Makes the steps longer. */
  widen(): void {
    const { strategy } = this;
    const { stepRate, stepDamping } = strategy.parameters;
    strategy.sigma *= Math.exp(0.2 + stepRate / stepDamping);
    this.#limit();
  }

  /** Whether there is nothing left to find out from here. */
  get converged(): boolean {
    const { numbers } = this.#coordinates;
    if (numbers.length === 0) return this.choices.settled;
    const { strategy } = this;
    return numbers.every(({ leaf }, j) => {
      // Without A, which the margin keeps up.
      const deviation = strategy.deviation(j) / strategy.scale[j]!;
      return deviation < (leaf.levels === Infinity ? FINE_ENOUGH : CELL_SHARE / leaf.levels);
    });
  }

  #isInside(x: Float64Array): boolean {
    for (const j of this.#continuous) if (x[j]! < 0 || x[j]! > 1) return false;
    return true;
  }

  #limit(): void {
    const { strategy } = this;
    const { numbers } = this.#coordinates;
    // No deviation is larger than the box, and none so small that sums lose it.
    let largest = 0;
    for (let j = 0; j < numbers.length; j++)
      largest = Math.max(largest, Math.sqrt(strategy.covariance.variance(j)));
    if (largest > 0) strategy.sigma = Math.min(1 / largest, Math.max(1e-12 / largest, strategy.sigma));
    for (const [j, { leaf }] of numbers.entries())
      if (leaf.levels !== Infinity) keepMargin(strategy, j, leaf, this.#alpha);
  }
}
