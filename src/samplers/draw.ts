import { TuningError } from '../errors.ts';
import type { Space } from '../space/space.ts';

/** So many refused candidates in a row mean that the constraints leave next to nothing. */
const PATIENCE = 100_000;

/**
 * The first candidate, at the points that `next` gives, which keeps the constraints of a space.
 *
 * @throws TuningError `ExhaustedSpace` after 100,000 refused candidates in a row.
 */
export function drawAllowed<P>(space: Space<P>, next: () => ArrayLike<number>): P {
  let reason: string | undefined;
  for (let tries = 0; tries < PATIENCE; tries++) {
    const params = space.decode(next());
    reason = space.violation(params);
    if (reason === undefined) return params;
  }
  throw tooConstrained(`${PATIENCE} candidates in a row`, reason);
}

/** The error of a space whose constraints leave next to nothing. */
export function tooConstrained(what: string, reason: string | undefined): TuningError {
  return new TuningError(
    'ExhaustedSpace',
    `the constraints refuse ${what} (${reason ?? 'no reason given'}): loosen .where, or build the space so that fewer combinations break it`,
  );
}
