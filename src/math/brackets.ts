/**
 * The brackets of Hyperband, from the most to the least daring: bracket i leaves out the first i rungs, and gets a share of the trials.
 *
 * There are floor(log(maxResource / minResource) / log(reductionFactor)) + 1 of them; the shares equal out the resources that brackets spend.
 *
 * Source: Li et al., "Hyperband", JMLR 18 (2018), algorithm 1: n = ceil((sMax + 1) eta^s / (s + 1)).
 */
export function hyperbandBrackets(
  minResource: number,
  maxResource: number,
  reductionFactor: number,
): number[] {
  let count = 1;
  // By products, as the quotient of logarithms may be just below an integer.
  while (minResource * reductionFactor ** count <= maxResource) count++;
  return Array.from({ length: count }, (_, i) => {
    const s = count - 1 - i;
    return Math.ceil((count * reductionFactor ** s) / (s + 1));
  });
}

/** The bracket of a trial: each gets its share, evenly mixed, by the trial's number alone. */
export function bracketOf(number: number, shares: readonly number[]): number {
  let rest = radicalInverse(number) * shares.reduce((sum, share) => sum + share, 0);
  const bracket = shares.findIndex((share) => (rest -= share) < 0);
  return bracket < 0 ? shares.length - 1 : bracket;
}

/** The binary digits of a number behind the point, in reverse: van der Corput's sequence in [0, 1). */
function radicalInverse(number: number): number {
  let inverse = 0;
  for (let digit = 0.5, rest = number; rest > 0; rest = Math.floor(rest / 2), digit /= 2) {
    if (rest % 2 === 1) inverse += digit;
  }
  return inverse;
}
