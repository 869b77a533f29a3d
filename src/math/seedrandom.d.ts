declare module 'seedrandom/lib/alea.js' {
  /** Baagøe's Alea: a generator of its own for each seed, nothing global. */
  export default function alea(seed: string): {
    /** Uniform in [0, 1) with 53 random bits; a bare call of the generator has 32. */
    readonly double: () => number;
  };
}
