import { describe, expect, test } from 'vitest';
import {
  importsOf,
  isNode,
  isRxjs,
  reachablePackages,
  readImports,
  wrongDirections,
} from './import-directions.ts';

describe('the sources', () => {
  const graph = readImports();

  test('are all there', () => {
    expect(Object.keys(graph)).toContain('src/index.ts');
    expect(graph['src/index.ts']).not.toHaveLength(0);
  });

  test('import one way', () => {
    expect(wrongDirections(graph)).toEqual([]);
  });

  test('reach no Node module from rxtune', () => {
    expect(reachablePackages(graph, 'src/index.ts').filter(({ specifier }) => isNode(specifier))).toEqual([]);
  });

  test('reach neither RxJS nor a Node module from rxtune/samplers', () => {
    const reached = reachablePackages(graph, 'src/samplers/index.ts');
    expect(reached.filter(({ specifier }) => isNode(specifier) || isRxjs(specifier))).toEqual([]);
  });
});

describe('the check', () => {
  test('sees every kind of import', () => {
    const text = `
      import { a } from './a.ts';
      import type { B } from '../b.ts';
      export * from './c.ts';
      export type { D } from './d.ts';
      const e = await import('./e.ts');
      type F = import('./f.ts').F;
      import 'rxjs';
    `;
    expect(importsOf('src/space/x.ts', text)).toEqual([
      'src/space/a.ts',
      'src/b.ts',
      'src/space/c.ts',
      'src/space/d.ts',
      'src/space/e.ts',
      'src/space/f.ts',
      'rxjs',
    ]);
  });

  test.each([
    ['src/math/rng.ts', 'src/space/space.ts'],
    ['src/space/space.ts', 'src/samplers/grid.ts'],
    ['src/samplers/grid.ts', 'src/pruners/median.ts'],
    ['src/samplers/grid.ts', 'src/stream/tuner.ts'],
    ['src/stream/evaluate.ts', 'src/promise/minimize.ts'],
    ['src/trial.ts', 'src/candidate.ts'],
    ['src/node/jsonl.ts', 'src/index.ts'],
    ['src/samplers/grid.ts', 'rxjs'],
    ['src/space/space.ts', 'node:crypto'],
    ['src/math/rng.ts', 'crypto'],
    ['src/pruners/median.ts', 'fs-extra/esm'],
  ])('refuses %s -> %s', (from, to) => {
    expect(wrongDirections({ [from]: [to] })).toEqual([`${from} -> ${to}`]);
  });

  test.each([
    ['src/samplers/grid.ts', 'src/space/space.ts'],
    ['src/samplers/grid.ts', 'src/samplers/sampler.ts'],
    ['src/samplers/random.ts', 'src/errors.ts'],
    ['src/math/rng.ts', 'seedrandom/lib/alea.js'],
    ['src/space/from-zod.ts', 'zod'],
    ['src/stream/tuner.ts', 'rxjs'],
    ['src/node/jsonl.ts', 'node:fs'],
    ['src/index.ts', 'src/config/index.ts'],
  ])('allows %s -> %s', (from, to) => {
    expect(wrongDirections({ [from]: [to] })).toEqual([]);
  });

  test('refuses a folder that the design does not know', () => {
    expect(wrongDirections({ 'src/utils/x.ts': ['src/errors.ts'] })).toEqual([
      'src/utils/x.ts is in no layer',
    ]);
  });

  test('follows imports through files, round cycles too', () => {
    const graph = {
      'src/index.ts': ['src/a.ts'],
      'src/a.ts': ['src/b.ts', 'src/index.ts'],
      'src/b.ts': ['node:fs'],
      'src/c.ts': ['node:os'],
    };
    expect(reachablePackages(graph, 'src/index.ts')).toEqual([{ specifier: 'node:fs', from: 'src/b.ts' }]);
  });
});
