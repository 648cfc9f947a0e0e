import { describe, expect, it } from '@jest/globals';
import { fenceIsPassed, fenceStands, readFence, writtenFence } from './fence.rules.js';

const reach = (passed: number, { start = 0, end = 100 } = {}) => ({ start, end, passed });

describe('a fence', () => {
  it('is read as it was written, and nothing else is one', () => {
    expect(readFence(writtenFence([120, 0, 7]))).toEqual([120, 0, 7]);
    for (const other of [undefined, '', '1,', 'a', '1;2', '-1', '1,2 ']) expect(readFence(other)).toBeNull();
  });

  it.each([
    ['all before it is handled', [10, 5], [reach(10), reach(7)], true],
    ['one partition is behind', [10, 5], [reach(10), reach(4)], false],
    ['nothing was ever handled', [10], [reach(0)], false],
    ['a partition was empty', [10, 0], [reach(10), reach(0)], true],
    ['partitions were added', [10], [reach(10), reach(0), reach(0)], true],
    ['what lay before is no longer kept', [10], [reach(0, { start: 10 })], true],
    ['a part of it is still kept', [10], [reach(0, { start: 9 })], false],
    ['the broker has lost what lay before', [500], [reach(3)], true],
  ])('lets pass or holds when %s', (_, ends, reached, passes) => {
    expect(fenceIsPassed(ends, reached)).toBe(passes);
  });

  it('of a topic that was made anew since does not stand', () => {
    expect(fenceStands([10, 5], 0, 10)).toBe(true);
    expect(fenceStands([10, 5], 0, 9)).toBe(false);
    expect(fenceStands([10, 5], 2, 0)).toBe(true);
  });
});
