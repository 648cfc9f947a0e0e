import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { log } from '#observability/log.js';
import { OffsetCommitter } from './offset-committer.js';

describe('Offsets that the broker did not take', () => {
  let told: string[];
  let refuse: () => void;
  const committer = () =>
    new OffsetCommitter(async (offsets) => {
      told.push(offsets.map(({ partition, offset }) => `${partition}:${offset}`).join());
      refuse();
    });
  const refuseOnce = (meanwhile: () => void = () => undefined) => {
    refuse = () => {
      refuse = () => undefined;
      meanwhile();
      throw new Error('away');
    };
  };
  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(log, 'warn').mockReturnValue(undefined);
    told = [];
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('are told again by themselves, though no further message comes', async () => {
    refuseOnce();
    const offsets = committer();
    offsets.done('t', 0, 5);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual(['0:5', '0:5']);
  });

  it('give way to what was done meanwhile', async () => {
    const offsets = committer();
    refuseOnce(() => offsets.done('t', 0, 9));
    offsets.done('t', 0, 5);
    offsets.done('t', 1, 7);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual(['0:5,1:7', '0:9,1:7']);
  });

  it('are not told after a new assignment, nor after the end', async () => {
    const reassigned = committer();
    refuseOnce(() => reassigned.forget());
    reassigned.done('t', 0, 5);
    await jest.advanceTimersByTimeAsync(10_000);
    const ended = committer();
    refuseOnce();
    ended.done('t', 0, 6);
    await ended.close();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual(['0:5', '0:6']);
  });
});
