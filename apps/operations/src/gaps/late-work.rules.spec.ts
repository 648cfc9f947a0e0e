import { describe, expect, it } from '@jest/globals';
import { lateWork } from './late-work.rules.js';

describe('late work', () => {
  it.each([
    ['screening', 'publish-events', 1, 121, true],
    ['screening', 'publish-events', 1, 120, false],
    ['consent', 'publish-events', 0, 999, false],
    ['operations', 'handle-events', 5, 301, true],
    ['screening', 'raise-overdue', 1, 901, true],
    ['screening', 'raise-overdue', 1, 899, false],
    ['consent', 'raise-overdue', 1, 901, false],
    ['consent', 'read-custody', 3, 901, true],
    ['notifications', 'send-letters', 3, 1801, true],
    ['parent-portal', 'answer', 1, 121, true],
    ['screening', 'a kind without a rule', 9, 99_999, false],
  ])('%s: %s, %i waiting for %i s: late is %s', (service, kind, waiting, ageSeconds, late) => {
    expect(lateWork([{ service, kind, waiting, ageSeconds }])).toHaveLength(late ? 1 : 0);
  });
});
