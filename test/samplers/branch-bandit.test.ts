import fc from 'fast-check';
import { choice, float, int, list, type Space, space, variant, when } from 'rxtune';
import { describe, expect, it } from 'vitest';
import { BranchBandit } from '../../src/samplers/branch-bandit.ts';

const models = space({
  model: variant('kind', {
    svm: { c: float(0, 1) },
    forest: { depth: int(1, 9) },
    mlp: { rate: float(0, 1) },
  }),
  other: choice(['a', 'b']),
});
const kinds = ['svm', 'forest', 'mlp'];

/** The coordinates of a candidate in the branch with this cell. */
function inBranch(cell: number): Float64Array {
  const point = new Float64Array(models.parameters.length).fill(NaN);
  point[0] = (cell + 0.5) / kinds.length;
  return point;
}

const chosen = (bandit: BranchBandit): number => bandit.decide().get(0) ?? -1;

/** How often each branch is chosen in a run; `loss` is that of the i-th trial of a branch. */
function counts(n: number, loss: (cell: number, i: number) => number): number[] {
  const bandit = new BranchBandit(models);
  const trials = kinds.map(() => 0);
  for (let k = 0; k < n; k++) {
    const cell = chosen(bandit);
    bandit.tell(inBranch(cell), loss(cell, trials[cell]!++));
  }
  return trials;
}

