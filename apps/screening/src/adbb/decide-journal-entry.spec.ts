import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { entryOf, entryTrace, someChild, type Reported } from '../journal-entries.fixture.js';
import type { ChildFact } from '../record/child-fact.js';
import { emptyRecord, type ChildRecord } from '../record/child-record.js';
import { evolve } from '../record/evolve.js';
import { isoInstant } from '../record/occasion.js';
import { publicationOf } from '../record/publication.rules.js';
import { defaultRules, type RuleSet } from '../rule-sets/rule-set.js';
import { decideJournalEntry } from './decide-journal-entry.js';
import { decideOverdue } from './decide-overdue.js';

const childId = someChild;
const trace = entryTrace;
const rules: RuleSet = { ...defaultRules, name: 'K1', version: 1 };

interface Story {
  record: ChildRecord;
  facts: ChildFact[];
}

const begin = (): Story => ({ record: emptyRecord(childId, 'K1'), facts: [] });

function after(story: Story, entry: JournalEntryReceivedV1, receivedAt = entry.reportedAt, ruleSet = rules): Story {
  const at = isoInstant(receivedAt);
  const occasion = { occurredAt: at, recordedAt: at, traceparent: trace, eventId: entry.receiptId };
  const draft = decideJournalEntry(story.record, entry, ruleSet, occasion);
  return { record: draft.record, facts: [...story.facts, ...draft.facts] };
}

function atMidnight(story: Story, at: string): Story {
  const occasion = { occurredAt: isoInstant(at), recordedAt: isoInstant(at), traceparent: null, eventId: null };
  const draft = decideOverdue(story.record, at, occasion);
  return { record: draft.record, facts: [...story.facts, ...draft.facts] };
}

const events = (story: Story): string[] =>
  story.facts.flatMap((fact) => {
    const publication = publicationOf(fact);
    return publication ? [publication.contract.name] : [];
  });

const openTasks = (story: Story): string[] =>
  story.record.tasks.filter(({ state }) => state === 'open').map(({ kind }) => kind);

const lowOn = (on: string, more: Partial<Reported> = {}): Reported => ({
  recordId: 'NVX-1001',
  on,
  items: [1, 0, 0, 0, 1, 0, 0, 0],
  ...more,
});
const highOn = (on: string, more: Partial<Reported> = {}): Reported => ({
  recordId: 'NVX-1002',
  on,
  items: [1, 2, 0, 0, 1, 1, 1, 1],
  ...more,
});

describe('a journal entry with one ADBB observation', () => {
  it('below the cut-off stands as below the cut-off and asks for nothing (S1)', () => {
    const story = after(begin(), entryOf(lowOn('2026-05-06')));

    expect(story.record.adbb.judgement).toMatchObject({ level: 'below_cutoff', late: false, window: null });
    expect(story.record.adbb.results).toMatchObject([{ total: 2, ruleSet: 'K1', ruleVersion: 1, state: 'standing' }]);
    expect(events(story)).toEqual(['screening.result.recorded', 'screening.level.changed']);
    expect(story.record.tasks).toEqual([]);
  });

  it.each([
    [4, 'below_cutoff'],
    [5, 'repeat_due'],
  ])('with total %i gives %s: five or more is at or above the cut-off (R2)', (total, level) => {
    const items = [total > 4 ? 4 : total, Math.max(0, total - 4), 0, 0, 0, 0, 0, 0];
    expect(after(begin(), entryOf(highOn('2026-05-18', { items }))).record.adbb.judgement?.level).toBe(level);
  });

  it('at or above the cut-off asks for a repeat from day 7 to day 14 and gives the health visitor one task (S2)', () => {
    const story = after(begin(), entryOf(highOn('2026-05-18')));

    expect(story.record.adbb.judgement).toMatchObject({
      level: 'repeat_due',
      window: { from: '2026-05-25', to: '2026-06-01' },
      overdueAt: '2026-06-01T22:00:00.000Z',
    });
    expect(events(story)).toEqual([
      'screening.result.recorded',
      'screening.level.changed',
      'screening.repeat.requested',
    ]);
    expect(story.record.tasks).toMatchObject([{ kind: 'repeat_observation', role: 'health_visitor', state: 'open' }]);
  });
});

