// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23, 631-637 (1969): each of
// the three is exact to double precision on its interval. Written out, they are quick to compile and to compute.

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

/** |x| ≤ 0.46875 */
function erfNearZero(x: number): number {
  const w = x * x;
  const numerator =
    (((1.85777706184603153e-1 * w + 3.1611237438705656) * w + 1.13864154151050156e2) * w +
      3.77485237685302021e2) *
      w +
    3.20937758913846947e3;
  const denominator =
    (((w + 2.36012909523441209e1) * w + 2.44024637934444173e2) * w + 1.28261652607737228e3) * w +
    2.84423683343917062e3;
  return x * (numerator / denominator);
}

/** erfcx(x) for x ≥ 0.46875. */
function erfcxAbove(x: number): number {
  if (x > 4) return erfcxAboveFour(x);
  const numerator =
    (((((((2.15311535474403846e-8 * x + 5.64188496988670089e-1) * x + 8.88314979438837594) * x +
      6.61191906371416295e1) *
      x +
      2.98635138197400131e2) *
      x +
      8.8195222124176909e2) *
      x +
      1.71204761263407058e3) *
      x +
      2.05107837782607147e3) *
      x +
    1.23033935479799725e3;
  const denominator =
    (((((((x + 1.57449261107098347e1) * x + 1.17693950891312499e2) * x + 5.37181101862009858e2) * x +
      1.62138957456669019e3) *
      x +
      3.29079923573345963e3) *
      x +
      4.36261909014324716e3) *
      x +
      3.43936767414372164e3) *
      x +
    1.23033935480374942e3;
  return numerator / denominator;
}

function erfcxAboveFour(x: number): number {
  const w = 1 / (x * x);
  const numerator =
    ((((1.63153871373020978e-2 * w + 3.05326634961232344e-1) * w + 3.60344899949804439e-1) * w +
      1.25781726111229246e-1) *
      w +
      1.60837851487422766e-2) *
      w +
    6.58749161529837803e-4;
  const denominator =
    ((((w + 2.56852019228982242) * w + 1.87295284992346725) * w + 5.27905102951428412e-1) * w +
      6.05183413124413191e-2) *
      w +
    2.33520497626869185e-3;
  return (INVERSE_SQRT_PI - w * (numerator / denominator)) / x;
}

/** exp(-x²) in two factors, because rounding x² would cost x² units in the last place. */
function expOfMinusSquare(x: number): number {
  if (Math.abs(x) > 28) return 0;
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp((coarse - x) * (coarse + x));
}
