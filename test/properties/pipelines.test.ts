import * as fc from 'fast-check';
import { it } from 'vitest';
import { check, scenario } from './pipelines.ts';

it('every study keeps its promises, however it is put together', () => {
  fc.assert(fc.property(scenario, check), { numRuns: 2000 });
});
