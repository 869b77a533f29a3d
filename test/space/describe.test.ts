import { expect, test } from 'vitest';
import { choice, constant, float, int, list, ordinal, space, variant, when } from '../../src/space/index.ts';

test('a space is described parameter by parameter', () => {
  const net = space({
    lr: float(1e-5, 0.1, { scale: 'log' }),
    dropout: float(0, 0.5, { step: 0.1 }),
    units: list(int(8, 64, { scale: 'log' }), 1, 2),
    width: int(0, 8, { step: 4 }),
    activation: choice(['relu', 'gelu'], { weights: [1, 3] }),
    size: ordinal([1, 2]),
    kind: constant('net'),
    optimizer: variant('kind', { sgd: { momentum: float(0, 1) }, adam: {} }),
    slope: when({ activation: ['relu'] }, float(0, 1)),
  }).where(({ lr }) => lr > 0, 'a rate above 0');
  expect(net.describe()).toMatchInlineSnapshot(`
    {
      ".where": "1 constraint",
      "activation": "choice of "relu", "gelu" weighted 0.25, 0.75",
      "dropout": "float from 0 to 0.5 in steps of 0.1",
      "kind": "constant of "net"",
      "lr": "float from 0.00001 to 0.1, log",
      "optimizer.kind": "choice of "sgd", "adam"",
      "optimizer.sgd.momentum": "float from 0 to 1 when optimizer.kind is "sgd"",
      "size": "ordinal of 1, 2",
      "slope": "float from 0 to 1 when activation is "relu"",
      "units.length": "int from 1 to 2",
      "units[0]": "int from 8 to 64, log",
      "units[1]": "int from 8 to 64, log when units.length is 2",
      "width": "int from 0 to 8 in steps of 4",
    }
  `);
});

test('and differs where what may be tried differs', () => {
  const words = [
    space({ x: float(0, 1) }),
    space({ x: float(0, 2) }),
    space({ x: float(0, 1, { step: 0.5 }) }),
    space({ x: int(0, 1) }),
    space({ x: [0, 1] }),
    space({ y: float(0, 1) }),
    space({ x: float(0, 1) }).where(() => true, 'anything'),
  ].map((one) => JSON.stringify(one.describe()));
  expect(new Set(words).size).toBe(words.length);
});
