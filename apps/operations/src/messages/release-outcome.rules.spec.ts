import { describe, expect, it } from '@jest/globals';
import { releaseOutcome } from './release-outcome.rules.js';

describe('a parked child that was to be tried again', () => {
  const before = { triedAt: '2026-05-06T08:00:00.000Z', eventId: 'a' };
  const after = '2026-05-06T08:05:00.000Z';

  it.each([
    ['was not released by who looks', before, null, 'not_released'],
    ['has had no try since', before, before, 'under_way'],
    ['has come to the next event, which has had none', { ...before, eventId: 'b' }, before, 'under_way'],
    ['failed again', { ...before, triedAt: after }, before, 'failed_again'],
    ['came to the next event, which failed', { triedAt: after, eventId: 'b' }, before, 'next_failed'],
  ] as const)('%s', (_, child, release, outcome) => {
    expect(releaseOutcome(child, release)).toBe(outcome);
  });
});
