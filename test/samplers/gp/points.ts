import { generator } from '../../../src/math/random.ts';
import { choice, float, int, ordinal, space, variant, when } from '../../../src/space/index.ts';
import { Domain } from '../../../src/samplers/gp/domain.ts';
import type { Kernel } from '../../../src/samplers/gp/kernel.ts';

/** Every kind of parameter, all of them always there. */
export const mixed = new Domain(
  space({
    rate: float(1e-4, 1, { scale: 'log' }),
    drop: float(0, 0.5),
    layers: int(1, 9),
    batch: ordinal([16, 32, 64]),
    activation: choice(['relu', 'gelu', 'tanh']),
    fixed: choice(['only']),
  }),
);

/** Parameters that are there in one branch, in another, or under a condition. */
export const conditional = new Domain(
  space({
    model: variant('kind', { forest: { depth: int(1, 20) }, net: { rate: float(0, 1), width: int(1, 300) } }),
    boost: choice(['off', 'on']),
    rounds: when({ boost: 'on' }, float(0, 1)),
  }),
);

/** Masked points drawn evenly, by rows. */
export function drawn(
  domain: Pick<Domain<unknown>, 'size' | 'snap' | 'mask'>,
  count: number,
  seed = 0,
): Float64Array[] {
  const random = generator(seed, 'points');
  return Array.from({ length: count }, () => {
    const point = Float64Array.from({ length: domain.size }, () => random());
    domain.snap(point);
    const masked = new Float64Array(domain.size);
    domain.mask(point, masked);
    return masked;
  });
}

/** Points in one array, by rows. */
export function rows(points: readonly Float64Array[]): Float64Array {
  return Float64Array.from(points.flatMap((point) => [...point]));
}

/** Points as a kernel works on them, by rows. */
export function prepared(kernel: Kernel, points: readonly Float64Array[]): Float64Array {
  const into = new Float64Array(points.length * kernel.stride);
  points.forEach((point, i) => {
    kernel.prepare(point, 0, into, i * kernel.stride);
  });
  return into;
}
