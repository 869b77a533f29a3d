import { generator, type Random, type Seed } from '../../math/random.ts';
import { sobol } from '../../math/sobol.ts';
import { Unvisited } from '../unvisited.ts';
import type { Domain } from './domain.ts';
import type { Ledger } from './ledger.ts';

/** Further dimensions have no direction numbers: their coordinates are drawn. */
const QUASI_RANDOM = 1000;
/** What a search may take for a suggestion; a power of 2, so that each block is spread evenly. */
const BLOCK = 512;
/** The blocks that start-ups take from. */
const RESERVED = 8;
const PATIENCE = 64;

/** Evenly spread points of a space: for the start-up, for the search, and where nothing else is left to try. */
export class Spread<P> {
  readonly #domain: Pick<Domain<P>, 'space' | 'size'>;
  readonly #ledger: Pick<Ledger<P>, 'knows'>;
  readonly #point: (k: number) => Float64Array;
  readonly #unvisited: Unvisited<P>;
  #next = 0;

  constructor(domain: Pick<Domain<P>, 'space' | 'size'>, ledger: Pick<Ledger<P>, 'knows'>, seed: Seed) {
    this.#domain = domain;
    this.#ledger = ledger;
    this.#point = points(domain.size, seed);
    this.#unvisited = new Unvisited(domain.space);
  }

  /** The next allowed, untried parameters of a scrambled Sobol' sequence; undefined when everything was tried. */
  next(random: Random): P | undefined {
    const { space } = this.#domain;
    for (let tries = 0; tries < PATIENCE; tries++) {
      const params = space.decode(this.#point(this.#next++));
      if (space.allows(params) && !this.#ledger.knows(params)) return params;
    }
    return this.anywhere(random);
  }

  /** Any allowed, untried parameters; undefined when everything was tried. */
  anywhere(random: Random): P | undefined {
    for (;;) {
      const params = this.#unvisited.draw(random);
      if (params === undefined || !this.#ledger.knows(params)) return params;
    }
  }

  /** The points of the unit cube for the search of suggestion k. */
  block(k: number): (i: number) => Float64Array {
    return (i) => this.#point((RESERVED + k) * BLOCK + (i % BLOCK));
  }
}

function points(dimensions: number, seed: Seed): (k: number) => Float64Array {
  const sequence = sobol(Math.min(dimensions, QUASI_RANDOM), { scramble: generator(seed, 'sobol') });
  if (dimensions <= QUASI_RANDOM) return (k) => sequence.point(k % 2 ** 32);
  return (k) => {
    const point = new Float64Array(dimensions);
    sequence.point(k % 2 ** 32, point.subarray(0, QUASI_RANDOM));
    const random = generator(seed, `spread/${k}`);
    for (let i = QUASI_RANDOM; i < dimensions; i++) point[i] = random();
    return point;
  };
}