describe('the repeated observation (R4)', () => {
  const first = after(begin(), entryOf(highOn('2026-05-18')));
  const second = (on: string, total: 'high' | 'low'): Reported => ({
    recordId: 'NVX-1017',
    on,
    items: total === 'high' ? [1, 1, 0, 0, 1, 1, 1, 1] : [1, 0, 0, 0, 0, 0, 0, 0],
  });

  it('on day 9, again at or above the cut-off, sustains the level, closes the task and suggests one focus point (S2)', () => {
    const story = after(first, entryOf(second('2026-05-27', 'high')));

    expect(story.record.adbb.judgement).toMatchObject({ level: 'sustained', late: false, days: 9 });
    expect(openTasks(story)).toEqual([]);
    expect(story.record.tasks).toMatchObject([{ closing: { reason: 'decided' } }]);
    expect(events(story).slice(3)).toEqual([
      'screening.result.recorded',
      'screening.level.changed',
      'focus_point.suggested',
    ]);
    expect(events(atMidnight(story, '2026-06-01T22:00:00Z'))).toEqual(events(story));
  });

  it.each([
    ['2026-05-24', 'high', 'repeat_due', 6],
    ['2026-05-24', 'low', 'repeat_due', 6],
    ['2026-05-25', 'high', 'sustained', 7],
    ['2026-05-25', 'low', 'not_confirmed', 7],
    ['2026-06-01', 'high', 'sustained', 14],
    ['2026-06-01', 'low', 'not_confirmed', 14],
  ] as const)('observed on %s with a %s total gives %s (day %i)', (on, total, level, _day) => {
    const { judgement } = after(first, entryOf(second(on, total))).record.adbb;
    expect(judgement).toMatchObject({ level, late: false });
    expect(judgement?.interim.length).toBe(level === 'repeat_due' ? 1 : 0);
  });

  it('before day 7 is interim and tells nobody of a new level', () => {
    const story = after(first, entryOf(second('2026-05-24', 'high')));
    expect(events(story).slice(3)).toEqual(['screening.result.recorded']);
    expect(openTasks(story)).toEqual(['repeat_observation']);
  });

  it('that never came makes the repeat overdue once, at 00:00 on day 15 in Copenhagen, and tells the leader', () => {
    const before = atMidnight(first, '2026-06-01T21:59:59Z');
    expect(before.record.adbb.judgement?.level).toBe('repeat_due');

    const overdue = atMidnight(atMidnight(before, '2026-06-01T22:00:00Z'), '2026-06-02T22:00:00Z');
    expect(events(overdue).slice(3)).toEqual(['screening.level.changed', 'screening.repeat.overdue']);
    expect(openTasks(overdue)).toEqual(['repeat_observation', 'repeat_overdue']);
    expect(overdue.facts.at(-1)?.traceparent).toBe(trace);
  });

  it('observed too late closes the overdue repeat and is marked late', () => {
    const overdue = atMidnight(first, '2026-06-01T22:00:00Z');
    const story = after(overdue, entryOf(second('2026-06-03', 'low')));
    expect(story.record.adbb.judgement).toMatchObject({ level: 'not_confirmed', late: true, days: 16 });
    expect(openTasks(story)).toEqual([]);
  });

  it('observed in time but reported after the repeat was overdue is late too, whether or not the job had run', () => {
    const entry = entryOf(second('2026-05-27', 'high'));
    const withJob = after(atMidnight(first, '2026-06-01T22:00:00Z'), entry, '2026-06-03T08:00:00Z');
    const without = after(first, entry, '2026-06-03T08:00:00Z');
    expect(withJob.record.adbb.judgement).toMatchObject({ level: 'sustained', late: true, days: 9 });
    expect(events(without)).toEqual(events(withJob));
  });

  it('taken in before midnight but handled after the job is not late', () => {
    const overdue = atMidnight(first, '2026-06-01T22:00:00Z');
    const story = after(overdue, entryOf(second('2026-05-27', 'high')), '2026-05-27T10:00:00Z');
    expect(story.record.adbb.judgement).toMatchObject({ level: 'sustained', late: false });
  });

  it('counts midnight by the Danish clock also when summer time ends', () => {
    const autumn = after(begin(), entryOf(highOn('2026-10-15')));
    expect(autumn.record.adbb.judgement?.overdueAt).toBe('2026-10-29T23:00:00.000Z');
  });

  it('is followed by a new beginning at the next visit', () => {
    const sustained = after(first, entryOf(second('2026-05-27', 'high')));
    const next = after(sustained, entryOf({ recordId: 'NVX-1090', on: '2026-08-20', items: [1, 0, 0, 0, 0, 0, 0, 0] }));
    expect(next.record.adbb.judgement?.level).toBe('below_cutoff');
  });
});

