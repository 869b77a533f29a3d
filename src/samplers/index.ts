export { type CmaesOptions, cmaes } from './cmaes.ts';
export { type GpOptions, gp } from './gp.ts';
export { type GridOptions, grid } from './grid.ts';
export type { HistoryOptions } from './history.ts';
export type { SeedOptions } from './options.ts';
export { points } from './points.ts';
export { type RandomOptions, random } from './random.ts';
export { type BudgetSampler, type Sampler, type Wait, wait } from './sampler.ts';
export { type SobolOptions, sobol } from './sobol.ts';
