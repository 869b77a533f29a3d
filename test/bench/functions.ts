/** A test function on real vectors. */
export type TestFunction = (z: readonly number[]) => number;

const { PI, abs, cos, exp, log2, log10, sin, sqrt } = Math;
const square = (x: number): number => x * x;

function sum<T>(items: readonly T[], term: (item: T, i: number) => number): number {
  return items.reduce((total, item, i) => total + term(item, i), 0);
}

/** The continuous functions of the suite, by name, before their optima are moved. */
export const continuousFunctions: Readonly<Record<string, TestFunction>> = {
  sphere: (z) => sum(z, square),
  ellipsoid: (z) => sum(z, (v, i) => 10 ** ((4 * i) / (z.length - 1)) * v * v),
  rosenbrock: (z) => sum(z.slice(1), (next, i) => 100 * square(next - square(z[i]!)) + square(1 - z[i]!)),
  rastrigin: (z) => sum(z, (v) => v * v - 10 * cos(2 * PI * v) + 10),
  ackley: (z) =>
    -20 * exp(-0.2 * sqrt(sum(z, square) / z.length)) -
    exp(sum(z, (v) => cos(2 * PI * v)) / z.length) +
    20 +
    Math.E,
  styblinski_tang: (z) => 0.5 * sum(z, (v) => v ** 4 - 16 * v * v + 5 * v),
  levy: (z) => {
    const w = z.map((v) => 1 + (v - 1) / 4);
    const last = w.at(-1)!;
    return (
      sin(PI * w[0]!) ** 2 +
      sum(w.slice(0, -1), (v) => square(v - 1) * (1 + 10 * sin(PI * v + 1) ** 2)) +
      square(last - 1) * (1 + sin(2 * PI * last) ** 2)
    );
  },
  griewank: (z) => sum(z, square) / 4000 - z.reduce((product, v, i) => product * cos(v / sqrt(i + 1)), 1) + 1,
  michalewicz: (z) => -sum(z, (v, i) => sin(v) * sin(((i + 1) * v * v) / PI) ** 20),
  branin: ([x = 0, y = 0]) =>
    square(y - (5.1 / (4 * PI * PI)) * x * x + (5 / PI) * x - 6) + 10 * (1 - 1 / (8 * PI)) * cos(x) + 10,
  hartmann3: hartmann(
    [
      [3, 10, 30],
      [0.1, 10, 35],
      [3, 10, 30],
      [0.1, 10, 35],
    ],
    [
      [0.3689, 0.117, 0.2673],
      [0.4699, 0.4387, 0.747],
      [0.1091, 0.8732, 0.5547],
      [0.0381, 0.5743, 0.8828],
    ],
  ),
  hartmann6: hartmann(
    [
      [10, 3, 17, 3.5, 1.7, 8],
      [0.05, 10, 17, 0.1, 8, 14],
      [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14],
    ],
    [
      [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
      [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
      [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
      [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ],
  ),
};

function hartmann(a: readonly (readonly number[])[], p: readonly (readonly number[])[]): TestFunction {
  const alpha = [1, 1.2, 3, 3.2];
  return (z) =>
    -sum(alpha, (weight, k) => weight * exp(-sum(z, (v, j) => a[k]![j]! * square(v - p[k]![j]!))));
}

/** A test function on named values, some of which may be absent. */
export type StructuredFunction = (values: Readonly<Record<string, unknown>>) => number;

/** The functions of the suite on mixed and conditional spaces, by name. */
export const structuredFunctions: Readonly<Record<string, StructuredFunction>> = {
  mixed(values) {
    const [a, b] = [log10(Number(values['lr'])), log10(Number(values['reg']))];
    const k = log2(Number(values['batch']));
    const layers = Number(values['layers']);
    const optimizer = String(values['opt']);
    return (
      0.15 * square(a - at({ sgd: -1.2, adam: -2.8, rmsprop: -3.2 }, optimizer) - 0.25 * (k - 6)) +
      0.03 * square(b + 4.3) +
      0.05 * (1 - cos(4 * (b + 4.3))) +
      0.8 * square(Number(values['dropout']) - 0.05 - 0.05 * layers) +
      (optimizer === 'sgd' ? 8 : 2) * square(Number(values['momentum']) - 0.9) +
      0.02 * square(layers - 5) +
      0.05 * square(log2(Number(values['units'])) - 7.5) +
      at({ relu: 0.05, tanh: 0.12, gelu: 0, sigmoid: 0.5 }, String(values['act'])) +
      at({ sgd: 0, adam: 0.02, rmsprop: 0.06 }, optimizer) +
      0.02 * abs(k - 6)
    );
  },
  conditional(values) {
    const number = (name: string): number => Number(values[name]);
    switch (values['model']) {
      case 'svm': {
        const c = log10(number('svm_C'));
        switch (values['svm_kernel']) {
          case 'rbf':
            return (
              0.04 +
              0.03 * square(c - 1.2) +
              0.04 * square(log10(number('svm_gamma')) + 2.1 + 0.5 * (c - 1.2))
            );
          case 'poly':
            return (
              0.12 +
              0.02 * square(c + 0.5) +
              0.05 * square(number('svm_degree') - 3) +
              0.01 * square(number('svm_coef0') - 2)
            );
          default:
            return 0.2 + 0.01 * square(c + 1);
        }
      }
      case 'mlp': {
        const n = number('mlp_layers');
        const layers = Array.from({ length: n }, (_, i) => log2(number(`mlp_units${i}`)));
        return (
          0.02 * square(n - 3) +
          0.12 * square(log10(number('mlp_lr')) + 3.3 + 0.2 * (n - 3)) +
          sum(layers, (units, i) => 0.03 * square(units - (7.6 - 0.7 * i)))
        );
      }
      default:
        return (
          0.08 +
          0.01 * square(log10(number('rf_trees')) - 2.3) +
          0.0004 * square(number('rf_depth') - 17) +
          0.1 * square(number('rf_features') - 0.35)
        );
    }
  },
};

function at(table: Readonly<Record<string, number>>, key: string): number {
  return table[key] ?? NaN;
}
