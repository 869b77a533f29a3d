import { expect, test } from 'vitest';
import { killAgainAndAgain } from './killed.ts';

test('studies that are killed again and again lose nothing, and run nothing twice', async () => {
  let kills = 0;
  for (let seed = 0; kills < 6; seed++) kills += await killAgainAndAgain('random', 150, seed);
  expect(kills).toBeGreaterThanOrEqual(6);
}, 60_000);
