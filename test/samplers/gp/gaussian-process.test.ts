import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { sobol } from '../../../src/math/sobol.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { GaussianProcess } from '../../../src/samplers/gp/gaussian-process.ts';
import { choice, ordinal, type Params, space } from '../../../src/space/index.ts';

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

test('leaves a plateau of categories for what has not been tried together', () => {
  const machine = space({
    method: choice(['lean', 'wide', 'deep']),
    parallel: choice([true, false]),
    cached: choice([true, false]),
    size: ordinal(sizes),
  });
  const cached = (size: number): boolean => size % 3 === 0;
  const tried: (readonly [Params<typeof machine>, number])[] = [
    ...sizes.map((size) => {
      const wave = 4 * Math.sin(2 * size);
      return [{ method: 'lean', parallel: size % 2 === 0, cached: cached(size), size }, 90 + wave] as const;
    }),
    ...[3, 9].map((size) => [{ method: 'wide', parallel: false, cached: cached(size), size }, 250] as const),
    ...[4, 8].map((size) => [{ method: 'deep', parallel: true, cached: cached(size), size }, 300] as const),
    ...[5, 11].map((size) => [{ method: 'deep', parallel: false, cached: cached(size), size }, 400] as const),
  ];
  // The plateau comes last: nothing is gained there any more.
  const evidence = {
    points: tried.map(([params]) => machine.encode(params)).reverse(),
    losses: Float64Array.from(tried, ([, loss]) => loss).reverse(),
    pending: [],
    abandoned: [],
  };
  const process = new GaussianProcess(new Domain(machine), 6);
  const { point } = sobol(4, { scramble: generator(1, 'spread') });
  const elsewhere = Array.from({ length: 20 }, (_, k) => {
    const found = process.propose(evidence, generator(1, k), (i) => point(512 * k + i));
    return found === undefined ? 'none' : machine.decode(found).method;
  }).filter((method) => method !== 'lean');
  expect(elsewhere.length).toBeGreaterThan(14);
});
