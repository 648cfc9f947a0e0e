import { describe, expect, it } from '@jest/globals';
import { handlingWork } from './handling-work.js';
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

  it('is that of one partition that stands beside others that move, until it moves', () => {
    const stood = new StoodSince();
    const look = (second: number, moving: number, standing: { passed: number; behind: number }) => [
      handlingWork(
        'screening',
        [
          { topic: 'journal.v1', partition: 0, passed: moving, behind: 9 },
          { topic: 'journal.v1', partition: 1, ...standing },
        ],
        stood,
        second * 1_000,
      ),
    ];
    look(0, 10, { passed: 7, behind: 0 });
    expect(lateWork(look(10, 20, { passed: 7, behind: 3 }))).toEqual([]);
    expect(lateWork(look(300, 30, { passed: 7, behind: 3 }))).toEqual([]);
    expect(lateWork(look(311, 40, { passed: 7, behind: 3 }))).toMatchObject([{ waiting: 12, ageSeconds: 301 }]);
    expect(workInTime(look(312, 50, { passed: 8, behind: 2 }))).toHaveLength(1);
  });
});
