import { buildSpace, choice, constant, float, int, list, ordinal, space, variant, when } from 'rxtune';
import { random } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { asked } from '../samplers/asked.ts';

const config = {
  lr: { kind: 'float', low: 1e-5, high: 0.1, scale: 'log' },
  dropout: { kind: 'float', low: 0, high: 0.5, step: 0.1 },
  width: { kind: 'int', low: 16, high: 512 },
  batch: [16, 32, 64],
  act: { kind: 'choice', options: ['relu', 'gelu'], weights: [2, 1] },
  size: { kind: 'ordinal', options: ['s', 'm', 'l'] },
  epochs: { kind: 'constant', value: 10 },
  units: { kind: 'list', dimension: { kind: 'int', low: 8, high: 64, scale: 'log' }, min: 1, max: 3 },
  optimizer: {
    kind: 'variant',
    tag: 'name',
    branches: { sgd: { momentum: { kind: 'float', low: 0, high: 1 } }, adam: {} },
  },
  warmup: { kind: 'when', condition: { optimizer: 'sgd', batch: [16, 32] }, dimension: [0, 5] },
  head: { kind: 'space', parameters: { bias: [true, false] } },
};

describe('buildSpace', () => {
  it('builds what the builders build', () => {
    const byHand = space({
      lr: float(1e-5, 0.1, { scale: 'log' }),
      dropout: float(0, 0.5, { step: 0.1 }),
      width: int(16, 512),
      batch: [16, 32, 64],
      act: choice(['relu', 'gelu'], { weights: [2, 1] }),
      size: ordinal(['s', 'm', 'l']),
      epochs: constant(10),
      units: list(int(8, 64, { scale: 'log' }), 1, 3),
      optimizer: variant('name', { sgd: { momentum: float(0, 1) }, adam: {} }),
      warmup: when({ optimizer: 'sgd', batch: [16, 32] }, [0, 5]),
      head: space({ bias: [true, false] }),
    });
    const built = buildSpace(JSON.parse(JSON.stringify(config)));
    expect(built.parameters.map(({ name }) => name)).toEqual(byHand.parameters.map(({ name }) => name));
    expect(asked(random(built, { seed: 1 }), 50)).toEqual(asked(random(byHand, { seed: 1 }), 50));
  });

  it.each([
    5,
    { lr: 5 },
    { lr: { kind: 'flaot', low: 0, high: 1 } },
    { lr: { kind: 'float', low: 0 } },
    { lr: { kind: 'float', low: 0, high: 1, log: true } },
    { lr: { kind: 'float', low: 0, high: 1, scale: 'ln' } },
    { lr: { kind: 'float', low: 1, high: 0 } },
    { batch: [] },
    { batch: [16, [32]] },
    { units: { kind: 'list', dimension: { kind: 'int', low: 1, high: 'many' }, min: 1, max: 2 } },
    {
      optimizer: {
        kind: 'variant',
        tag: 'name',
        branches: { sgd: { momentum: { kind: 'int', low: 0.5, high: 1 } } },
      },
    },
    {
      units: {
        kind: 'list',
        dimension: { kind: 'when', condition: { a: 1 }, dimension: [1] },
        min: 1,
        max: 2,
      },
    },
    { warmup: { kind: 'when', condition: { optimiser: 'sgd' }, dimension: [1] } },
    {},
  ])('refuses %j with the path of what is wrong', (wrong) => {
    expect(() => buildSpace(wrong)).toThrowErrorMatchingSnapshot();
  });
});
