import type { Sampler } from 'rxtune/samplers';

/** The next suggestions of a sampler, up to n of them or to its end. */
export function asked<P>(sampler: Sampler<P>, n = Infinity): P[] {
  const all: P[] = [];
  while (all.length < n) {
    const params = sampler.ask();
    if (params === undefined) break;
    if (typeof params === 'symbol') throw new Error('the sampler waits');
    all.push(params);
  }
  return all;
}
