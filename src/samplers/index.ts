export { type Sampler, type Wait, wait } from './sampler.ts';