describe('the bandit over branches', () => {
  it('decides the choices on which others depend, and no others', () => {
    const names = (given: Space<unknown>) => new BranchBandit(given).gates.map(({ name }) => name);
    expect(names(models)).toEqual(['model.kind']);
    expect(names(space({ x: float(0, 1), c: choice(['a', 'b']) }))).toEqual([]);
    expect(names(space({ units: list(int(1, 8), 1, 3) }))).toEqual([]);
    expect(names(space({ only: choice(['a']), x: when({ only: 'a' }, float(0, 1)) }))).toEqual([]);
  });

  it('decides a gate inside a branch only in that branch', () => {
    const nested = space({
      kind: variant('is', { plain: {}, deep: { inner: variant('is', { p: { x: float(0, 1) }, q: {} }) } }),
    });
    const bandit = new BranchBandit(nested);
    expect(bandit.gates).toHaveLength(2);
    const seen = new Set<number>();
    for (let k = 0; k < 30; k++) {
      const cells = bandit.decide();
      seen.add(cells.size);
      const [outer = NaN, inner = NaN] = bandit.gates.map(({ index }) => cells.get(index));
      expect(cells.size).toBe(outer === 0 ? 1 : 2);
      bandit.tell(Float64Array.of((outer + 0.5) / 2, (inner + 0.5) / 2, NaN), k);
    }
    expect(seen).toEqual(new Set([1, 2]));
  });

  it('leaves a gate that depends on a number to the model', () => {
    const given = space({
      n: int(0, 3),
      c: when({ n: 1 }, choice(['a', 'b'])),
      x: when({ c: 'a' }, float(0, 1)),
    });
    expect(new BranchBandit(given).gates).toEqual([]);
  });

  it('tries every branch a few times first, counting what is pending', () => {
    const bandit = new BranchBandit(models);
    const first = kinds.map(() => 0);
    for (let k = 0; k < 15; k++) {
      const cell = chosen(bandit);
      first[cell]!++;
      bandit.ask(inBranch(cell));
    }
    expect(first).toEqual([5, 5, 5]);
  });

  it('leaves the branch that was best at first when nothing is left in it', () => {
    // Forest is at its floor at once; svm begins higher, spreads widely, and ends lower.
    const svmLoss = (i: number): number => 0.2 / (1 + i / 10) + ((i * 3) % 7) / 10;
    const [svm = 0, forest = 0] = counts(
      100,
      (cell, i) => [svmLoss(i), 0.15 + 1e-6 * (i % 5), 5 + (i % 2)][cell]!,
    );
    expect(svm).toBeGreaterThan(60);
    expect(forest).toBeLessThan(20);
  });

  it('gives every branch a least share, also one that always fails', () => {
    const trials = counts(300, (cell, i) => [i % 7, 1e6 + (i % 3), Infinity][cell]!);
    for (const n of trials) expect(n).toBeGreaterThanOrEqual(300 * 0.2 * (1 / 3) - 1);
    expect(trials[0]).toBeGreaterThan(200);
  });

  it('spreads a batch over branches that are about as good', () => {
    const bandit = new BranchBandit(models);
    for (let i = 0; i < 30; i++) bandit.tell(inBranch(i % 3), (i % 3) * 0.01 + i);
    const batch = Array.from({ length: 9 }, () => {
      const cell = chosen(bandit);
      bandit.ask(inBranch(cell));
      return cell;
    });
    expect(new Set(batch).size).toBe(3);
    for (const cell of batch) bandit.forget(inBranch(cell));
    expect(chosen(bandit)).toBe(batch[0]);
  });

  it('counts a pruned trial where there is no complete one', () => {
    const bandit = new BranchBandit(models);
    for (let i = 0; i < 5; i++) {
      bandit.tell(inBranch(0), 3, true);
      bandit.tell(inBranch(1), 2, true);
      bandit.tell(inBranch(2), 4, true);
    }
    expect(chosen(bandit)).toBe(1);
  });

  it('decides the same whatever the shift and the scale of the losses', () => {
    const losses = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(
        losses,
        fc.integer({ min: -100, max: 100 }),
        fc.constantFrom(0.25, 4, 1024),
        (all, shift, scale) => {
          const decisions = (of: (loss: number) => number): number[] => {
            const bandit = new BranchBandit(models);
            return all.map((loss) => {
              const cell = chosen(bandit);
              bandit.tell(inBranch(cell), of(loss));
              return cell;
            });
          };
          expect(decisions((loss) => scale * (loss + shift))).toEqual(decisions((loss) => loss));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('always decides on one of the branches, whatever the losses', () => {
    const loss = fc.oneof(fc.double(), fc.constantFrom(Infinity, -Infinity, NaN, -0, 1e308, -1e308));
    fc.assert(
      fc.property(fc.array(fc.tuple(loss, fc.boolean()), { maxLength: 60 }), (all) => {
        const bandit = new BranchBandit(models);
        for (const [value, pruned] of all) {
          const cell = chosen(bandit);
          expect(kinds[cell]).toBeDefined();
          bandit.tell(inBranch(cell), value, pruned);
        }
      }),
    );
  });

  it('is told of branches in any order', () => {
    const results = Array.from({ length: 40 }, (_, i) => [i % 3, ((i * 7919) % 101) / 10] as const);
    const after = (order: readonly (readonly [number, number])[]): number => {
      const bandit = new BranchBandit(models);
      for (const [cell, value] of order) bandit.tell(inBranch(cell), value);
      return chosen(bandit);
    };
    expect(after(results.toReversed())).toBe(after(results));
  });

  it('takes the next best of what is open', () => {
    const bandit = new BranchBandit(models);
    for (let i = 0; i < 30; i++) bandit.tell(inBranch(i % 3), (i % 3) + 1e-3 * i);
    const best = (closed: readonly number[]) =>
      bandit.decide((cells) => !closed.includes(cells.get(0) ?? -1));
    expect(best([])?.get(0)).toBe(0);
    expect(best([0])?.get(0)).toBe(1);
    expect(best([0, 1])?.get(0)).toBe(2);
    expect(best([0, 1, 2])).toBeUndefined();
  });

  it('goes back to an earlier gate where everything behind it is closed', () => {
    const two = space({
      a: variant('is', { p: { x: float(0, 1) }, q: {} }),
      b: variant('is', { r: { y: float(0, 1) }, s: {} }),
    });
    const bandit = new BranchBandit(two);
    const [first = NaN, second = NaN] = bandit.gates.map(({ index }) => index);
    const open = bandit.decide((cells) => cells.get(first) === 1 && cells.get(second) === 1);
    expect([...(open ?? [])]).toEqual([
      [first, 1],
      [second, 1],
    ]);
  });
});
