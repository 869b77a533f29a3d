import { map, type Observable, type Subscriber, throwIfEmpty } from 'rxjs';
import { TuningError } from '../errors.ts';
import { integerAtLeast } from './integer.ts';
import { Slots } from './slots.ts';

/** How many trials may run at the same time: a number, slots that are shared, or an Observable whose last number holds. */
export type Concurrency = number | Slots | Observable<number>;

/** The slots of one study, for as long as its output lasts. */
export function slotsOf(name: string, concurrency: Concurrency, output: Subscriber<unknown>): Slots {
  if (concurrency instanceof Slots) return concurrency;
  if (typeof concurrency === 'number') return new Slots(concurrency);
  const own = new Slots(0);
  output.add(
    concurrency
      .pipe(
        map((size) => integerAtLeast(0, name, size)),
        throwIfEmpty(
          () =>
            new TuningError('InvalidConfig', `${name} completed without a number; it must emit at least one`),
        ),
      )
      .subscribe({
        next: (size) => {
          own.resize(size);
        },
        error: (error: unknown) => {
          output.error(error);
        },
      }),
  );
  return own;
}
