/* eslint-disable @typescript-eslint/no-non-null-assertion -- the indices are in range; a wrong one shows as NaN */
import { lbfgs } from '../../math/lbfgs.ts';
import { integer, normal, type Random } from '../../math/random.ts';
import { middle } from '../../space/leaf.ts';
import { type Acquisition, acquire } from './acquisition.ts';
import type { Axis, Domain } from './domain.ts';
import type { Model } from './model.ts';

/** What to look for, and where. */
export interface Request {
  readonly model: Model;
  readonly acquisition: Acquisition;
  readonly random: Random;
  /** Evenly spread points; any number of them, in order. */
  readonly spread: (i: number) => Float64Array;
  /** The best results so far, masked, best first. */
  readonly best: readonly Float64Array[];
  /** Cells of parameters that are decided already, by the parameter's index. */
  readonly fixed: ReadonlyMap<number, number>;
  /** Whether a masked point was tried already. */
  readonly taken: (masked: Float64Array) => boolean;
}

/** A masked point, and its acquisition. */
export interface Found {
  readonly masked: Float64Array;
  readonly value: number;
}

/** A point on its way up: with coordinates for what is not there, and masked. */
interface Candidate {
  readonly point: Float64Array;
  readonly masked: Float64Array;
  value: number;
}

const SPREAD = 100;
const NEIGHBOURS = 60;
const CENTRES = 5;
const STARTS = 3;
const ROUNDS = 2;
/** Starts are at least so far apart in some coordinate. */
const APART = 0.02;
const ALL_CELLS = 8;

/** Looks for the allowed, untried point with the greatest acquisition; undefined when it finds none. */
export function search<P>(domain: Domain<P>, request: Request): Found | undefined {
  const candidates = [...spread(domain, request), ...neighbours(domain, request)];
  evaluate(domain, request, candidates);
  candidates.sort((a, b) => b.value - a.value);
  const starts: Candidate[] = [];
  for (const candidate of candidates) {
    if (starts.length === STARTS) break;
    if (starts.every(({ masked }) => domain.distance(masked, candidate.masked) > APART))
      starts.push(candidate);
  }
  const tops = starts.map((start) => climb(domain, request, start));
  const ranked = [...tops.sort((a, b) => b.value - a.value), ...candidates];
  return ranked.find(({ masked }) => !request.taken(masked));
}

/** Points over the whole space, or the branch that is decided on; fewer where constraints leave little. */
function spread<P>(domain: Domain<P>, request: Request): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < 4 * SPREAD && found.length < SPREAD; i++)
    push(found, domain, request, request.spread(i).slice());
  return found;
}

/** Points around the best results: the nearest of them a hundredth of the farthest away. */
function neighbours<P>(domain: Domain<P>, request: Request): Candidate[] {
  const { random, best } = request;
  const found: Candidate[] = [];
  const centres = best.slice(0, CENTRES);
  for (let i = 0; i < 2 * NEIGHBOURS && found.length < NEIGHBOURS && centres.length > 0; i++) {
    const point = centres[i % centres.length]!.slice();
    // What is not there at the centre may be there at its neighbour.
    if (domain.conditional) {
      const elsewhere = request.spread(i);
      for (let j = 0; j < point.length; j++) if (Number.isNaN(point[j]!)) point[j] = elsewhere[j]!;
    }
    const scale = 0.2 * 0.01 ** random();
    const share = random();
    const sure = integer(random, domain.axes.length);
    domain.axes.forEach((axis, a) => {
      if (a === sure || random() < share) perturb(point, axis, scale, random);
    });
    push(found, domain, request, point);
  }
  return found;
}

function perturb(point: Float64Array, { index, kind, leaf }: Axis, scale: number, random: Random): void {
  if (kind === 'category') {
    if (random() < 0.3) point[index] = random();
    return;
  }
  const from = point[index]!;
  const to = clamped(from + scale * normal(random));
  const cell = leaf.cellAt(from);
  if (kind === 'step' && leaf.cellAt(to) === cell) {
    const neighbour = cell + (to < from ? -1 : 1);
    point[index] = middle(leaf, neighbour < 0 ? 1 : neighbour >= leaf.levels ? cell - 1 : neighbour);
  } else point[index] = to;
}

