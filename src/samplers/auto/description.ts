import type { Explained, ModelWeight } from '../gp/portfolio.ts';

/** What `auto` is doing: spreading points, following models, or what it does once there are many results. */
export type AutoPhase = 'startup' | 'models' | 'evolution' | 'densities';

/** What `auto` does, and why. */
export interface AutoDescription {
  readonly phase: AutoPhase;
  /** How many results it has, those of the history included. */
  readonly results: number;
  /** How many of its suggestions have no result yet. */
  readonly pending: number;
  /** The sampler that most of the next suggestions come from. */
  readonly sampler: 'sobol' | 'gp' | 'cmaes' | 'tpe';
  /** The share of suggestions that come from `tpe` instead, from 0 to 1. */
  readonly tpeShare: number;
  /** How well the models predict results they have not seen. Only in phase `models`. */
  readonly explained: Explained | undefined;
  /** How the models see the losses, and how likely each is to be taken. Only in phase `models`. */
  readonly models: readonly ModelWeight[];
  /** All of it in words. */
  readonly text: string;
}

/** The facts that a description is made of. */
export interface Facts {
  readonly phase: AutoPhase;
  readonly results: number;
  readonly pending: number;
  readonly startup: number;
  readonly switchAt: number;
  readonly tpeShare: number;
  readonly explained: Explained;
  readonly models: readonly ModelWeight[];
  /** What the share of `tpe` never falls below; above 0 in spaces without floats. */
  readonly leastShare: number;
}

/** Puts facts into words. */
export function describeAuto(facts: Facts): AutoDescription {
  const { phase, results, pending } = facts;
  const hasModels = phase === 'models';
  const running = pending > 0 ? `, ${pending} running` : '';
  return {
    phase,
    results,
    pending,
    sampler: SAMPLERS[phase],
    tpeShare: phase === 'densities' ? 1 : hasModels ? facts.tpeShare : 0,
    explained: hasModels ? facts.explained : undefined,
    models: hasModels ? facts.models : [],
    text: `${results} results${running}: ${WORDS[phase](facts)}`,
  };
}

const SAMPLERS = { startup: 'sobol', models: 'gp', evolution: 'cmaes', densities: 'tpe' } as const;

const WORDS: Readonly<Record<AutoPhase, (facts: Facts) => string>> = {
  startup: ({ startup }) =>
    `evenly spread points, because models need about ${startup} results to begin with.`,
  models: ({ explained, models, tpeShare, leastShare }) => {
    const likeliest = models.reduce((a, b) => (b.probability > a.probability ? b : a));
    const view = `Gaussian processes, mostly one that sees the losses ${seen(likeliest)}${likeliest.rough ? ' and takes what it cannot explain for ripples' : ''}`;
    const { all, better } = explained;
    const skill =
      all > 0
        ? `they predict ${percent(all)} of the variance of results they have not seen`
        : 'so far they predict results they have not seen no better than the mean does';
    const ofBetter =
      better === undefined
        ? ''
        : `, and ${percent(Math.max(0, better))} of what the better half of them differ in`;
    const floor =
      leastShare > 0
        ? `; without floats it is never below ${percent(leastShare)}, as they may be stuck on a plateau`
        : '';
    return `${view}; ${skill}${ofBetter}, so ${tpeShare < 0.005 ? 'none' : percent(tpeShare)} of the suggestions come from tpe instead${floor}.`;
  },
  evolution: ({ switchAt }) =>
    `CMA-ES from the best result on, in the shape of the best tenth, because from ${switchAt} results on it gains more than models do where every parameter is a float.`,
  densities: ({ switchAt }) =>
    `tpe, because from ${switchAt} results on models cost more than they gain, and not every parameter is a float that is always there.`,
};

function seen({ losses, probability }: ModelWeight): string {
  const how =
    losses === 'as they are'
      ? losses
      : losses === 'logarithms'
        ? 'in logarithms'
        : 'with the worse half by ranks';
  return `${how} (${percent(probability)})`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