describe('duplicates, corrections and withdrawals (R5)', () => {
  const v1 = entryOf({ recordId: 'NVX-1040', version: 1, on: '2026-06-09', items: [0, 1, 0, 0, 1, 0, 0, 0] });
  const v2 = entryOf({ recordId: 'NVX-1040', version: 2, on: '2026-06-09', items: [1, 2, 1, 0, 1, 1, 0, 0] });

  it('one result for three deliveries, one replacement for version 2, nothing for the late version 1 (S7)', () => {
    const thrice = after(after(after(begin(), v1), v1), v1);
    expect(events(thrice)).toEqual(['screening.result.recorded', 'screening.level.changed']);

    const corrected = after(thrice, v2, '2026-06-10T09:00:00Z');
    expect(events(corrected).slice(2)).toEqual([
      'screening.result.superseded',
      'screening.level.changed',
      'screening.repeat.requested',
    ]);
    expect(corrected.record.adbb.judgement).toMatchObject({
      level: 'repeat_due',
      window: { from: '2026-06-16', to: '2026-06-23' },
    });
    expect(corrected.record.adbb.results).toMatchObject([
      { version: 1, total: 2, state: 'superseded', receivedAt: '2026-06-09T10:00:00.000Z' },
      { version: 2, total: 6, state: 'standing', receivedAt: '2026-06-10T09:00:00.000Z' },
    ]);

    const late = after(corrected, v1, '2026-06-11T09:00:00Z');
    expect(late.record.adbb).toEqual(corrected.record.adbb);
  });

  it('a correction below the cut-off takes the repeat and its task back', () => {
    const high = after(begin(), entryOf(highOn('2026-05-18')));
    const low = after(high, entryOf(highOn('2026-05-18', { version: 2, items: [1, 0, 0, 0, 0, 0, 0, 0] })));
    expect(low.record.adbb.judgement?.level).toBe('below_cutoff');
    expect(low.record.tasks).toMatchObject([{ state: 'closed', closing: { reason: 'withdrawn' } }]);

    const highAgain = after(low, entryOf(highOn('2026-05-18', { version: 3 })));
    expect(openTasks(highAgain)).toEqual(['repeat_observation']);
  });

  it('a withdrawn result is gone for good, whatever comes later or came before', () => {
    const report = highOn('2026-05-18', { recordId: 'qr-1', version: null });
    const withdrawal = entryOf({ ...report, status: 'entered-in-error', reportedAt: '2026-05-19T10:00:00Z' });
    const again = entryOf({ ...report, reportedAt: '2026-05-20T10:00:00Z' });

    const withdrawn = after(after(begin(), entryOf(report)), withdrawal);
    expect(withdrawn.record.adbb.judgement).toBeNull();
    expect(events(withdrawn).slice(3)).toEqual(['screening.result.withdrawn', 'screening.level.changed']);
    expect(openTasks(withdrawn)).toEqual([]);
    expect(after(withdrawn, again).record.adbb.judgement).toBeNull();
    expect(after(after(begin(), withdrawal), entryOf(report)).record.adbb.judgement).toBeNull();
  });

  it('of reports without versions the latest counts, of two at the same time the one that came last', () => {
    const report = (items: number[], reportedAt: string, nth: number) =>
      entryOf({ recordId: 'qr-2', version: null, on: '2026-05-18', items, reportedAt }, childId, nth);
    const older = report([1, 0, 0, 0, 0, 0, 0, 0], '2026-05-18T10:00:00Z', 1);
    const newer = report([2, 0, 0, 0, 0, 0, 0, 0], '2026-05-19T10:00:00Z', 2);
    const sameTime = report([3, 0, 0, 0, 0, 0, 0, 0], '2026-05-19T10:00:00Z', 3);
    const standing = (story: Story) =>
      story.record.adbb.results.filter(({ state }) => state === 'standing').map(({ total }) => total);

    expect(standing(after(after(begin(), newer), older))).toEqual([2]);
    expect(standing(after(after(begin(), older), newer))).toEqual([2]);
    expect(standing(after(after(begin(), newer), sameTime))).toEqual([3]);
  });

  it('a result keeps the rules that judged it when the cut-off changes later (R2)', () => {
    const before = after(begin(), entryOf(highOn('2026-05-18')));
    const stricter: RuleSet = { ...rules, version: 2, cutOff: 9 };
    const other = entryOf({ recordId: 'NVX-2000', on: '2026-08-18', items: [2, 2, 2, 0, 0, 0, 0, 0] });
    const later = after(before, other, '2026-08-18T10:00:00Z', stricter);
    expect(later.record.adbb.results).toMatchObject([
      { total: 7, atOrAboveCutOff: true, ruleVersion: 1 },
      { total: 6, atOrAboveCutOff: false, ruleVersion: 2 },
    ]);
  });
});

