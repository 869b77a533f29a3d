import type { Domain } from '../gp/domain.ts';
import type { Explained } from '../gp/portfolio.ts';

/** The largest share that is handed over, to a model that explains nothing. */
const LARGEST = 0.6;
/** A model that explains this much of the variance of all results is left alone, */
const ENOUGH = 0.6;
/** if it also explains this much of what the better half differ in: a bowl alone does not lead through the ripples in it. */
const ENOUGH_OF_BETTER = 0.3;
/** The least share in spaces without floats, where a model stuck on a plateau looks like a good one: */
const WITHOUT_FLOATS = 0.3;
/** more where there are categories, as what several of them do together is a plateau beside a step. */
const WITH_CATEGORIES = 0.5;

/** The least share of suggestions that come from the tree-structured Parzen estimator, however good the model. */
export function leastDensityShare({
  categorical,
  discrete,
}: Pick<Domain<unknown>, 'categorical' | 'discrete'>): number {
  if (!discrete) return 0;
  return categorical ? WITH_CATEGORIES : WITHOUT_FLOATS;
}

/** The share of suggestions that come from the tree-structured Parzen estimator instead of the Gaussian process. */
export function densityShare({ all, better }: Explained, least: number): number {
  const ofAll = lack(all, ENOUGH);
  const ofBetter = better === undefined ? 0 : lack(better, ENOUGH_OF_BETTER);
  return Math.max(least, LARGEST * Math.max(ofAll, ofBetter));
}

/** From 0 where enough is explained to 1 where nothing is. */
function lack(explained: number, enough: number): number {
  return Math.min(1, Math.max(0, 1 - explained / enough));
}
