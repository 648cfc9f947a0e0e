import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Entry, Submission } from './entry.js';
import { decide, type EarlierEntry, entryKey } from './intake.rules.js';

const noFacts = { visit: null, adbb: [], observations: [], assessments: [], withdrawn: [], warnings: [], withheld: 0 };
const sender = {
  clientId: 'novax-k1',
  municipality: 'K1',
  sourceSystem: 'NOVAX-K1',
  formats: ['novax_result' as const],
  observersCertified: true,
};

function entry(recordId: string, version: number | null, content: string, reportedAt = '2026-05-06T08:00:00Z'): Entry {
  const original = { bytes: Buffer.from(content), mediaType: 'application/json' };
  const contentHash = Buffer.from(content);
  const edition = version === null ? reportedAt : `v${version}`;
  const ids = { recordId, version, edition, reportedAt };
  return { ...ids, childId: null, contentHash, facts: noFacts, traceparent: null, original };
}

function submission(...entries: Entry[]): Submission {
  const receivedAt = '2026-05-06T09:00:00Z';
  return { sender, format: 'novax_result', entries, traceparent: null, receivedAt };
}

let given = 0;
const newId = (): string => `receipt-${(given += 1)}`;

describe('the decision at the border', () => {
  it('takes what is new and remembers it for the rest of the batch', () => {
    const earlier = new Map<string, EarlierEntry>();
    const first = decide(submission(entry('NVX-1', 1, 'a')), earlier, newId);
    const second = decide(submission(entry('NVX-1', 1, 'a')), earlier, newId);

    expect(first).toMatchObject({ outcome: 'taken' });
    expect(second).toEqual({ ...first, outcome: 'repeated', taken: [] });
  });

  it('tells the same record with another content from a repetition', () => {
    const earlier = new Map<string, EarlierEntry>();
    decide(submission(entry('NVX-1', 1, 'a')), earlier, newId);
    expect(decide(submission(entry('NVX-1', 1, 'b')), earlier, newId)).toMatchObject({ outcome: 'conflict' });
    expect(decide(submission(entry('NVX-1', 2, 'b')), earlier, newId)).toMatchObject({ outcome: 'taken' });
  });

  it('tells reports of one id apart by their instant', () => {
    const earlier = new Map<string, EarlierEntry>();
    decide(submission(entry('report', null, 'a', '2026-05-06T08:00:00Z')), earlier, newId);
    const later = submission(entry('report', null, 'b', '2026-05-07T08:00:00Z'));
    expect(decide(later, earlier, newId)).toMatchObject({ outcome: 'taken' });
  });

  it('takes a delivery as a whole or not at all', () => {
    const earlier = new Map<string, EarlierEntry>();
    decide(submission(entry('two', null, 'a')), earlier, newId);
    const delivery = submission(entry('one', null, 'x'), entry('two', null, 'other'), entry('three', null, 'y'));

    expect(decide(delivery, earlier, newId)).toMatchObject({ outcome: 'conflict', entry: { recordId: 'two' } });
    expect([...earlier.keys()].filter((key) => key.includes('one') || key.includes('three'))).toEqual([]);
  });

  it('answers a delivery that is partly known with the earlier receipts in their places', () => {
    const earlier = new Map<string, EarlierEntry>();
    const known = decide(submission(entry('two', null, 'b')), earlier, newId);
    const whole = decide(submission(entry('one', null, 'a'), entry('two', null, 'b')), earlier, newId);

    expect(whole).toMatchObject({ outcome: 'taken', taken: [{ entry: { recordId: 'one' } }] });
    expect('receipts' in whole && 'receipts' in known && whole.receipts[1] === known.receipts[0]).toBe(true);
  });

  it('never gives one record two receipts, whatever is sent in whatever order', () => {
    const sent = fc.record({
      recordId: fc.constantFrom('a', 'b', 'c'),
      version: fc.integer({ min: 1, max: 2 }),
      content: fc.constantFrom('x', 'y'),
    });
    fc.assert(
      fc.property(fc.array(fc.array(sent, { minLength: 1, maxLength: 3 }), { maxLength: 20 }), (submissions) => {
        const earlier = new Map<string, EarlierEntry>();
        const receipts = new Map<string, string>();
        for (const entries of submissions) {
          const whole = submission(
            ...entries.map(({ recordId, version, content }) => entry(recordId, version, content)),
          );
          const decision = decide(whole, earlier, newId);
          if (decision.outcome === 'conflict') continue;
          whole.entries.forEach((each, at) => {
            const key = entryKey(whole, each);
            const receipt = `${decision.receipts[at]}${each.contentHash.toString()}`;
            expect(receipts.get(key) ?? receipt).toBe(receipt);
            receipts.set(key, receipt);
          });
        }
      }),
    );
  });
});
