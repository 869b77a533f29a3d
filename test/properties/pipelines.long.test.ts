import * as fc from 'fast-check';
import { it } from 'vitest';
import { check, scenario } from './pipelines.ts';

it('every study keeps its promises, in 50,000 scenarios', { timeout: 900_000 }, () => {
  fc.assert(fc.property(scenario, check), { numRuns: 50_000 });
});
