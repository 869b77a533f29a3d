import { existsSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OptunaLock } from '../../src/node/optuna-lock.ts';
import { tempFolder } from './temp-folder.ts';

let folder: string;
let path: string;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  folder = tempFolder();
  path = join(folder, 'x.log');
});
afterEach(() => {
  vi.useRealTimers();
});

test('excludes others until it is released', () => {
  const [mine, theirs] = [new OptunaLock(path), new OptunaLock(path)];
  expect(mine.tryAcquire()).toBe(true);
  expect(existsSync(`${path}.lock`)).toBe(true);
  expect(theirs.tryAcquire()).toBe(false);
  mine.release();
  expect(theirs.tryAcquire()).toBe(true);
  theirs.release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each<[string, () => void]>([
  [
    'a file',
    () => {
      writeFileSync(`${path}.lock`, '');
    },
  ],
  [
    'a link to nothing',
    () => {
      symlinkSync('nowhere', `${path}.lock`);
    },
  ],
])('%s that stands for more than 30 s is broken', (_, make) => {
  make();
  const lock = new OptunaLock(path);
  expect(lock.tryAcquire()).toBe(false);
  vi.advanceTimersByTime(30_000);
  expect(lock.tryAcquire()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(lock.tryAcquire()).toBe(false);
  expect(lock.tryAcquire()).toBe(true);
  expect(readdirSync(folder)).toEqual(['x.log.lock']);
});

test('a lock that was made anew meanwhile is not', () => {
  writeFileSync(`${path}.lock`, '');
  const lock = new OptunaLock(path);
  lock.tryAcquire();
  vi.advanceTimersByTime(29_000);
  utimesSync(`${path}.lock`, 1, 1);
  lock.tryAcquire();
  vi.advanceTimersByTime(29_000);
  lock.tryAcquire();
  expect(existsSync(`${path}.lock`)).toBe(true);
});

test('a lock that was broken by others is released all the same', () => {
  const lock = new OptunaLock(path);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('where no lock can be made is said', () => {
  expect(() => new OptunaLock(join(folder, 'no/x.log')).tryAcquire()).toThrow(/cannot lock .*x\.log\.lock/);
});
