import { describe, expect, it } from 'vitest';
import { mixtures, run } from './constant-stack.ts';

const trials = 20_000;

describe('trials run at constant stack', () => {
  it.each(Object.entries(mixtures))('%s', async (_, study) => {
    const { emitted, deepest } = await run(study, trials);
    expect(emitted).toBe(trials);
    expect(deepest).toBeLessThan(120);
  });
});
