import { rational } from './rational.ts';

// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23, 631-637 (1969): each of
// the three is exact to double precision on its interval. From the highest power down.

/** erf(x) / x in x², for |x| ≤ 0.46875. */
const smallP = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2,
  3.20937758913846947e3,
];
const smallQ = [
  1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3,
];

/** erfcx(x) in x, for 0.46875 ≤ x ≤ 4. */
const middleP = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
  2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3,
  1.23033935479799725e3,
];
const middleQ = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
  3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
];

/** (1/√π - x erfcx(x)) x² in 1/x², for x ≥ 4. */
const largeP = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
];
const largeQ = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
  2.33520497626869185e-3,
];

const INVERSE_SQRT_PI = 0.5641895835477563;

/** The complementary error function 1 - erf(x), to full double precision, in the tail as well. */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - erfNearZero(x);
  const tail = expOfMinusSquare(x) * erfcxAbove(Math.abs(x));
  return x < 0 ? 2 - tail : tail;
}

/** The scaled complementary error function exp(x²) erfc(x): what is left of the tail, 1/(x√π) for large x. */
export function erfcx(x: number): number {
  if (Math.abs(x) <= 0.46875) return Math.exp(x * x) * (1 - erfNearZero(x));
  if (x < 0) return 2 / expOfMinusSquare(x) - erfcxAbove(-x);
  return erfcxAbove(x);
}

function erfNearZero(x: number): number {
  return x * rational(x * x, smallP, smallQ);
}

function erfcxAbove(x: number): number {
  if (x <= 4) return rational(x, middleP, middleQ);
  const w = 1 / (x * x);
  return (INVERSE_SQRT_PI - w * rational(w, largeP, largeQ)) / x;
}

/** exp(-x²) in two factors, because rounding x² would cost x² units in the last place. */
function expOfMinusSquare(x: number): number {
  if (Math.abs(x) > 28) return 0;
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp((coarse - x) * (coarse + x));
}
