import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { Coordinates } from '../../../src/samplers/cmaes/coordinates.ts';
import type { Outcome } from '../../../src/samplers/cmaes/outcome.ts';
import {
  fromElsewhere,
  Search,
  type SearchOptions,
  type Solution,
} from '../../../src/samplers/cmaes/search.ts';
import { roundStart } from '../../../src/samplers/cmaes/start.ts';
import { float, space } from '../../../src/space/index.ts';

const coordinates = new Coordinates(space({ x: float(0, 1), y: float(0, 1) }).parameters);

function searchOf(options: Partial<SearchOptions> = {}): Search {
  return new Search(coordinates, roundStart(coordinates, Float64Array.of(0.5, 0.5), 0.2), {
    populationSize: 6,
    restarts: 'ipop',
    separable: false,
    generator: (restart) => generator(1, `restart/${restart}`),
    ...options,
  });
}

const outcome = (loss: number): Outcome => ({ standing: 0, loss });
const bowl = ({ x }: Solution): Outcome => outcome((x[0]! - 0.2) ** 2 + (x[1]! - 0.7) ** 2);
const draws = (search: Search, count: number): Solution[] =>
  Array.from({ length: count }, (_, k) => search.draw(generator(2, k), k));
const state = (search: Search): number[] => [
  search.distribution.strategy.generation,
  search.distribution.strategy.sigma,
  ...search.distribution.strategy.mean,
];

test('a generation is complete when as many results have arrived, in whatever order', () => {
  const [a, b] = [searchOf(), searchOf()];
  const solutions = draws(a, 6);
  for (const solution of solutions) a.tell(solution, bowl(solution));
  for (const solution of solutions.toReversed()) b.tell(solution, bowl(solution));
  expect(a.distribution.strategy.generation).toBe(1);
  expect(state(a)).toEqual(state(b));
});

test('equal losses rank by when they were asked for', () => {
  const [a, b] = [searchOf(), searchOf()];
  const solutions = draws(a, 6);
  for (const solution of solutions) a.tell(solution, outcome(1));
  for (const solution of solutions.toReversed()) b.tell(solution, outcome(1));
  expect(state(a)).toEqual(state(b));
  // A plateau makes the steps longer.
  expect(a.distribution.strategy.sigma).toBeGreaterThan(0.2);
});

test('a late result of an earlier generation counts', () => {
  const search = searchOf();
  const [late, ...others] = draws(search, 7);
  for (const solution of others) search.tell(solution, bowl(solution));
  const next = draws(search, 5);
  for (const solution of next) search.tell(solution, bowl(solution));
  expect(search.distribution.strategy.generation).toBe(1);
  search.tell(late!, bowl(late!));
  expect(search.distribution.strategy.generation).toBe(2);
});

test('a result from elsewhere counts where it is no worse than the median', () => {
  const search = searchOf();
  for (const solution of draws(search, 6)) search.tell(solution, bowl(solution));
  const elsewhere = (x: number, y: number): Solution =>
    fromElsewhere({ x: Float64Array.of(x, y), categories: new Uint32Array(0) });
  for (let i = 0; i < 20; i++) search.tell(elsewhere(1, 0), outcome(1e6));
  expect(search.distribution.strategy.generation).toBe(1);
  for (let i = 0; i < 6; i++) search.tell(elsewhere(0.2, 0.7), outcome(0));
  expect(search.distribution.strategy.generation).toBe(2);
  expect(search.distribution.strategy.mean[0]).toBeLessThan(0.5);
});

test('a run that has converged is followed by one with twice the population, which leaves late results aside', () => {
  const search = searchOf();
  let [last] = draws(search, 1);
  for (let k = 0; search.distribution.populationSize === 6; k++) {
    expect(k).toBeLessThan(2000);
    last = search.draw(generator(3, k), k);
    search.tell(last, bowl(last));
  }
  expect(search.distribution.populationSize).toBe(12);
  expect(search.distribution.strategy.sigma).toBeCloseTo(0.2, 12);
  for (let i = 0; i < 20; i++) search.tell(last!, outcome(-1));
  expect(search.distribution.strategy.generation).toBe(0);
});

test('without restarts it goes on for more digits', () => {
  const search = searchOf({ restarts: 'none' });
  let least = Infinity;
  for (let k = 0; k < 1500; k++) {
    const solution = search.draw(generator(3, k), k);
    least = Math.min(least, bowl(solution).loss);
    search.tell(solution, bowl(solution));
  }
  expect(search.distribution.populationSize).toBe(6);
  expect(least).toBeLessThan(1e-18);
});
