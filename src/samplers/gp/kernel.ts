/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { MATERN_STEPS, maternAt, maternGrowthAt, maternSlopeAt } from '../../math/matern.ts';
import { type Metric, toAbsent } from './metric.ts';

/** How many hyperparameters there are besides the length scales: three weights and the noise. */
export const WEIGHTS = 4;

/**
 * Additive and full Matérn-5/2 covariance with a length scale for each axis:
 *
 * k = 1 + s1 e1 / d + s2 e2 / (d (d - 1) / 2) + sf Π z_j, where z_j is the correlation along axis j, e1 = Σ z_j, and
 * e2 = Σ z_i z_j over pairs. The 1 stands for an uncertain mean. The terms of low order are what makes ten dimensions
 * learnable in fifty points when the objective is nearly additive; the product keeps the kernel universal.
 *
 * Where coordinates may be absent: an axis that is in one of two points counts in the product alone, by the distance to
 * an absent value; one that is in neither does not count; and the 1 / d is 1 / √(a b) for a and b axes that are there, and
 * so is that of pairs of axes.
 *
 * It works on prepared points of `stride` numbers: the coordinates, those of ordered axes first and in steps of the table
 * of correlations; the roots of the two weights; and, if a coordinate may be absent, for each the correlation with an
 * absent one, the derivative of that in the coordinate, and that of its logarithm in the logarithm of the length scale.
 *
 * Source: Duvenaud, Nickisch and Rasmussen, "Additive Gaussian processes", NeurIPS 2011, orders 1, 2 and d; the noise
 * s0 belongs to the diagonal and is kept here with the rest.
 */
export class Kernel {
  readonly dimensions: number;
  readonly stride: number;
  /** How many numbers `correlate` writes for a pair: the correlation along each axis, e1, e2 and the product. */
  readonly width: number;
  /** How many axes are ordered, and these by their places. */
  readonly ordered: number;
  readonly orderedAxes: Int32Array;
  /** The place of each axis in prepared points. */
  readonly places: Int32Array;
  readonly #metric: Metric;
  /** The axis at each place. */
  readonly #axes: Int32Array;
  /** Of ordered axes the steps in a unit; of the others the correlation of different values. */
  readonly #scales: Float64Array;
  /** Of the axes without an order, how the logarithm of that correlation grows with that of the length scale. */
  readonly #growths: Float64Array;
  readonly #sums: Float64Array;
  #terms: Float64Array;
  #s1 = 0;
  #s2 = 0;
  #sf = 0;
  #noise = 0;

