import { describe, expect, test } from 'vitest';
import { trialOfSpace } from '../../src/node/trial-of-space.ts';
import { float, space } from '../../src/space/index.ts';
import { completeTrial } from './trials.ts';

const line = space({ x: float(0, 1) });

describe('trialOfSpace', () => {
  test('gives a trial of the space', () => {
    const trial = completeTrial(0, { x: 0.5 }, 1);
    expect(trialOfSpace('there', line, undefined, () => trial)).toEqual(trial);
  });

  test.each([
    ['parameters of another space', completeTrial(0, { x: 2 }, 1), undefined, /^there: .*\bx\b/],
    ['scores of another kind', completeTrial(0, { x: 0.5 }, 1), 2, /^there: expected an array of 2 numbers/],
  ])('refuses %s, saying where it stands', (_, trial, objectives, message) => {
    expect(() => trialOfSpace('there', line, objectives, () => trial)).toThrow(
      expect.objectContaining({ code: 'Serialization', message: expect.stringMatching(message) as string }),
    );
  });

  test('says where what cannot be read stands', () => {
    const read = (): never => {
      throw new Error('not JSON');
    };
    expect(() => trialOfSpace('there', line, undefined, read)).toThrow('there: not JSON');
  });
});