function push<P>(found: Candidate[], domain: Domain<P>, { fixed }: Request, point: Float64Array): void {
  domain.snap(point);
  for (const { index, leaf } of domain.axes) {
    const cell = fixed.get(index);
    if (cell !== undefined) point[index] = middle(leaf, cell);
  }
  if (!domain.allows(point)) return;
  found.push(candidate(domain, point));
}

function candidate<P>(domain: Domain<P>, point: Float64Array): Candidate {
  const masked = new Float64Array(point.length);
  domain.mask(point, masked);
  return { point, masked, value: -Infinity };
}

function evaluate<P>(
  domain: Domain<P>,
  { model, acquisition }: Request,
  candidates: readonly Candidate[],
): void {
  const points = new Float64Array(candidates.length * domain.size);
  candidates.forEach(({ masked }, i) => {
    points.set(masked, i * domain.size);
  });
  const values = acquire(model, acquisition, points, candidates.length);
  candidates.forEach((candidate, i) => {
    candidate.value = values[i]!;
  });
}

/** Floats by their gradient, then each discrete parameter in turn, until neither helps. */
function climb<P>(domain: Domain<P>, request: Request, start: Candidate): Candidate {
  let top = start;
  for (let round = 0; round < ROUNDS; round++) {
    const before = top.value;
    top = slide(domain, request, top);
    const slid = top;
    for (const axis of domain.axes) top = step(domain, request, top, axis);
    if (top === slid || !(top.value > before)) break;
  }
  return top;
}

function slide<P>(domain: Domain<P>, request: Request, from: Candidate): Candidate {
  const { model, acquisition } = request;
  const axes = domain.axes.flatMap(({ index, kind }, dimension) =>
    kind === 'float' && !Number.isNaN(from.masked[index]!) ? [{ index, dimension }] : [],
  );
  if (axes.length === 0) return from;
  const point = from.point.slice();
  const masked = from.masked.slice();
  const place = (x: Float64Array): void => {
    axes.forEach(({ index }, a) => {
      point[index] = x[a]!;
      masked[index] = x[a]!;
    });
  };
  const x = Float64Array.from(axes, ({ index }) => from.point[index]!);
  const value = lbfgs(
    (at, gradient, ceiling) => {
      place(at);
      // The line search turns back from what the constraints refuse.
      if (!domain.allows(point)) return Infinity;
      const prediction = model.predictOne(masked);
      const height = -acquisition.value(prediction.mean, prediction.variance);
      if (height > ceiling) return height;
      const { byMean, byVariance } = acquisition.slopes(prediction.mean, prediction.variance);
      prediction.gradient(-byMean, -byVariance, axes, gradient);
      return height;
    },
    x,
    {
      lower: new Float64Array(axes.length),
      upper: new Float64Array(axes.length).fill(1),
      scale: Float64Array.from(axes, ({ dimension }) =>
        Math.min(0.5, Math.exp(model.theta[dimension]!) / Math.sqrt(5)),
      ),
      iterations: 10,
      gainTolerance: 1e-4,
      gradientTolerance: 1e-6,
    },
  );
  place(x);
  return -value > from.value ? { point, masked, value: -value } : from;
}

function step<P>(domain: Domain<P>, request: Request, from: Candidate, axis: Axis): Candidate {
  const { index, leaf, kind } = axis;
  if (kind === 'float' || request.fixed.has(index) || Number.isNaN(from.masked[index]!)) return from;
  const now = leaf.cellAt(from.point[index]!);
  const found: Candidate[] = [];
  for (const cell of alternatives(axis, now)) {
    const point = from.point.slice();
    point[index] = middle(leaf, cell);
    push(found, domain, request, point);
  }
  if (found.length === 0) return from;
  evaluate(domain, request, found);
  return found.reduce((best, other) => (other.value > best.value ? other : best), from);
}

/** All other cells when there are few; else the next ones, and some at 5 % and 12 % of the range. */
function alternatives({ leaf, kind }: Axis, now: number): number[] {
  if (leaf.levels <= ALL_CELLS || kind === 'category')
    return Array.from({ length: leaf.levels }, (_, cell) => cell).filter((cell) => cell !== now);
  const unit = middle(leaf, now);
  const cells = new Set([now - 1, now + 1]);
  for (const move of [-0.12, -0.05, 0.05, 0.12]) cells.add(leaf.cellAt(clamped(unit + move)));
  return [...cells].filter((cell) => cell >= 0 && cell < leaf.levels && cell !== now);
}

function clamped(unit: number): number {
  return Math.min(1, Math.max(0, unit));
}
