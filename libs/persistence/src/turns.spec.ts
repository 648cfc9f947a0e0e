import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('let so many go at the same time, the others in their order, also after one that failed', async () => {
    const turns = new Turns(2);
    const began: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map((nth) =>
      turns.run(async () => {
        began.push(nth);
        await new Promise<void>((resolve, reject) => (ends[nth] = nth === 0 ? () => reject(new Error('no')) : resolve));
      }),
    );
    const settled = Promise.allSettled(works);
    expect(began).toEqual([0, 1]);
    ends[0]!();
    await expect(works[0]).rejects.toThrow('no');
    expect(began).toEqual([0, 1, 2]);
    ends[1]!();
    await works[1];
    expect(began).toEqual([0, 1, 2, 3]);
    ends[2]!();
    ends[3]!();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    let late = false;
    await turns.run(async () => void (late = true));
    expect(late).toBe(true);
  });
});
