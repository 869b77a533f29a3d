import fc from 'fast-check';
import type { Course } from '../../src/testing/budget-study.ts';

/** Whatever may become of trials. */
export const courses: fc.Arbitrary<Course> = fc.record({
  seed: fc.nat(),
  parallel: fc.integer({ min: 1, max: 12 }),
  failing: fc.constantFrom(0, 0.1, 0.5, 1),
  pruned: fc.constantFrom(0, 0.1, 0.3),
  lost: fc.constantFrom(0, 0.1, 0.3),
  losses: fc.constantFrom(2, 5, 1000),
});

/** A course in which all goes well. */
export const calm: Course = { seed: 1, parallel: 1, failing: 0, pruned: 0, lost: 0, losses: 1_000_000 };
