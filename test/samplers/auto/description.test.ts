import { expect, test } from 'vitest';
import { describeAuto, type Facts } from '../../../src/samplers/auto/description.ts';

const facts: Facts = {
  phase: 'models',
  results: 40,
  pending: 3,
  startup: 8,
  switchAt: 250,
  tpeShare: 0.12,
  explained: { all: 0.82, better: 0.24 },
  models: [
    { losses: 'as they are', probability: 0.2, rough: false },
    { losses: 'worse half by ranks', probability: 0.7, rough: false },
    { losses: 'logarithms', probability: 0.1, rough: false },
  ],
  leastShare: 0,
};

test('says in each phase what is done, and why', () => {
  const models = describeAuto(facts);
  expect(models).toMatchObject({
    sampler: 'gp',
    tpeShare: 0.12,
    explained: facts.explained,
    results: 40,
    pending: 3,
  });
  expect([
    models.text,
    describeAuto({
      ...facts,
      explained: { all: -0.1, better: undefined },
      tpeShare: 0.6,
      leastShare: 0.5,
      pending: 0,
    }).text,
    describeAuto({ ...facts, tpeShare: 0 }).text,
    describeAuto({ ...facts, models: facts.models.map((model) => ({ ...model, rough: true })) }).text,
    ...(['startup', 'evolution', 'densities'] as const).map(
      (phase) => describeAuto({ ...facts, phase }).text,
    ),
  ]).toMatchInlineSnapshot(`
    [
      "40 results, 3 running: Gaussian processes, mostly one that sees the losses with the worse half by ranks (70 %); they predict 82 % of the variance of results they have not seen, and 24 % of what the better half of them differ in, so 12 % of the suggestions come from tpe instead.",
      "40 results: Gaussian processes, mostly one that sees the losses with the worse half by ranks (70 %); so far they predict results they have not seen no better than the mean does, so 60 % of the suggestions come from tpe instead; without floats it is never below 50 %, as they may be stuck on a plateau.",
      "40 results, 3 running: Gaussian processes, mostly one that sees the losses with the worse half by ranks (70 %); they predict 82 % of the variance of results they have not seen, and 24 % of what the better half of them differ in, so none of the suggestions come from tpe instead.",
      "40 results, 3 running: Gaussian processes, mostly one that sees the losses with the worse half by ranks (70 %) and takes what it cannot explain for ripples; they predict 82 % of the variance of results they have not seen, and 24 % of what the better half of them differ in, so 12 % of the suggestions come from tpe instead.",
      "40 results, 3 running: evenly spread points, because models need about 8 results to begin with.",
      "40 results, 3 running: CMA-ES from the best result on, in the shape of the best tenth, because from 250 results on it gains more than models do where every parameter is a float.",
      "40 results, 3 running: tpe, because from 250 results on models cost more than they gain, and not every parameter is a float that is always there.",
    ]
  `);
});

test('speaks of models only where there are some', () => {
  const start = describeAuto({ ...facts, phase: 'startup' });
  expect(start).toMatchObject({ sampler: 'sobol', tpeShare: 0, explained: undefined, models: [] });
  expect(describeAuto({ ...facts, phase: 'evolution' })).toMatchObject({ sampler: 'cmaes', tpeShare: 0 });
  expect(describeAuto({ ...facts, phase: 'densities' })).toMatchObject({ sampler: 'tpe', tpeShare: 1 });
});
