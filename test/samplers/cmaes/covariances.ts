import { Matrix } from 'ml-matrix';
import { generator, normal } from '../../../src/math/random.ts';

/** A positive definite matrix by rows. */
export function positiveDefinite(n: number, seed = 1): Float64Array {
  const random = generator(seed, 'covariance');
  const root = Matrix.zeros(n, n).apply(function (this: Matrix, i, j) {
    this.set(i, j, normal(random));
  });
  const product = root.mmul(root.transpose()).add(Matrix.eye(n));
  return Float64Array.from(product.to1DArray());
}

/** Numbers drawn evenly around 0. */
export function numbers(n: number, seed = 2): Float64Array {
  const random = generator(seed, 'numbers');
  return Float64Array.from({ length: n }, () => random() - 0.5);
}