describe('whatever comes in whatever order', () => {
  const days = ['2026-05-04', '2026-05-08', '2026-05-11', '2026-05-13', '2026-05-18', '2026-05-25'];
  const reports = fc.uniqueArray(
    fc.record({
      recordId: fc.constantFrom('A', 'B', 'C'),
      version: fc.integer({ min: 1, max: 4 }),
      on: fc.constantFrom(...days),
      items: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 }),
    }),
    { minLength: 1, maxLength: 8, selector: ({ recordId, version }) => `${recordId}/${version}` },
  );
  /** Before the first possible midnight of an overdue repeat, so that only the order differs. */
  const received = '2026-05-18T10:00:00Z';

  const outcome = ({ record }: Story) => {
    const { judgement, results } = record.adbb;
    const nameOf = (id: string | null | undefined) => results.find(({ resultId }) => resultId === id)?.recordId ?? null;
    return {
      level: judgement?.level,
      basis: nameOf(judgement?.basis),
      first: nameOf(judgement?.first),
      days: judgement?.days,
      window: judgement?.window,
      interim: judgement?.interim.map(nameOf),
      standing: results
        .filter(({ state }) => state === 'standing')
        .map(({ recordId, version, items }) => `${recordId} ${version} ${items.join('')}`)
        .sort(),
      tasks: record.tasks
        .filter(({ state }) => state === 'open')
        .map(({ kind, about }) => `${kind} ${about}`)
        .sort(),
    };
  };

  it('duplicates and late versions lead to the same standing results, level and open tasks', () => {
    fc.assert(
      fc.property(
        reports.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
        ),
        ([all, shuffled]) => {
          const run = (list: Reported[]) =>
            list.reduce((story, each) => after(story, entryOf(each), received), begin());
          const inOrder = all.toSorted((a, b) => a.version - b.version);
          expect(outcome(run(shuffled))).toEqual(outcome(run(inOrder)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('folding the facts again gives the record that was lived', () => {
    fc.assert(
      fc.property(fc.array(reports, { minLength: 1, maxLength: 3 }), (batches) => {
        const lived = batches.flat().reduce((story, each) => after(story, entryOf(each), received), begin());
        const facts = JSON.parse(JSON.stringify(lived.facts)) as ChildFact[];
        expect(facts.reduce(evolve, emptyRecord(childId, 'K1'))).toEqual(JSON.parse(JSON.stringify(lived.record)));
        expect(lived.record.revision).toBe(lived.facts.length);
      }),
      { numRuns: 100 },
    );
  });
});
