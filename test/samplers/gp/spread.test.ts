import { expect, test } from 'vitest';
import { generator } from '../../../src/math/random.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import { Ledger } from '../../../src/samplers/gp/ledger.ts';
import { Spread } from '../../../src/samplers/gp/spread.ts';
import { choice, float, int, type Space, space } from '../../../src/space/index.ts';

function spreadOf<P>(given: Space<P>): { spread: Spread<P>; ledger: Ledger<P> } {
  const ledger = new Ledger('gp', given);
  return { spread: new Spread(new Domain(given), ledger, 1), ledger };
}

test('covers a parameter evenly', () => {
  const { spread } = spreadOf(space({ x: float(0, 8) }));
  const random = generator(1, 1);
  const cells = Array.from({ length: 8 }, () => Math.floor(spread.next(random)!.x));
  expect(new Set(cells).size).toBe(8);
});

test('gives each candidate of a finite space once, then none, within the constraints', () => {
  const finite = space({ a: int(0, 9), b: choice(['x', 'y']) }).where(({ a, b }) => a > 3 || b === 'x', 'no');
  const { spread, ledger } = spreadOf(finite);
  const seen = new Set<string>();
  for (let k = 0; k < 16; k++) {
    const params = spread.next(generator(1, k))!;
    expect(finite.allows(params)).toBe(true);
    ledger.ask(params);
    seen.add(finite.key(params));
  }
  expect(seen.size).toBe(16);
  expect(spread.next(generator(1, 16))).toBeUndefined();
});

test('has any point at any time, in more dimensions than there are direction numbers', () => {
  const wide = space(Object.fromEntries(Array.from({ length: 1005 }, (_, i) => [`x${i}`, float(0, 1)])));
  const [a, b] = [spreadOf(wide).spread, spreadOf(wide).spread];
  b.block(3)(7);
  expect([...a.block(3)(9)]).toEqual([...b.block(3)(9)]);
  expect(a.block(3)(9)).toHaveLength(1005);
});
