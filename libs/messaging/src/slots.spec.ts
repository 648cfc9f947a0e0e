import { describe, expect, it } from '@jest/globals';
import { eventually } from '#testing/eventually.js';
import { Slots } from './slots.js';

describe('Slots', () => {
  it('let as many work as there are, and the next one when one has ended, well or not', async () => {
    const slots = new Slots(2, 60_000);
    const works = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const begun: number[] = [];
    const runs = works.map(({ promise }, nth) =>
      slots.run(async () => {
        begun.push(nth);
        await promise;
      }),
    );
    await eventually(() => expect(begun).toEqual([0, 1]));
    works[1]!.reject(new Error('no'));
    await expect(runs[1]).rejects.toThrow('no');
    await eventually(() => expect(begun).toEqual([0, 1, 2]));
    for (const { resolve } of works) resolve();
    await Promise.all([runs[0], runs[2], runs[3]]);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('do not count one that hangs, and count rightly afterwards', async () => {
    const slots = new Slots(1, 10);
    const hung = Promise.withResolvers<void>();
    const first = slots.run(() => hung.promise);
    expect(await slots.run(async () => 'went on')).toBe('went on');
    hung.resolve();
    await first;
    expect(await slots.run(async () => 'still goes')).toBe('still goes');
  });
});
