import { generator } from '../../src/math/random.ts';
import type { Problem } from './problem.ts';
import { type FunctionData, suiteProblem } from './suite.ts';

const ranges: readonly (readonly [base: string, lo: number, hi: number, optimum: number])[] = [
  ['sphere', -5.12, 5.12, 0],
  ['rosenbrock', -5, 10, 1],
  ['ackley', -32.768, 32.768, 0],
  ['rastrigin', -5.12, 5.12, 0],
];

/** How many parameters the functions of many dimensions have. */
const dimensions = [20, 40, 100];

/** Functions of the suite in many dimensions: the name of the function, then the number of its parameters. */
export function functionsOfManyDimensions(): Problem[] {
  return dimensions.flatMap((d) =>
    ranges.map(([base, lo, hi, o]) => suiteProblem(shifted(base, d, lo, hi, o))),
  );
}

/** The optimum lies somewhere in the middle 60 % of each range. */
function shifted(base: string, d: number, lo: number, hi: number, o: number): FunctionData {
  const name = `${base}${d}`;
  const random = generator('dimensions', name);
  const names = Array.from({ length: d }, (_, i) => `x${i}`);
  return {
    name,
    kind: 'continuous',
    base,
    lo,
    hi,
    fopt: 0,
    params: names.map((parameter) => ({ name: parameter, type: 'float', low: lo, high: hi })),
    transform: { type: 'shift', s: names.map(() => lo + (0.2 + 0.6 * random()) * (hi - lo)), o, R: null },
    vectors: [],
  };
}
