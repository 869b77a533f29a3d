import { expect, test } from 'vitest';
import { killAgainAndAgain } from './killed.ts';

test('a study that is killed again and again loses nothing, and runs nothing twice', async () => {
  expect(await killAgainAndAgain('random', 150, 1)).toBeGreaterThan(1);
}, 60_000);
