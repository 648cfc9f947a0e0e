import { describe, expect, it } from '@jest/globals';
import { chainTable } from './chain-table.js';

describe('The chain in the terminal', () => {
  it('tells the steps of two letters apart', () => {
    const step = (elapsedMs: number, name: string, letterId: string | null, channel: string | null) => ({
      elapsedMs,
      name,
      service: 'notifications',
      letterId,
      channel,
    });
    const told = chainTable([
      step(0, 'journal.entry.received', null, null),
      step(5, 'letter.requested', 'b', null),
      step(6, 'letter.requested', 'a', null),
      step(9, 'letter.submitted', 'a', 'digital_post'),
    ]);
    expect(told.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['since intake', 'step', 'service', 'letter'],
      ['------------', '----------------------', '-------------', '----------------------'],
      ['0 ms', 'journal.entry.received', 'notifications'],
      ['5 ms', 'letter.requested', 'notifications', 'letter 1'],
      ['6 ms', 'letter.requested', 'notifications', 'letter 2'],
      ['9 ms', 'letter.submitted', 'notifications', 'letter 2, digital_post'],
    ]);
  });
});
