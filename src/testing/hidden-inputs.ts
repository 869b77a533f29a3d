/**
 * Runs something, and answers which clocks and shared generators it read: a pure function reads none.
 *
 * `Date`, `performance.now`, `Math.random` and `crypto` are replaced while it runs, so it must be synchronous.
 */
export function hiddenInputs(run: () => void): readonly string[] {
  const read = new Set<string>();
  const restore: (() => void)[] = [];
  const replace = (owner: object, key: string, name: string): void => {
    const original: unknown = Reflect.get(owner, key);
    if (typeof original !== 'function') return;
    const descriptor = Object.getOwnPropertyDescriptor(owner, key);
    restore.push(() => {
      if (descriptor === undefined) Reflect.deleteProperty(owner, key);
      else Object.defineProperty(owner, key, descriptor);
    });
    // Methods such as performance.now insist on their owner.
    const spy = (...given: unknown[]): unknown => {
      read.add(name);
      return Reflect.apply(original, owner, given);
    };
    Object.defineProperty(owner, key, { configurable: true, writable: true, value: spy });
  };
  replace(Math, 'random', 'Math.random');
  replace(performance, 'now', 'performance.now');
  replace(crypto, 'getRandomValues', 'crypto.getRandomValues');
  replace(crypto, 'randomUUID', 'crypto.randomUUID');
  replace(Date, 'now', 'Date.now');
  const { Date: RealDate } = globalThis;
  restore.push(() => {
    globalThis.Date = RealDate;
  });
  globalThis.Date = new Proxy(RealDate, {
    apply: (target, self, given) => {
      read.add('Date()');
      return String(Reflect.apply(target, self, given));
    },
    construct: (target, given: unknown[], made): object => {
      if (given.length === 0) read.add('new Date()');
      return Reflect.construct(target, given, made) as object;
    },
  });
  try {
    run();
  } finally {
    for (const undo of restore.reverse()) undo();
  }
  return [...read];
}
