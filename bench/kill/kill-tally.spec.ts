import { describe, expect, it } from '@jest/globals';
import { KillTally } from './kill-tally.js';

describe('a tally of promises', () => {
  it('has nothing to tell when each was kept once', () => {
    const tally = new KillTally();
    tally.compare('answers', { granted: 2, withdrawn: 1 }, ['granted', 'withdrawn', 'granted']);
    tally.mustHaveEnded('letter', ['delivered', 'failed'], ['delivered', 'failed']);
    expect(tally).toMatchObject({ lost: [], doubled: [], stopped: [] });
  });

  it('tells what is missing, what is too much, and what nobody promised', () => {
    const tally = new KillTally();
    tally.compare('answers', { granted: 2, withdrawn: 1 }, ['granted', 'withdrawn', 'withdrawn', 'declined']);
    expect(tally.lost).toEqual(['answers, granted: 1 instead of 2']);
    expect(tally.doubled).toEqual(['answers, withdrawn: 2 instead of 1', 'answers, declined: 1 instead of 0']);
  });

  it('tells what has not come to its end', () => {
    const tally = new KillTally();
    tally.mustHaveEnded('letter', ['delivered', 'submitted'], ['delivered']);
    expect(tally.stopped).toEqual(['letter: submitted']);
  });
});
