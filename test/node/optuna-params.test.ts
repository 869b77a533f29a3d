import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distributionOf, readDistribution, toInternal } from '../../src/node/optuna-distribution.ts';
import { candidateOf, flatParams, optunaNames } from '../../src/node/optuna-params.ts';
import type { OptunaParam } from '../../src/node/optuna-replay.ts';
import { choice, constant, float, int, type Option, type Space, space, when } from '../../src/space/index.ts';
import { arbitraryPoint, arbitrarySpace } from '../properties/arbitrary-space.ts';

const net = space({
  layers: int(1, 3),
  lr: float(0, 1),
  momentum: when({ layers: [2, 3] }, float(0, 1)),
});

function kept<P>(
  space: Space<P>,
  params: P,
  names = optunaNames('test', space, {}),
): Map<string, OptunaParam> {
  return new Map(
    flatParams(space, params).map(([parameter, value]: [(typeof space.parameters)[number], Option]) => [
      names.get(parameter) ?? '',
      {
        internal: toInternal(parameter.leaf, value).value,
        distribution: readDistribution(distributionOf(parameter.leaf)),
      },
    ]),
  );
}

describe('a candidate', () => {
  test('comes back exactly, whatever the space', () => {
    const spaceAndPoint = arbitrarySpace.chain((space) =>
      fc.tuple(fc.constant(space), arbitraryPoint(space)),
    );
    fc.assert(
      fc.property(spaceAndPoint, ([space, point]) => {
        const params = space.decode(point);
        fc.pre(space.allows(params));
        const names = optunaNames('test', space, {});
        expect(candidateOf(space, names, kept(space, params))).toEqual({ params });
      }),
    );
  });

  test('may have other names in Optuna', () => {
    const names = optunaNames('test', net, { lr: 'momentum', momentum: 'sgd momentum' });
    const params = { layers: 2, lr: 0.1, momentum: 0.9 };
    const found = kept(net, params, names);
    expect([...found.keys()]).toEqual(['layers', 'momentum', 'sgd momentum']);
    expect(candidateOf(net, names, found)).toEqual({ params });
  });

  test('without a parameter tells which', () => {
    const found = kept(net, { layers: 2, lr: 0.1, momentum: 0.9 });
    found.delete('momentum');
    expect(candidateOf(net, optunaNames('test', net, {}), found)).toEqual({ missing: 'momentum' });
  });

  test('needs no constant', () => {
    const fixed = space({ lr: float(0, 1), epochs: constant(10) });
    const found = kept(fixed, { lr: 0.5, epochs: 10 });
    found.delete('epochs');
    expect(candidateOf(fixed, optunaNames('test', fixed, {}), found)).toEqual({
      params: { lr: 0.5, epochs: 10 },
    });
  });

  const layers = (internal: number): OptunaParam => ({
    internal,
    distribution: readDistribution(distributionOf(int(1, 9))),
  });
  const half = { internal: 0.5, distribution: readDistribution(distributionOf(float(0, 1))) };
  test.each<[string, Record<string, OptunaParam>]>([
    ['of another kind', { layers: half, lr: half }],
    ['out of its range', { layers: layers(4), lr: half }],
    ['that other parameters turn off', { layers: layers(1), lr: half, momentum: half }],
    ['that the space does not have', { layers: layers(1), lr: half, beta: half }],
    [
      'that is a category without a name',
      { layers: { internal: 3, distribution: readDistribution(distributionOf(choice(['a']))) }, lr: half },
    ],
  ])('refuses a parameter %s', (_, found) => {
    expect(() =>
      candidateOf(net, optunaNames('test', net, {}), new Map(Object.entries(found))),
    ).toThrowErrorMatchingSnapshot();
  });

  test('keeps the constraints', () => {
    const bound = net.where(({ lr }) => lr < 0.3, 'lr must be small');
    const found = kept(net, { layers: 1, lr: 0.5 });
    expect(() => candidateOf(bound, optunaNames('test', bound, {}), found)).toThrow(/lr must be small/);
  });
});

test.each<[string, Record<string, string>]>([
  ['an unknown parameter', { rate: 'lr' }],
  ['the same name twice', { lr: 'layers' }],
])('names: refuses %s', (_, names) => {
  expect(() => optunaNames('test', net, names)).toThrowErrorMatchingSnapshot();
});
