import { expect, test } from 'vitest';
import { GpSearch } from '../../../src/samplers/gp/gp-search.ts';
import { float, space, variant } from '../../../src/space/index.ts';
import type { Params } from '../../../src/space/space.ts';

const tree = space({ x: float(0, 1), model: variant('kind', { a: {}, b: { y: float(0, 1) }, c: {} }) });
type Tree = Params<typeof tree>;

function told(search: GpSearch<Tree>, params: Tree, loss: number): void {
  search.tell({
    state: 'complete',
    number: 0,
    params,
    value: loss,
    loss,
    reports: [],
    startedAt: 0,
    finishedAt: 0,
  });
}

function proposed(search: GpSearch<Tree>, k: number): Tree {
  const params = search.propose(k);
  if (params === undefined) throw new Error('exhausted');
  return params;
}

test('starts until it has asked for enough and half of that has come back', () => {
  const search = new GpSearch('test', tree, { seed: 1, startup: 4 });
  const first: Tree[] = [];
  for (let k = 0; k < 6; k++) {
    expect(search.starting).toBe(true);
    const params = proposed(search, k);
    search.ask(params);
    first.push(params);
  }
  told(search, first[0]!, 1);
  expect(search.starting).toBe(true);
  told(search, first[1]!, 2);
  expect([search.starting, search.told, search.pending]).toEqual([false, 2, 4]);
});

test('spreads a batch over the branches', () => {
  const search = new GpSearch('test', tree, { seed: 1, startup: 4 });
  for (let k = 0; k < 4; k++) {
    const params = proposed(search, k);
    search.ask(params);
    told(search, params, params.x);
  }
  const kinds = new Map<string, number>();
  for (let k = 4; k < 16; k++) {
    const params = proposed(search, k);
    search.ask(params);
    kinds.set(params.model.kind, (kinds.get(params.model.kind) ?? 0) + 1);
  }
  expect([...kinds.keys()].sort()).toEqual(['a', 'b', 'c']);
  expect(Math.min(...kinds.values())).toBeGreaterThan(1);
});

test('says how well its models predict, and how likely each is', () => {
  const search = new GpSearch('test', tree, { seed: 1, startup: 8 });
  for (let k = 0; k < 20; k++) {
    const params = proposed(search, k);
    search.ask(params);
    told(search, params, (params.x - 0.3) ** 2 + (params.model.kind === 'a' ? 1 : 0));
  }
  search.update();
  expect(search.explained.all).toBeGreaterThan(0.5);
  expect(search.models.map(({ losses }) => losses)).toEqual([
    'as they are',
    'worse half by ranks',
    'logarithms',
  ]);
  expect(search.models.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
});
