/** With twice as many the older half is let go of, so that the cost of a report is bounded. */
const kept = 50;

interface Ranked {
  readonly trial: number;
  readonly losses: readonly number[];
  /** 0 if none dominates it, else 1 more than the highest front of those that do. */
  front: number;
  /** Its crowding distance, as of when it was last asked for. */
  room: number;
}

/**
 * The latest reports at one step, finite losses of several objectives: first all that no other one dominates, then the rest by front and, within a front, by crowding distance.
 *
 * The first front is not divided, as what is pruned there is lost: so it is in replays of recorded trainings, see the guide.
 *
 * Source: Deb et al., "NSGA-II", IEEE Trans. Evol. Comput. 6 (2002), section III.
 */
export class RankedReports {
  /** In the order of coming. */
  #reports: Ranked[] = [];
  /** For each objective, in its order. */
  #orders: Ranked[][] = [];

  /** Enters a report, in place of an earlier one of its trial; answers the first objective's loss of the one that by this objective alone has the same rank. */
  enter(trial: number, losses: readonly number[]): number {
    if (this.#reports.some((report) => report.trial === trial))
      this.#restart(this.#reports.filter((report) => report.trial !== trial));
    if (this.#reports.length === 2 * kept) this.#restart(this.#reports.slice(kept));
    const report = this.#insert(trial, losses);
    return this.#orders[0]?.[this.#better(report)]?.losses[0] ?? Number.NaN;
  }

  #restart(reports: readonly Ranked[]): void {
    this.#reports = [];
    this.#orders = [];
    for (const { trial, losses } of reports) this.#insert(trial, losses);
  }

  #insert(trial: number, losses: readonly number[]): Ranked {
    const report: Ranked = { trial, losses, front: 0, room: 0 };
    for (const other of this.#reports) {
      if (other.front >= report.front && dominates(other.losses, losses)) report.front = other.front + 1;
    }
    this.#reports.push(report);
    losses.forEach((loss, objective) => {
      const order = (this.#orders[objective] ??= []);
      let place = order.length;
      while (place > 0 && (order[place - 1]?.losses[objective] ?? 0) > loss) place--;
      order.splice(place, 0, report);
    });
    this.#pushBack(report);
    return report;
  }

  /** Moves what a report dominates to fronts behind it. */
  #pushBack(report: Ranked): void {
    const order = this.#orders[0] ?? [];
    // None of those before it by one objective can be dominated.
    for (let i = order.length - 1; i >= 0; i--) {
      const other = order[i] ?? report;
      if ((other.losses[0] ?? 0) < (report.losses[0] ?? 0)) return;
      if (other.front <= report.front && dominates(report.losses, other.losses)) {
        other.front = report.front + 1;
        this.#pushBack(other);
      }
    }
  }

  /** How many have a better rank. */
  #better(report: Ranked): number {
    if (report.front === 0) return 0;
    for (const other of this.#reports) other.room = 0;
    this.#orders.forEach((order, objective) => {
      addRoom(
        order.filter(({ front }) => front === report.front),
        objective,
      );
    });
    let better = 0;
    for (const { front, room } of this.#reports) {
      if (front < report.front || (front === report.front && room > report.room)) better++;
    }
    return better;
  }
}

/** Adds what an objective says of the room that each of a front has: the distance between its neighbours as a share of the whole range, and no bound at the ends. */
function addRoom(front: readonly Ranked[], objective: number): void {
  const at = (i: number): number => front[i]?.losses[objective] ?? Number.NaN;
  const end = front.length - 1;
  const range = at(end) - at(0);
  if (range === 0) return;
  front.forEach((report, i) => {
    report.room += i > 0 && i < end ? (at(i + 1) - at(i - 1)) / range : Infinity;
  });
}

/** Whether a is nowhere worse than b and somewhere better. */
function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    if (x > y) return false;
    if (x < y) better = true;
  }
  return better;
}
