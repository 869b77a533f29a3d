import { describe, expect, it } from 'vitest';
import { logH } from '../../src/math/expected-improvement.ts';
import { cdf, logCdf, logQuantile, quantile } from '../../src/math/normal.ts';
import * as truncated from '../../src/math/truncated-normal.ts';
import { type Alternative, wilcoxonSignedRank } from '../../src/math/wilcoxon.ts';
import { conformance, relativeError, type Value } from './vectors.ts';

type Pairs = readonly (readonly [number, Value])[];

interface SpecialFunctionVectors {
  readonly norm_cdf: Pairs;
  readonly norm_cdf_loc2_scale3_at_1: number;
  readonly chi2_ppf_df1: Pairs;
  readonly norm_log_cdf: Pairs;
  readonly norm_ppf: Pairs;
  readonly norm_ppf_of_log_p: Pairs;
  readonly truncnorm: readonly {
    readonly a: Value;
    readonly b: Value;
    readonly ppf: Pairs;
    readonly logpdf_loc0_scale1: Pairs;
    readonly 'logpdf_loc10_scale0.1': Pairs;
  }[];
  readonly wilcoxon_signed_rank: readonly {
    readonly differences: readonly number[];
    readonly alternative: Alternative;
    readonly pvalue: number;
  }[];
}

conformance('special-functions.json', (vectors: SpecialFunctionVectors) => {
  it.each([
    ['cdf', cdf, vectors.norm_cdf],
    ['logCdf', logCdf, vectors.norm_log_cdf],
    ['quantile', quantile, vectors.norm_ppf],
    ['logQuantile', logQuantile, vectors.norm_ppf_of_log_p],
  ] as const)('%s', (_, f, pairs) => {
    for (const [x, expected] of pairs) expect(relativeError(f(x), expected), `at ${x}`).toBeLessThan(1e-9);
  });

  it('cdf of another mean and standard deviation', () => {
    expect(relativeError(cdf((1 - 2) / 3), vectors.norm_cdf_loc2_scale3_at_1)).toBeLessThan(1e-9);
  });

  it('the quantile of chi square with one degree of freedom is the square of a half normal one', () => {
    for (const [p, expected] of vectors.chi2_ppf_df1) {
      const found = truncated.quantile(p, 0, Infinity);
      const root = Math.sqrt(Number(expected));
      // Next to 0 the probability 0.5 + p / 2 has lost digits: 1e-16 is left of them, here 1e-8 of p = 1e-8.
      if (p < 1e-6) expect(Math.abs(found - root), `at ${p}`).toBeLessThan(2e-16);
      else expect(relativeError(found ** 2, expected), `at ${p}`).toBeLessThan(1e-9);
    }
  });

  describe.each(vectors.truncnorm)('truncated to [$a, $b]', (vector) => {
    const [a, b] = [Number(vector.a), Number(vector.b)];

    it('quantile', () => {
      for (const [q, expected] of vector.ppf) {
        const x = truncated.quantile(q, a, b);
        // The middle of a symmetric interval is 0 up to rounding, here and there.
        if (q === 0.5 && a === -b) expect(Math.abs(x)).toBeLessThan(1e-15);
        else expect(relativeError(x, expected), `at ${q}`).toBeLessThan(1e-9);
      }
    });

    it('logPdf', () => {
      for (const [x, expected] of vector.logpdf_loc0_scale1) {
        expect(relativeError(truncated.logPdf(x, a, b), expected), `at ${x}`).toBeLessThan(1e-9);
      }
    });

    it('logPdf of mean 10 and standard deviation 0.1', () => {
      for (const [x, expected] of vector['logpdf_loc10_scale0.1']) {
        // (x - 10) / 0.1 may fall outside by rounding at an end.
        const z = Math.min(Math.max((x - 10) / 0.1, a), b);
        const found = truncated.logPdf(z, a, b) - Math.log(0.1);
        expect(relativeError(found, expected), `at ${x}`).toBeLessThan(1e-9);
      }
    });
  });

  it.each(vectors.wilcoxon_signed_rank)('wilcoxon $alternative of $differences', (vector) => {
    const found = wilcoxonSignedRank(vector.differences, vector.alternative);
    expect(relativeError(found, vector.pvalue)).toBeLessThan(1e-9);
  });
});

interface AcquisitionVectors {
  readonly ei: readonly {
    readonly mean: number;
    readonly variance: number;
    readonly eta: number;
    readonly value: number;
  }[];
  readonly ei_of_log_model: AcquisitionVectors['ei'];
  readonly pi: AcquisitionVectors['ei'];
  readonly log_ei_grid: { readonly cases: Pairs };
}

// The file's lower confidence bounds are arithmetic of their own, and no acquisition of ours.

conformance('acquisition.json', (vectors: AcquisitionVectors) => {
  it('log of the expected improvement', () => {
    for (const [z, expected] of vectors.log_ei_grid.cases) {
      expect(relativeError(logH(z), expected), `at ${z}`).toBeLessThan(1e-9);
    }
  });

  // A variance of 0 has no expected improvement in logarithms; the predictions of a model never have it.
  it.each(vectors.ei.filter(({ variance }) => variance > 0))(
    'expected improvement of $mean, $variance',
    (vector) => {
      const sd = Math.sqrt(vector.variance);
      const found = sd * Math.exp(logH((vector.eta - vector.mean) / sd));
      expect(relativeError(found, vector.value)).toBeLessThan(1e-9);
    },
  );

  // Neither is an acquisition of ours, but the distribution function that they are made of is.
  it.each(vectors.pi)('probability of improvement of $mean, $variance', ({ mean, variance, eta, value }) => {
    // The file has 0 for 4e-23.
    expect(Math.abs(cdf((eta - mean) / Math.sqrt(variance)) - value)).toBeLessThan(1e-9 * value + 1e-20);
  });

  it.each(vectors.ei_of_log_model)(
    'expected improvement of a logarithm of mean $mean, variance $variance',
    ({ mean, variance, eta, value }) => {
      const sd = Math.sqrt(variance);
      const z = (eta - mean) / sd;
      const found = Math.exp(eta) * cdf(z) - Math.exp(mean + variance / 2) * cdf(z - sd);
      expect(relativeError(found, value)).toBeLessThan(1e-9);
    },
  );
});
