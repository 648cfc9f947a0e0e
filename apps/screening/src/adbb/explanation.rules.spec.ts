import { describe, expect, it } from '@jest/globals';
import { entryOf, entryTrace, someChild } from '../journal-entries.fixture.js';
import { emptyRecord } from '../record/child-record.js';
import { isoInstant } from '../record/occasion.js';
import { defaultRules } from '../rule-sets/rule-set.js';
import { decideJournalEntry } from './decide-journal-entry.js';
import { explainLevel, explainResult, signSentence } from './explanation.rules.js';

const rules = { ...defaultRules, name: 'K1', version: 1 };

function adbbAfter(...reports: Parameters<typeof entryOf>[0][]) {
  return reports.reduce(
    (record, report) => {
      const entry = entryOf(report);
      const at = isoInstant(entry.reportedAt);
      const occasion = { occurredAt: at, recordedAt: at, traceparent: entryTrace, eventId: null };
      return decideJournalEntry(record, entry, rules, occasion).record;
    },
    emptyRecord(someChild, 'K1'),
  ).adbb;
}

const first = { recordId: 'NVX-1002', on: '2026-05-18', items: [1, 2, 0, 0, 1, 1, 1, 1] };
const second = { recordId: 'NVX-1017', on: '2026-05-27', items: [1, 1, 0, 0, 1, 1, 1, 1] };

describe('the explanation of a level', () => {
  it('below the cut-off names every item with its value and says "2 is below 5"', () => {
    const { judgement, results } = adbbAfter({
      recordId: 'NVX-1001',
      on: '2026-05-06',
      items: [1, 0, 0, 0, 1, 0, 0, 0],
    });
    const english = explainLevel(judgement!, results, 'en').professional;
    expect(english).toContain(
      'Facial expression 1, Eye contact 0, General level of activity 0, Self-stimulating gestures 0, Vocalisation 1',
    );
    expect(english).toContain('2 is below 5');
    expect(explainLevel(judgement!, results, 'da').professional).toContain('2 er under 5');
  });

  it('sustained names both records, both totals, the cut-off, the days between and the rule version', () => {
    const { judgement, results } = adbbAfter(first, second);
    for (const language of ['da', 'en'] as const) {
      for (const text of [explainLevel(judgement!, results, language)].flatMap((e) => [e.professional, e.auditor])) {
        for (const part of ['NVX-1002', 'NVX-1017', '7', '6', '5', ': 9.', 'K1, version 1'])
          expect(text).toContain(part);
      }
    }
  });

  it('says at every depth and in both languages that it is a sign and not a diagnosis', () => {
    const below = adbbAfter({ ...first, items: [1, 0, 0, 0, 1, 0, 0, 0] });
    for (const { judgement, results } of [below, adbbAfter(first), adbbAfter(first, second)]) {
      for (const language of ['da', 'en'] as const) {
        for (const text of Object.values(explainLevel(judgement!, results, language))) {
          expect(text).toContain(signSentence[language]);
        }
      }
    }
  });

  it('tells parents words and no score', () => {
    const { judgement, results } = adbbAfter(first, second);
    const { parent } = explainLevel(judgement!, results, 'en');
    expect(parent).not.toMatch(/\d|ADBB|score/);
  });

  it('tells parents of the days as people say them', () => {
    const { judgement, results } = adbbAfter(first);
    expect(explainLevel(judgement!, results, 'da').parent).toContain('mellem den 25. maj 2026 og den 1. juni 2026');
    expect(explainLevel(judgement!, results, 'en').parent).toContain('between 25 May 2026 and 1 June 2026');
  });

  it('gives the auditor results, receipts and times', () => {
    const { judgement, results } = adbbAfter(first);
    const { auditor } = explainLevel(judgement!, results, 'en');
    expect(auditor).toContain(results[0]!.resultId);
    expect(auditor).toContain(results[0]!.receiptId);
    expect(auditor).toContain('received 2026-05-18T10:00:00.000Z');
  });
});

describe('the explanation of one result', () => {
  it('says of an early observation that it is interim', () => {
    const { judgement, results } = adbbAfter(first, { ...second, on: '2026-05-20' });
    expect(explainResult(results[1]!, judgement, 'en').professional).toContain('interim');
    expect(explainResult(results[0]!, judgement, 'en').professional).not.toContain('interim');
  });
});
