import { expect, test } from 'vitest';
import { killAgainAndAgain } from './killed.ts';

// 201 times in all.
// One that computes its suggestions again needs longer until it gets on.
test.each([
  ['random', 150],
  ['tpe', 600],
  ['asha', 150],
] as const)(
  'studies that are killed 67 times lose nothing, and run nothing twice: %s',
  async (tuner, within) => {
    let kills = 0;
    for (let seed = 0; kills < 67; seed++) kills += await killAgainAndAgain(tuner, 150, seed, within);
    expect(kills).toBeGreaterThanOrEqual(67);
  },
);
