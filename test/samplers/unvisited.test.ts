import fc from 'fast-check';
import { choice, float, int, list, space, variant, when } from 'rxtune';
import { random } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';
import { generator } from '../../src/math/random.ts';
import { Unvisited } from '../../src/samplers/unvisited.ts';
import { asked } from './asked.ts';

const tree = space({
  a: choice(['x', 'y'], { weights: [1, 9] }),
  b: variant('kind', { p: { q: int(1, 3) }, r: {} }),
  c: when({ b: 'p', a: 'x' }, int(1, 5)),
  u: list([1, 2, 3], 0, 2),
});

describe('drawing without replacement', () => {
  it('visits every candidate once, whatever the seed, and then ends', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const all = asked(random(tree, { seed, distinct: true }));
        expect(new Set(all.map((params) => tree.key(params))).size).toBe(tree.size);
        expect(all).toHaveLength(tree.size);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out what a constraint refuses, and ends', () => {
    const odd = tree.where(({ u }) => u.length !== 1, 'not one');
    const all = asked(random(odd, { distinct: true }));
    expect(all).toHaveLength(odd.size);
    expect(all.every((params) => odd.allows(params))).toBe(true);
  });

  it('draws by weight among what is left', () => {
    // Of two draws from weights 1, 2, 7 the pair {1, 2} has probability 0.1·2/9 + 0.2·1/8.
    const weighted = space({ w: choice([1, 2, 7], { weights: [1, 2, 7] }) });
    const runs = 20_000;
    let pairs = 0;
    for (let seed = 0; seed < runs; seed++) {
      const sum = asked(random(weighted, { seed, distinct: true }), 2).reduce((total, { w }) => total + w, 0);
      if (sum === 3) pairs++;
    }
    const expected = 0.1 * (2 / 9) + 0.2 * (1 / 8);
    expect(Math.abs(pairs / runs - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / runs));
  });

  it('does not give what was marked', () => {
    const few = space({ a: [1, 2], b: int(1, 3) });
    const unvisited = new Unvisited(few);
    unvisited.mark({ a: 1, b: 2 });
    unvisited.mark({ a: 1, b: 2 });
    unvisited.mark({ a: 2, b: 3 });
    const left: string[] = [];
    for (let k = 0; ; k++) {
      const params = unvisited.draw(generator(0, k));
      if (params === undefined) break;
      left.push(few.key(params));
      unvisited.mark(params);
    }
    expect(left.toSorted()).toEqual(['{"a":1,"b":1}', '{"a":1,"b":3}', '{"a":2,"b":1}', '{"a":2,"b":2}']);
  });

  it('ends only the finite part of a space that is finite in parts', () => {
    const mixed = space({
      kind: choice(['a', 'b'], { weights: [1, 99] }),
      x: when({ kind: 'a' }, float(0, 1)),
    });
    const draws = asked(random(mixed, { distinct: true, seed: 5 }), 100);
    expect(draws.filter(({ kind }) => kind === 'b')).toHaveLength(1);
    expect(new Set(draws.map((params) => mixed.key(params))).size).toBe(100);
  });

  it('needs no trial and error near the end of a large space', () => {
    const large = space({ i: int(1, 20_000) });
    const all = asked(random(large, { distinct: true }));
    expect(new Set(all.map(({ i }) => i)).size).toBe(20_000);
  });

  it('starts at once in a space of 10^15', () => {
    const huge = space({ a: int(1, 1e5), b: int(1, 1e5), c: int(1, 1e5) });
    expect(
      new Set(asked(random(huge, { distinct: true }), 1000).map((params) => huge.key(params))).size,
    ).toBe(1000);
  });
});
