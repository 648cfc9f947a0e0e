import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entryOf, entryTrace, someChild, type Reported } from '../journal-entries.fixture.js';
import type { ChildFact } from '../record/child-fact.js';
import { emptyRecord, type ChildRecord } from '../record/child-record.js';
import { evolve } from '../record/evolve.js';
import { isoInstant } from '../record/occasion.js';
import { defaultRules } from '../rule-sets/rule-set.js';
import { resultKey } from './adbb-result.js';
import { decideJournalEntry } from './decide-journal-entry.js';
import { keysOf, needsPast, withoutPast, withPast } from './past-results.rules.js';

const rules = { ...defaultRules, name: 'K1', version: 1 };
const fold = (facts: readonly ChildFact[]): ChildRecord => facts.reduce(evolve, emptyRecord(someChild, 'K1'));

const knownKeys = (facts: readonly ChildFact[]): Set<string> =>
  new Set(
    facts.flatMap((fact) => {
      if (fact.type === 'adbb_result.recorded') return [resultKey(fact.data.result)];
      return fact.type === 'adbb_result.withdrawn' ? [fact.data.key] : [];
    }),
  );

/** Takes the reports one by one as the store does: decided on what is stored, completed where that is needed, stored again. */
function lived(reports: readonly Reported[], kept: number) {
  let stored = emptyRecord(someChild, 'K1');
  const facts: ChildFact[] = [];
  let completed = 0;
  reports.forEach((report, nth) => {
    const entry = entryOf(report, someChild, nth);
    const at = isoInstant(new Date(Date.parse('2026-05-01T10:00:00Z') + nth * 86_400_000));
    if (needsPast(stored, entry, at, knownKeys(facts))) {
      stored = withPast(stored, fold(facts).adbb.results);
      completed += 1;
    }
    const occasion = { occurredAt: at, recordedAt: at, traceparent: entryTrace, eventId: null };
    const draft = decideJournalEntry(stored, entry, rules, occasion);
    facts.push(...draft.facts);
    stored = withoutPast(draft.record, kept);
  });
  return { stored, facts, completed };
}

const day = (nth: number): string => new Date(Date.UTC(2026, 4, 2 + nth)).toISOString().slice(0, 10);
const low = [1, 0, 0, 0, 0, 0, 0, 0];

describe('a record stored without its past results', () => {
  it('stays as small after a hundred visits as after five', () => {
    const visits = Array.from({ length: 100 }, (_, nth) => ({ recordId: `NVX-${nth}`, on: day(nth), items: low }));
    const { stored, completed } = lived(visits, 4);
    expect(stored.adbb.results.map(({ recordId }) => recordId)).toEqual(['NVX-96', 'NVX-97', 'NVX-98', 'NVX-99']);
    expect(stored.adbb.past).toBe(96);
    expect(completed).toBe(0);
  });

  it('also when all were observed on one day', () => {
    const visits = Array.from({ length: 30 }, (_, nth) => ({ recordId: `NVX-${nth}`, on: day(1), items: low }));
    const { stored, completed } = lived(visits, 4);
    expect([stored.adbb.results.length, completed]).toEqual([4, 0]);
  });

  it('is completed for a correction of an old result', () => {
    const visits = Array.from({ length: 10 }, (_, nth) => ({ recordId: `NVX-${nth}`, on: day(nth), items: low }));
    const correction = { recordId: 'NVX-2', version: 2, on: day(2), items: [1, 1, 1, 1, 1, 0, 0, 0] };
    const { facts, completed } = lived([...visits, correction], 4);
    expect(completed).toBe(1);
    expect(fold(facts).adbb.results.filter(({ recordId }) => recordId === 'NVX-2')).toMatchObject([
      { version: 1, state: 'superseded' },
      { version: 2, state: 'standing' },
    ]);
  });

  it('comes out the same as when everything had been kept, and as when it is folded anew', () => {
    const report = fc.record({
      recordId: fc.constantFrom(...'ABCDEFGHIJKL'),
      version: fc.integer({ min: 1, max: 3 }),
      on: fc.integer({ min: 0, max: 40 }).map(day),
      items: fc.constantFrom(low, [2, 2, 1, 0, 0, 0, 0, 0]),
      status: fc.constantFrom('final' as const, 'final' as const, 'final' as const, 'entered-in-error' as const),
    });
    fc.assert(
      fc.property(fc.array(report, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (reports, kept) => {
        const { stored, facts } = lived(reports, kept);
        const everything = lived(reports, 1000);
        expect(facts).toEqual(everything.facts);
        expect(stored).toEqual(withoutPast(fold(facts), kept));
        expect(stored.adbb.judgement).toEqual(everything.stored.adbb.judgement);
      }),
      { numRuns: 150 },
    );
  });

  it('names every result that an entry speaks of', () => {
    const entry = { ...entryOf({ recordId: 'A', on: day(1), items: low }), sourceSystem: 'S' };
    const withdrawn = [{ resourceType: 'QuestionnaireResponse', resourceId: 'B' }];
    expect(keysOf({ ...entry, withdrawn })).toEqual(['S|A', 'S|B']);
  });
});
