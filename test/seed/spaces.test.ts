import { space, TuningError } from 'rxtune';
import { random } from 'rxtune/samplers';
import { describe, expect, it } from 'vitest';

/** ParamSpace: name → values, duplicates allowed; Candidate: ordered for stable hashing. */
describe('spaces of named values', () => {
  it('weighs a value that is given twice', () => {
    const sampler = random(space({ lr: [0.1, 0.1, 0.1, 0.01] }), { seed: 1 });
    const draws = Array.from({ length: 4000 }, () => sampler.ask());
    const often = draws.filter((params) => typeof params === 'object' && params.lr === 0.1).length;
    expect(often / draws.length).toBeGreaterThan(0.72);
    expect(often / draws.length).toBeLessThan(0.78);
  });

  it('refuses an empty list, naming the parameter', () => {
    expect(() => space({ lr: [0.1], batch: [] })).toThrow(TuningError);
    expect(() => space({ lr: [0.1], batch: [] })).toThrow(/^batch: the list of options is empty/);
  });

  it('says which parameter is missing', () => {
    const net = space({ lr: [0.1, 0.01], batch: [16, 32] });
    const parse = (): unknown => net.parse({ lr: 0.1 });
    expect(parse).toThrow(/^batch/);
    expect(parse).toThrow(expect.objectContaining({ code: 'MissingParameter' }));
  });

  it('gives candidates an identity that does not depend on the order of keys', () => {
    const net = space({ a: ['c', 'bc'], ab: ['c', 'bc'] });
    expect(net.key({ a: 'c', ab: 'bc' })).toBe(net.key({ ab: 'bc', a: 'c' }));
    expect(net.key({ a: 'c', ab: 'bc' })).not.toBe(net.key({ a: 'bc', ab: 'c' }));
  });

  it('tells floats apart that agree to four decimals', () => {
    const net = space({ lr: [0.123_41, 0.123_42] });
    expect(net.key({ lr: 0.123_41 })).not.toBe(net.key({ lr: 0.123_42 }));
  });

  it('tells names apart that run into their values', () => {
    expect(space({ ab: ['c'] }).key({ ab: 'c' })).not.toBe(space({ a: ['bc'] }).key({ a: 'bc' }));
  });
});
