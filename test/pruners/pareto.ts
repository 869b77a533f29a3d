/** Whether a is nowhere worse than b and somewhere better, where lower is better. */
export const dominates = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((x, i) => x <= b[i]!) && a.some((x, i) => x < b[i]!);

/** NSGA-II's crowding distances, plainly. */
export function crowdingDistances(points: readonly (readonly number[])[]): number[] {
  const distances = points.map(() => 0);
  points[0]?.forEach((_, objective) => {
    const at = (i: number): number => points[i]![objective]!;
    const order = points.map((__, i) => i).sort((i, j) => at(i) - at(j));
    const range = at(order.at(-1)!) - at(order[0]!);
    order.forEach((i, place) => {
      const inside = place > 0 && place < order.length - 1;
      const room = inside ? (at(order[place + 1]!) - at(order[place - 1]!)) / range : Infinity;
      if (range > 0) distances[i]! += room;
    });
  });
  return distances;
}
