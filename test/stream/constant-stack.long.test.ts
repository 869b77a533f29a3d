import { describe, expect, it } from 'vitest';
import { mixtures, run } from './constant-stack.ts';

const million = 1_000_000;
// A source without demand is refused beyond 100,000 candidates that wait.
const withDemand = Object.entries(mixtures).filter(([name]) => !name.startsWith('without demand'));

describe('a million trials run at constant stack, and leave nothing behind', () => {
  it.each(withDemand)('%s', async (_, study) => {
    const { emitted, deepest, growth } = await run(study, million);
    expect(emitted).toBe(million);
    expect(deepest).toBeLessThan(120);
    expect(growth).toBeLessThan(1e6);
  });
});
