import { expect, test } from 'vitest';
import { RungSchedule } from '../../src/pruners/rung-schedule.ts';

/** The numbers of reports at which the first rungs are reached. */
function counts(schedule: RungSchedule, rungs: number, step = (reports: number) => reports): number[] {
  return Array.from({ length: rungs }, (_, j) => {
    let reports = 1;
    while (!schedule.reached(j, reports, step(reports))) reports++;
    return reports;
  });
}

test('rungs at 2, 3, 5, 8, 13, 21, 34 reports', () => {
  expect(counts(new RungSchedule(51, [], 1.6), 7)).toEqual([2, 3, 5, 8, 13, 21, 34]);
});

test('no rung twice, however close they are', () => {
  expect(counts(new RungSchedule(10, [], 1.1), 5)).toEqual([2, 3, 4, 5, 6]);
});

test('the first at 4 % of a long run, or where it is told', () => {
  expect(counts(new RungSchedule(200, [], 1.6), 2)).toEqual([8, 13]);
  expect(counts(new RungSchedule(200, [], 1.6, 3), 2)).toEqual([3, 5]);
});

test('where a whole run is known, its steps count; beyond its end, reports', () => {
  const schedule = new RungSchedule(5, [10, 20, 30, 40, 50], 1.6);
  expect(schedule.reached(0, 1, 20)).toBe(true);
  expect(schedule.reached(0, 9, 19)).toBe(false);
  expect(schedule.reached(2, 1, 50)).toBe(true);
  expect(schedule.reached(3, 7, 1000)).toBe(false);
  expect(schedule.reached(3, 8, 0)).toBe(true);
});
