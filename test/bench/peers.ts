import { readFileSync } from 'node:fs';

interface RegretFigures {
  readonly sequential: PeerFigures;
  readonly batch8: PeerFigures;
  readonly real: {
    readonly checkpoints: readonly number[];
    readonly problems: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  };
}

type PeerFigures = Readonly<Record<string, Peer>>;

/** What a tuner of another library reached on the suite. */
export interface Peer {
  readonly seeds: number;
  /** By function and number of evaluations: the median regret and the ends of its 95 % bootstrap interval. */
  readonly functions: Readonly<
    Record<
      string,
      Readonly<Record<string, readonly [median: number, low: number, high: number] | undefined>> | undefined
    >
  >;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

const figures = read('peers-regret.json') as RegretFigures;

/** The recorded tuners of other libraries, sequential or in batches of 8. */
export function peers(batch: number): PeerFigures {
  return batch === 1 ? figures.sequential : batch === 8 ? figures.batch8 : {};
}

/** Mean best scores of other tuners on a real problem, in the order of `realCheckpoints`. */
export function realPeers(problem: string): Readonly<Record<string, readonly number[]>> {
  return figures.real.problems[problem] ?? {};
}

/** The numbers of trials for which other tuners' scores on real problems are known. */
export const realCheckpoints: readonly number[] = figures.real.checkpoints;

/** CPU of other tuners, by tuner, space and number of trials: total seconds, and microseconds of one more trial. */
export const overheadPeers = read('peers-overhead.json') as Readonly<
  Record<
    string,
    | string
    | Readonly<
        Record<
          string,
          Readonly<Record<string, readonly [seconds: number, microseconds: number] | undefined>> | undefined
        >
      >
  >
>;
