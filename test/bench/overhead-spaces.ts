import { float, space } from '../../src/space/index.ts';
import type { Space } from '../../src/space/space.ts';
import type { Values } from './problem.ts';
import { suite } from './suite.ts';

/** The spaces that the time of a suggestion is measured on: floats, and four floats, two integers and three choices. */
export function overheadSpaces(): Record<string, Space<Values>> {
  const mixed = suite().find(({ name }) => name === 'mixed9');
  if (mixed === undefined) throw new Error('the suite has no mixed9');
  return { d2: floats(2), d10: floats(10), d30: floats(30), mixed: mixed.space };
}

function floats(count: number): Space<Values> {
  return space(Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, float(0, 1)])));
}
