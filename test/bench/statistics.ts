import { generator, integer } from '../../src/math/random.ts';

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of the logarithms, back from the logarithm. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(values.map(Math.log)));
}

/** The 95 % bootstrap interval of a statistic, from 1,000 resamples (Efron 1979, percentiles). */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
): [low: number, high: number] {
  const random = generator('bootstrap', values.length);
  const resampled = Array.from({ length: 1000 }, () =>
    statistic(values.map(() => values[integer(random, values.length)]!)),
  ).sort((a, b) => a - b);
  return [resampled[25]!, resampled[974]!];
}

/** The rank of each value among all, from 1; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}
