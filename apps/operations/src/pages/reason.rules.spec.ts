import { describe, expect, it } from '@jest/globals';
import { reasonFault } from './reason.rules.js';

describe('the reason for an act', () => {
  it.each([
    ['nothing', ' \n ', 'Write why'],
    ['too much', 'a'.repeat(501), 'at most 500'],
    ['a civil registration number', 'child 640326-4012 again', 'registration number'],
    ['one without its hyphen', '6403264012', 'registration number'],
  ])('is not %s', (_, reason, words) => {
    expect(reasonFault(reason)).toContain(words);
  });

  it('may name a trace, a receipt or a ticket', () => {
    for (const reason of [
      'a'.repeat(500),
      'ticket 12345',
      '4bf92f3577b34da6a3ce929d0e0e4736',
      '0190a5d0-1234-7abc-8def-123456789012',
    ])
      expect(reasonFault(reason)).toBeNull();
  });
});
