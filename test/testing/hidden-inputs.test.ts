import { expect, test } from 'vitest';
import { hiddenInputs } from '../../src/testing/hidden-inputs.ts';

test('names what was read, each once', () => {
  const read = hiddenInputs(() => {
    Math.random();
    Math.random();
    performance.now();
    Date.now();
    crypto.randomUUID();
    crypto.getRandomValues(new Uint8Array(1));
  });
  expect(read).toEqual([
    'Math.random',
    'performance.now',
    'Date.now',
    'crypto.randomUUID',
    'crypto.getRandomValues',
  ]);
});

test('tells the present from a date that is given', () => {
  expect(hiddenInputs(() => new Date(0).toISOString())).toEqual([]);
  expect(hiddenInputs(() => new Date())).toEqual(['new Date()']);
  expect(hiddenInputs(() => Date())).toEqual(['Date()']);
});

test('lets them work, and leaves them as they were', () => {
  const before = [Math.random, performance.now, Date, Date.now, crypto.randomUUID];
  const fails = (): void => {
    throw new Error(`${Math.random()}`);
  };
  expect(() => hiddenInputs(fails)).toThrow('0.');
  expect([Math.random, performance.now, Date, Date.now, crypto.randomUUID]).toEqual(before);
  hiddenInputs(() => {
    expect(Math.random()).toBeLessThan(1);
    expect(new Date()).toBeInstanceOf(Date);
    expect(performance.now()).toBeGreaterThan(0);
  });
});
