import { describe, expect, test } from 'vitest';
import { generator } from '../../src/math/random.ts';
import { random } from '../../src/samplers/random.ts';
import { wait } from '../../src/samplers/sampler.ts';
import { suite, suiteData, suiteProblem } from './suite.ts';

describe('suite', () => {
  test.each(suiteData().map((data) => [data.name, data] as const))(
    '%s has its recorded values',
    (_, data) => {
      const problem = suiteProblem(data);
      const noise = generator(0, 0);
      for (const { x, f } of data.vectors) {
        const { value = NaN } = problem.evaluate(x, noise);
        expect(Math.abs(value - f)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(f), 1e-3));
      }
    },
  );

  test('has 17 functions, and each takes what its space draws', () => {
    const problems = suite();
    expect(problems).toHaveLength(17);
    for (const problem of problems) {
      const sampler = random(problem.space, { seed: problem.name });
      for (let k = 0; k < 50; k++) {
        const params = sampler.ask();
        if (params === undefined || params === wait) throw new Error('random always has a candidate');
        expect(problem.regret(problem.evaluate(params, Math.random).score)).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