  constructor(metric: Metric) {
    const { dimensions: d, categories, conditional } = metric;
    this.dimensions = d;
    this.stride = conditional ? 4 * d + 2 : d + 2;
    this.width = d + 3;
    this.#metric = metric;
    this.#axes = Int32Array.from(categories.keys()).sort((a, b) => categories[a]! - categories[b]! || a - b);
    this.places = new Int32Array(d);
    this.#axes.forEach((axis, place) => {
      this.places[axis] = place;
    });
    this.ordered = categories.filter((isCategory) => isCategory === 0).length;
    this.orderedAxes = this.#axes.subarray(0, this.ordered);
    this.#scales = new Float64Array(d);
    this.#growths = new Float64Array(d);
    this.#sums = new Float64Array(d);
    this.#terms = new Float64Array(2 * this.width);
  }

  /** Takes hyperparameters: the logarithms of the length scales, s1, s2, sf and s0. Points have to be prepared anew. */
  set(theta: Float64Array): void {
    const d = this.dimensions;
    this.#axes.forEach((axis, place) => {
      const scale = Math.exp(-theta[axis]!) * MATERN_STEPS;
      this.#scales[place] = place < this.ordered ? scale : maternAt(scale);
      this.#growths[place] = place < this.ordered ? 0 : maternGrowthAt(scale);
    });
    this.#s1 = Math.exp(theta[d]!);
    this.#s2 = Math.exp(theta[d + 1]!);
    this.#sf = Math.exp(theta[d + 2]!);
    this.#noise = Math.exp(theta[d + 3]!);
  }

  get noise(): number {
    return this.#noise;
  }

  /** k(x, x) for a point with so many axes that are there. */
  variance(count: number): number {
    return 1 + (count > 0 ? this.#s1 : 0) + (count > 1 ? this.#s2 : 0) + this.#sf;
  }

  /** Prepares the masked point at `from`. */
  prepare(points: Float64Array, from: number, into: Float64Array, at: number): void {
    const { dimensions: d, indices, conditional } = this.#metric;
    const { ordered } = this;
    let there = 0;
    for (let place = 0; place < d; place++) {
      const x = points[from + indices[this.#axes[place]!]!]!;
      const scale = this.#scales[place]!;
      into[at + place] = place < ordered ? x * scale : x;
      const isThere = !Number.isNaN(x);
      if (isThere) there++;
      if (!conditional) continue;
      const distance = toAbsent(x);
      const steps = distance * scale;
      const isOrdered = isThere && place < ordered;
      into[at + d + 2 + place] = isOrdered ? maternAt(steps) : isThere ? scale : 1;
      into[at + 2 * d + 2 + place] = isOrdered ? ((x - 0.5) / distance) * scale * maternSlopeAt(steps) : 0;
      into[at + 3 * d + 2 + place] = isOrdered ? maternGrowthAt(steps) : isThere ? this.#growths[place]! : 0;
    }
    into[at + d] = there > 0 ? Math.sqrt(1 / there) : 0;
    into[at + d + 1] = there > 1 ? Math.sqrt(2 / (there * (there - 1))) : 0;
  }

  /** Writes k of the prepared point at `xAt` and each of the first `count` others. */
  write(
    x: Float64Array,
    xAt: number,
    others: Float64Array,
    count: number,
    into: Float64Array,
    at: number,
  ): void {
    this.#write(x, xAt, others, count, into, at, this.#terms, 0, 0);
  }

  /** As `write`, and writes what k is made of, `width` numbers for each of the others. */
  correlate(
    x: Float64Array,
    xAt: number,
    others: Float64Array,
    count: number,
    into: Float64Array,
    at: number,
    terms: Float64Array,
    termsAt: number,
  ): void {
    this.#write(x, xAt, others, count, into, at, terms, termsAt, this.width);
  }

  /** As `write`, and writes the derivatives of each k in the ordered coordinates of x, `ordered` numbers each. */
  slopes(
    x: Float64Array,
    others: Float64Array,
    count: number,
    into: Float64Array,
    slopes: Float64Array,
  ): void {
    const { dimensions: d, ordered, stride, width } = this;
    if (this.#terms.length < count * width) this.#terms = new Float64Array(2 * count * width);
    const terms = this.#terms;
    const scales = this.#scales;
    this.correlate(x, 0, others, count, into, 0, terms, 0);
    const s1 = this.#s1 * x[d]!;
    const s2 = this.#s2 * x[d + 1]!;
    for (let i = 0, y = 0, t = 0, to = 0; i < count; i++, y += stride, t += width, to += ordered) {
      const b = s2 * others[y + d + 1]!;
      const ab = s1 * others[y + d]! + b * terms[t + d]!;
      const c = this.#sf * terms[t + d + 2]!;
      for (let j = 0; j < ordered; j++) {
        const z = terms[t + j]!;
        const difference = x[j]! - others[y + j]!;
        // dk/dz_j = s1/d + s2 (e1 - z_j) / (d (d - 1) / 2) + sf Π z / z_j
        const full = z > 1e-300 ? c / z : 0;
        if (Number.isNaN(difference)) {
          // What is not there in x does not move.
          slopes[to + j] = Number.isNaN(others[y + j]!) ? full * x[2 * d + 2 + j]! : 0;
        } else {
          const slope = scales[j]! * maternSlopeAt(Math.abs(difference));
          slopes[to + j] = (ab - b * z + full) * (difference < 0 ? -slope : slope);
        }
      }
    }
  }

  /**
   * Adds the derivatives in the logarithms of the hyperparameters, without the noise's, of the sum of `count` weights times k.
   *
   * @param terms what `correlate` wrote
   */
  addGradient(
    x: Float64Array,
    xAt: number,
    others: Float64Array,
    count: number,
    terms: Float64Array,
    termsAt: number,
    weights: Float64Array,
    weightsAt: number,
    into: Float64Array,
  ): void {
    const { dimensions: d, stride, width } = this;
    const sums = this.#sums.fill(0);
    let i = 0;
    if (!this.#metric.conditional) {
      i = count & ~1;
      this.#growTwo(x, xAt, others, i, terms, termsAt, weights, weightsAt);
    }
    for (; i < count; i++)
      this.#growOne(x, xAt, others, i * stride, terms, termsAt + i * width, weights[weightsAt + i]!);
    for (let j = 0; j < d; j++) into[this.#axes[j]!]! += sums[j]!;
    const s1 = this.#s1 * x[xAt + d]!;
    const s2 = this.#s2 * x[xAt + d + 1]!;
    for (i = 0; i < count; i++) {
      const weight = weights[weightsAt + i]!;
      const y = i * stride + d;
      const t = termsAt + i * width + d;
      into[d]! += weight * s1 * others[y]! * terms[t]!;
      into[d + 1]! += weight * s2 * others[y + 1]! * terms[t + 1]!;
      into[d + 2]! += weight * this.#sf * terms[t + 2]!;
    }
  }

  #write(
    x: Float64Array,
    xAt: number,
    others: Float64Array,
    count: number,
    into: Float64Array,
    at: number,
    terms: Float64Array,
    termsAt: number,
    step: number,
  ): void {
    const { dimensions: d, stride } = this;
    let i = 0;
    if (!this.#metric.conditional) {
      i = count & ~1;
      this.#two(x, xAt, others, i, into, at, terms, termsAt, step);
    }
    for (; i < count; i++) {
      const t = termsAt + i * step;
      this.#one(x, xAt, others, i * stride, terms, t);
      into[at + i] = this.#sum(x, xAt + d, others, i * stride + d, terms, t + d);
    }
  }

  #sum(x: Float64Array, xAt: number, y: Float64Array, yAt: number, terms: Float64Array, t: number): number {
    const low = this.#s1 * x[xAt]! * y[yAt]! * terms[t]!;
    const pairs = this.#s2 * x[xAt + 1]! * y[yAt + 1]! * terms[t + 1]!;
    return 1 + low + pairs + this.#sf * terms[t + 2]!;
  }

  /** Two at a time, where no coordinate is absent: their sums do not wait for one another. */
  #two(
    x: Float64Array,
    xAt: number,
    others: Float64Array,
    count: number,
    into: Float64Array,
    at: number,
    terms: Float64Array,
    termsAt: number,
    step: number,
  ): void {
    const { dimensions: d, ordered, stride, width } = this;
    const scales = this.#scales;
    const s1 = this.#s1 * x[xAt + d]!;
    const s2 = this.#s2 * x[xAt + d + 1]!;
    const sf = this.#sf;
    let p = 0;
    let t = termsAt;
    for (let i = at; i < at + count; i += 2) {
      const q = p + stride;
      const u = t + width;
      let p1 = 0;
      let p2 = 0;
      let pf = 1;
      let q1 = 0;
      let q2 = 0;
      let qf = 1;
      for (let j = 0; j < d; j++) {
        const xj = x[xAt + j]!;
        const toP = Math.abs(xj - others[p + j]!);
        const toQ = Math.abs(xj - others[q + j]!);
        const zp = j < ordered ? maternAt(toP) : toP === 0 ? 1 : scales[j]!;
        const zq = j < ordered ? maternAt(toQ) : toQ === 0 ? 1 : scales[j]!;
        terms[t + j] = zp;
        terms[u + j] = zq;
        p2 += zp * p1;
        p1 += zp;
        pf *= zp;
        q2 += zq * q1;
        q1 += zq;
        qf *= zq;
      }
      terms[t + d] = p1;
      terms[t + d + 1] = p2;
      terms[t + d + 2] = pf;
      terms[u + d] = q1;
      terms[u + d + 1] = q2;
      terms[u + d + 2] = qf;
      into[i] = 1 + s1 * others[p + d]! * p1 + s2 * others[p + d + 1]! * p2 + sf * pf;
      into[i + 1] = 1 + s1 * others[q + d]! * q1 + s2 * others[q + d + 1]! * q2 + sf * qf;
      p = q + stride;
      t += 2 * step;
    }
  }

  #one(x: Float64Array, xAt: number, y: Float64Array, yAt: number, terms: Float64Array, t: number): void {
    const { dimensions: d, ordered } = this;
    let e1 = 0;
    let e2 = 0;
    let product = 1;
    for (let j = 0; j < d; j++) {
      const difference = x[xAt + j]! - y[yAt + j]!;
      let z: number;
      if (Number.isNaN(difference)) z = x[xAt + d + 2 + j]! * y[yAt + d + 2 + j]!;
      else {
        z = j < ordered ? maternAt(Math.abs(difference)) : difference === 0 ? 1 : this.#scales[j]!;
        e2 += z * e1;
        e1 += z;
      }
      product *= z;
      terms[t + j] = z;
    }
    terms[t + d] = e1;
    terms[t + d + 1] = e2;
    terms[t + d + 2] = product;
  }

  /** Adds weights times the derivatives of k in the logarithms of the length scales to the sums. */
  #growTwo(
    x: Float64Array,
    xAt: number,
    others: Float64Array,
    count: number,
    terms: Float64Array,
    termsAt: number,
    weights: Float64Array,
    weightsAt: number,
  ): void {
    const { dimensions: d, ordered, stride, width } = this;
    const sums = this.#sums;
    const growths = this.#growths;
    const s1 = this.#s1 * x[xAt + d]!;
    const s2 = this.#s2 * x[xAt + d + 1]!;
    const sf = this.#sf;
    let p = 0;
    let t = termsAt;
    for (let i = weightsAt; i < weightsAt + count; i += 2) {
      const q = p + stride;
      const u = t + width;
      const wp = weights[i]!;
      const wq = weights[i + 1]!;
      const bp = wp * s2 * others[p + d + 1]!;
      const bq = wq * s2 * others[q + d + 1]!;
      const abp = wp * s1 * others[p + d]! + bp * terms[t + d]!;
      const abq = wq * s1 * others[q + d]! + bq * terms[u + d]!;
      const cp = wp * sf * terms[t + d + 2]!;
      const cq = wq * sf * terms[u + d + 2]!;
      for (let j = 0; j < ordered; j++) {
        const xj = x[xAt + j]!;
        const zp = terms[t + j]!;
        const zq = terms[u + j]!;
        sums[j]! +=
          maternGrowthAt(Math.abs(xj - others[p + j]!)) * (zp * (abp - bp * zp) + cp) +
          maternGrowthAt(Math.abs(xj - others[q + j]!)) * (zq * (abq - bq * zq) + cq);
      }
      for (let j = ordered; j < d; j++) {
        const xj = x[xAt + j]!;
        const zp = terms[t + j]!;
        const zq = terms[u + j]!;
        if (xj !== others[p + j]!) sums[j]! += growths[j]! * (zp * (abp - bp * zp) + cp);
        if (xj !== others[q + j]!) sums[j]! += growths[j]! * (zq * (abq - bq * zq) + cq);
      }
      p = q + stride;
      t = u + width;
    }
  }

  #growOne(
    x: Float64Array,
    xAt: number,
    y: Float64Array,
    yAt: number,
    terms: Float64Array,
    t: number,
    weight: number,
  ): void {
    const { dimensions: d, ordered } = this;
    const b = weight * this.#s2 * x[xAt + d + 1]! * y[yAt + d + 1]!;
    const ab = weight * this.#s1 * x[xAt + d]! * y[yAt + d]! + b * terms[t + d]!;
    const c = weight * this.#sf * terms[t + d + 2]!;
    for (let j = 0; j < d; j++) {
      const difference = x[xAt + j]! - y[yAt + j]!;
      const z = terms[t + j]!;
      if (Number.isNaN(difference)) {
        this.#sums[j]! += (x[xAt + 3 * d + 2 + j]! + y[yAt + 3 * d + 2 + j]!) * c;
      } else if (difference !== 0) {
        const growth = j < ordered ? maternGrowthAt(Math.abs(difference)) : this.#growths[j]!;
        this.#sums[j]! += growth * (z * (ab - b * z) + c);
      }
    }
  }
}
