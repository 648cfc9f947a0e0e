import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { someChild } from '../journal-entries.fixture.js';
import { emptyRecord, type ChildRecord } from '../record/child-record.js';
import type { FactData } from '../record/child-fact.js';
import { decideLetter, type LetterFactType } from './decide-letter.js';

const letterId = '7d3f2a10-1111-4222-8333-944455566601';
const guardianId = 'c1d2e3f4-0a1b-4c2d-8e3f-aabbccdd0001';
const at = '2026-05-06T12:00:00.000Z';

type Step = { [Type in LetterFactType]: [Type, FactData[Type]] }[LetterFactType];

const requested: Step = ['letter.requested', { letterId, guardianId, kind: 'first_share' }];
const submitted: Step = [
  'letter.submitted',
  { letterId, channel: 'digital_post', tries: 1, failedTries: [], messageUuid: letterId },
];
const unknown: Step = ['letter.unknown', { letterId, tries: 1 }];
const delivered: Step = ['letter.delivered', { letterId, channel: 'digital_post', deliveredAt: at, late: true }];
const failed: Step = ['letter.failed', { letterId, code: 'RECIPIENT_UNKNOWN', tries: 1 }];

const after = (...steps: Step[]): ChildRecord =>
  steps.reduce(
    (record, [type, data]) =>
      decideLetter(record, type, data, { occurredAt: at, recordedAt: at, traceparent: null, eventId: null }).record,
    emptyRecord(someChild, 'K1'),
  );

describe('a letter about a child', () => {
  it('that failed gives one task to reach the parent another way, however often it is told (S6)', () => {
    const { tasks } = after(requested, failed, failed);
    expect(tasks).toMatchObject([{ kind: 'reach_parent_another_way', role: null, state: 'open', letterId }]);
  });

  it('that arrives after all takes the task back', () => {
    const { tasks, letters } = after(requested, failed, delivered);
    expect(tasks).toMatchObject([{ state: 'closed', closing: { reason: 'withdrawn' } }]);
    expect(letters).toMatchObject([{ state: 'delivered', late: true, code: null }]);
  });

  it('comes to the same state in whatever order its steps are heard of', () => {
    const steps = [requested, submitted, delivered];
    fc.assert(
      fc.property(fc.shuffledSubarray(steps, { minLength: 3 }), (shuffled) => {
        expect(after(...shuffled).letters).toEqual(after(...steps).letters);
      }),
    );
  });

  it('of unknown state is submitted once the channel has said so', () => {
    expect(after(requested, unknown).letters).toMatchObject([{ state: 'unknown' }]);
    expect(after(requested, unknown, submitted).letters).toMatchObject([{ state: 'submitted' }]);
  });
});
