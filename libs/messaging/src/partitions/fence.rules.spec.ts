import { describe, expect, it } from '@jest/globals';
import { fenceIsPassed, fenceStands, readFence, writtenFence } from './fence.rules.js';

const passed = (...offsets: number[]) =>
  offsets.map((offset, partition) => ({ partition, passed: offset, behind: 100 - offset }));

describe('a fence', () => {
  it('is read as it was written, and nothing else is one', () => {
    expect(readFence(writtenFence([120, 0, 7]))).toEqual([120, 0, 7]);
    for (const other of [undefined, '', '1,', 'a', '1;2', '-1', '1,2 ']) expect(readFence(other)).toBeNull();
  });

  it.each([
    ['all before it is handled', [10, 5], passed(10, 7), true],
    ['one partition is behind', [10, 5], passed(10, 4), false],
    ['nothing was ever handled', [10], passed(0), false],
    ['a partition was empty', [10, 0], passed(10, 0), true],
    ['partitions were added', [10], passed(10, 0, 0), true],
    ['a partition is told in another order', [10, 5], passed(10, 7).toReversed(), true],
    ['the broker has lost what lay before', [500], [{ partition: 0, passed: 3, behind: 20 }], true],
  ])('lets pass or holds when %s', (_, ends, progress, passes) => {
    expect(fenceIsPassed(ends, progress)).toBe(passes);
  });

  it('of a topic that was made anew since does not stand', () => {
    expect(fenceStands([10, 5], 0, 10)).toBe(true);
    expect(fenceStands([10, 5], 0, 9)).toBe(false);
    expect(fenceStands([10, 5], 2, 0)).toBe(true);
  });
});
