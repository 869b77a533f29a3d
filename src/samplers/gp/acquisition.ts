/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { logExpectedImprovement, logHSlope } from '../../math/expected-improvement.ts';
import type { Model } from './model.ts';

/** How promising a prediction is: the higher the better, with its derivatives in the mean and in the variance. */
export interface Acquisition {
  value(mean: number, variance: number): number;
  slopes(mean: number, variance: number): { readonly byMean: number; readonly byVariance: number };
}

/** The log expected improvement on a target, usually the least so far. */
export function logEi(target: number): Acquisition {
  return {
    value: (mean, variance) => logExpectedImprovement(mean, Math.sqrt(variance), target),
    slopes: (mean, variance) => {
      const sd = Math.sqrt(variance);
      const z = (target - mean) / sd;
      const slope = logHSlope(z);
      return { byMean: -slope / sd, byVariance: (1 - z * slope) / (2 * variance) };
    },
  };
}

/** The lower confidence bound, mirrored: -mean + `width` standard deviations; explores where the model knows little. */
export function confidenceBound(width: number): Acquisition {
  return {
    value: (mean, variance) => width * Math.sqrt(variance) - mean,
    slopes: (_, variance) => ({ byMean: -1, byVariance: width / (2 * Math.sqrt(variance)) }),
  };
}

/** The acquisition values of `count` masked points. */
export function acquire(
  model: Model,
  acquisition: Acquisition,
  points: Float64Array,
  count: number,
): Float64Array {
  const values = new Float64Array(count);
  const means = new Float64Array(count);
  const variances = new Float64Array(count);
  model.predict(points, count, means, variances);
  for (let c = 0; c < count; c++) values[c] = acquisition.value(means[c]!, variances[c]!);
  return values;
}
