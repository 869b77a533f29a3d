import { expect, test } from 'vitest';
import { killAgainAndAgain } from './killed.ts';

test('studies that are killed 200 times lose nothing, and run nothing twice', async () => {
  let kills = 0;
  for (let seed = 0; kills < 200; seed++) {
    const tuner = ['random', 'tpe', 'asha'][seed % 3] ?? 'random';
    kills += await killAgainAndAgain(tuner, 150, seed);
  }
  expect(kills).toBeGreaterThanOrEqual(200);
});
