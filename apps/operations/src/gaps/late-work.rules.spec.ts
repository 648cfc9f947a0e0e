import { describe, expect, it } from '@jest/globals';
import { lateWork, workInTime } from './late-work.rules.js';
import { StoodSince } from './stood-since.js';

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

  it('is not taken back by an instance that has looked for a shorter time than the one that found it', () => {
    const silent = (stood: StoodSince, waiting: number, second: number) => [
      { service: 'screening', kind: 'answer', waiting, ...stood.at('screening', waiting, second * 1_000) },
    ];
    const [old, young] = [new StoodSince(), new StoodSince()];
    silent(old, 0, 0);
    silent(old, 1, 10);
    expect(lateWork(silent(old, 1, 140))).toHaveLength(1);
    expect(workInTime(silent(young, 1, 140))).toEqual([]);
    expect(lateWork(silent(young, 1, 262))).toHaveLength(1);
    expect(workInTime(silent(young, 0, 270))).toHaveLength(1);
    expect(workInTime(silent(young, 1, 280))).toHaveLength(1);
  });
});
