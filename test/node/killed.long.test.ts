import { expect, test } from 'vitest';
import { killAgainAndAgain } from './killed.ts';

// 201 times in all.
test.each(['random', 'tpe', 'asha'])(
  'studies that are killed 67 times lose nothing, and run nothing twice: %s',
  async (tuner) => {
    let kills = 0;
    for (let seed = 0; kills < 67; seed++) kills += await killAgainAndAgain(tuner, 150, seed);
    expect(kills).toBeGreaterThanOrEqual(67);
  },
);
