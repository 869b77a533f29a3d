import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { RestartSchedule } from '../../../src/samplers/cmaes/restarts.ts';

test('ipop doubles the population each time', () => {
  const schedule = new RestartSchedule('ipop', 6);
  const random = generator(1, 'restarts');
  expect([100, 200, 400].map((trials) => schedule.next(random, trials))).toEqual([
    { populationSize: 12, sigma: 0.2 },
    { populationSize: 24, sigma: 0.2 },
    { populationSize: 48, sigma: 0.2 },
  ]);
});

test('bipop gives small runs as many trials as large ones', () => {
  const schedule = new RestartSchedule('bipop', 6);
  const random = generator(1, 'restarts');
  let [large, small] = [0, 0];
  let run = schedule.next(random, 100);
  expect(run).toEqual({ populationSize: 12, sigma: 0.2 });
  let largest = 12;
  for (let i = 0; i < 40; i++) {
    const trials = 20 * run.populationSize;
    const isLarge = run.populationSize === largest;
    if (isLarge) large += trials;
    else small += trials;
    run = schedule.next(random, trials);
    if (run.populationSize > largest) {
      expect(small).toBeGreaterThanOrEqual(large);
      expect(run.populationSize).toBe(2 * largest);
      largest = run.populationSize;
    } else {
      expect(run.populationSize).toBeLessThanOrEqual(largest / 2);
      expect(run.populationSize).toBeGreaterThanOrEqual(6);
      expect(run.sigma).toBeGreaterThanOrEqual(0.002);
      expect(run.sigma).toBeLessThanOrEqual(0.2);
    }
  }
  expect(largest).toBeGreaterThan(12);
});
