import { expect, test } from 'vitest';
import { float, int, type Shape, space, variant, when } from '../../src/space/index.ts';

test('multiplies what does not hang together', () => {
  expect(space({ a: int(1, 100), b: int(1, 100), c: [true, false] }).size).toBe(20_000);
  expect(space({ a: int(1, 100), b: float(0, 1) }).size).toBe(Infinity);
});

test('adds over the values that siblings ask for', () => {
  const net = space({
    a: [1, 2, 3],
    b: when({ a: [1, 2] }, int(1, 10)),
    c: when({ a: 1 }, int(1, 5)),
  });
  expect(net.size).toBe(10 * 5 + 10 + 1);
});

test('takes an absent sibling for one that says no', () => {
  const net = space({
    a: [true, false],
    b: when({ a: true }, [1, 2]),
    c: when({ b: 2 }, int(1, 7)),
    d: when({ a: false, b: 1 }, int(1, 1000)),
  });
  expect(net.size).toBe(1 + 7 + 1);
});

test('counts the inside of a branch that is asked for', () => {
  const net = space({
    o: variant('k', { x: { n: int(1, 5) }, y: { m: int(1, 7) }, z: {} }),
    w: when({ o: ['x', 'z'] }, int(1, 10)),
  });
  expect(net.size).toBe(5 * 10 + 7 + 10);
});

test('an endless branch makes an endless space, even one that nobody asks for', () => {
  const o = variant('k', { x: { n: float(0, 1) }, y: {} });
  expect(space({ o, w: when({ o: 'x' }, [1, 2]) }).size).toBe(Infinity);
  expect(space({ o, w: when({ o: 'y' }, [1, 2]) }).size).toBe(Infinity);
});

test('stays quick with many conditions', () => {
  const names = Array.from({ length: 40 }, (_, i) => `g${i}`);
  const gates: Shape = Object.fromEntries(names.map((name) => [name, [true, false]]));
  const each = names.map((name) => [`d_${name}`, when({ [name]: true }, [1, 2, 3])]);
  expect(space({ ...gates, ...Object.fromEntries(each) }).size).toBe(4 ** 40);
  // One member that depends on all, and all of them on one.
  const all = when(Object.fromEntries(names.map((name) => [name, true])), [1, 2, 3]);
  expect(space({ ...gates, all }).size).toBe(2 ** 40 + 2);
  const under = Object.fromEntries([
    ['mode', ['a', 'b']],
    ...names.map((name) => [name, when({ mode: 'a' }, [true, false])]),
    ...each,
  ]) as Shape;
  expect(space(under).size).toBe(4 ** 40 + 1);
});
