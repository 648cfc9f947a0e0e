import { describe, expect, it } from '@jest/globals';
import { SharedFlush } from './shared-flush.js';

const done = <T>(values: readonly T[]): PromiseSettledResult<T>[] =>
  values.map((value) => ({ status: 'fulfilled', value }));

/** A flush that ends when the test says so. */
function heldFlush(limits: Partial<ConstructorParameters<typeof SharedFlush>[0]> = {}) {
  const flushes: { items: readonly number[]; end: () => void }[] = [];
  const shared = new SharedFlush<number, number>({ batch: 100, together: 2, waiting: 5, ...limits }, (items) => {
    return new Promise((resolve) => flushes.push({ items, end: () => resolve(done(items)) }));
  });
  return { shared, flushes, turn: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve))) };
}

describe('those who wait together', () => {
  it('share one flush, and a lone one does not wait for company', async () => {
    const { shared, flushes, turn } = heldFlush();
    const alone = shared.add(1);
    await turn();
    expect(flushes.map(({ items }) => items)).toEqual([[1]]);
    const together = [shared.add(2), shared.add(3)];
    await turn();
    expect(flushes[1]?.items).toEqual([2, 3]);
    flushes.forEach(({ end }) => end());
    expect(await Promise.all([alone, ...together])).toEqual([1, 2, 3]);
  });

  it('gather while two flushes are under way, and go as soon as one of them ends', async () => {
    const { shared, flushes, turn } = heldFlush();
    const all = [shared.add(1)];
    await turn();
    all.push(shared.add(2));
    await turn();
    all.push(shared.add(3), shared.add(4));
    await turn();
    expect(flushes).toHaveLength(2);
    flushes[0]?.end();
    await turn();
    expect(flushes[2]?.items).toEqual([3, 4]);
    flushes.forEach(({ end }) => end());
    await Promise.all(all);
  });

  it('are split at the greatest batch and refused past the greatest number', async () => {
    const { shared, flushes, turn } = heldFlush({ batch: 2, together: 1, waiting: 3 });
    const all = [shared.add(1), shared.add(2), shared.add(3)];
    expect(shared.accepts).toBe(false);
    await turn();
    expect(flushes.map(({ items }) => items)).toEqual([[1, 2]]);
    expect(shared.accepts).toBe(true);
    flushes[0]?.end();
    await turn();
    flushes[1]?.end();
    expect(await Promise.all(all)).toEqual([1, 2, 3]);
  });

  it('leave room for each other: what weighs much goes alone', async () => {
    const flushed: (readonly number[])[] = [];
    const limits = { batch: 10, together: 1, waiting: 99 };
    const weigh = (weight: number): number => weight;
    const shared = new SharedFlush<number, number>(
      limits,
      (items) => {
        flushed.push(items);
        return Promise.resolve(done(items));
      },
      weigh,
    );
    await Promise.all([4, 6, 1, 50, 3].map((weight) => shared.add(weight)));
    expect(flushed).toEqual([[4, 6], [1], [50], [3]]);
  });

  it('each get their own error, and all the same one when the flush itself fails', async () => {
    const own = new SharedFlush<number, number>({ batch: 9, together: 1, waiting: 9 }, async (items) =>
      items.map((value) => (value === 2 ? { status: 'rejected', reason: 'two' } : { status: 'fulfilled', value })),
    );
    expect(await Promise.allSettled([own.add(1), own.add(2)])).toMatchObject([{ value: 1 }, { reason: 'two' }]);
    const failing = new SharedFlush<number, number>({ batch: 9, together: 1, waiting: 9 }, () =>
      Promise.reject(new Error('all')),
    );
    const results = await Promise.allSettled([failing.add(1), failing.add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('do not wait for a flush that hangs, and are counted rightly afterwards', async () => {
    const begun = Promise.withResolvers<void>();
    const hung = Promise.withResolvers<void>();
    const shared = new SharedFlush<number, number>({ batch: 9, together: 1, patienceMs: 10 }, async (items) => {
      begun.resolve();
      if (items.includes(1)) await hung.promise;
      return done(items);
    });
    const first = shared.add(1);
    await begun.promise;
    expect(await shared.add(2)).toBe(2);
    hung.resolve();
    expect(await first).toBe(1);
    expect(await shared.add(3)).toBe(3);
  });
});
