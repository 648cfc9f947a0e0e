import { describe, expect, it } from '@jest/globals';
import { nextStep, type StoppedAs } from './next-step.rules.js';

const stopped = (as: Partial<StoppedAs>): string =>
  nextStep({ state: 'parked', errorClass: 'key_bound', code: 'SOMETHING', retryAt: null, ...as });

describe('what an operator is told to do', () => {
  it.each([
    ['a missing sender', { code: 'SENDER_UNKNOWN' }, 'SENDERS'],
    ['another missing thing', {}, 'the code says what'],
    [
      'a neighbour that is away',
      { errorClass: 'transient', retryAt: '2026-05-06T08:00:00Z' },
      'tried again by itself at 2026-05-06 10:00:00.',
    ],
    ['a fault of ours', { errorClass: 'bug', code: 'TYPE_ERROR' }, 'developers'],
    ['an event behind another', { state: 'waiting' }, 'earlier event of the same child'],
    ['an older service', { state: 'open', errorClass: 'poison', code: 'VERSION_UNKNOWN' }, 'Upgrade'],
    ['what nobody can read', { state: 'open', errorClass: 'poison', code: 'DATA_UNPARSABLE' }, 'discard'],
    ['a code that nobody foresaw', { state: 'open', errorClass: 'poison', code: 'NEW' }, 'Call the developers'],
    ['a replay under way', { state: 'queued' }, 'being replayed'],
    ['a replayed letter', { state: 'replayed' }, 'Nothing is left'],
    ['a discarded letter', { state: 'discarded' }, 'opened again'],
  ] as [string, Partial<StoppedAs>, string][])('fits %s', (_, as, words) => {
    expect(stopped(as)).toContain(words);
  });

  it('does not promise that something is tried again which waits for a person', () => {
    expect(stopped({})).not.toContain('by itself');
  });
});
