import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from '../../src/pruners/heap.ts';

test('gives back in order what was pushed in any', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
      const heap = new Heap();
      for (const value of values) heap.push(value);
      const popped = values.map(() => heap.pop());
      expect(popped.every((value, i) => value === [...values].sort((a, b) => a - b)[i])).toBe(true);
      expect(heap.size).toBe(0);
    }),
  );
});

test('an empty one has Infinity on top', () => {
  expect(new Heap().top).toBe(Infinity);
  expect(new Heap().pop()).toBe(Infinity);
});
