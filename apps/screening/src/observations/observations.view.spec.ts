import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ObservationReported } from '#contracts/events/journal-entry-received.js';
import { entryOf } from '../journal-entries.fixture.js';
import type { FactData } from '../record/child-fact.js';
import { assessmentViews, observationViews } from './observations.view.js';

type Filed = FactData['journal_entry.filed'];

const weight = (resourceId: string, value: string, status: ObservationReported['status'] = 'final') => ({
  resourceId,
  status,
  kind: 'body_weight' as const,
  codeSystem: 'urn:oid:1.2.208.184.100.3',
  code: 'weight',
  valueCode: null,
  quantity: { value, unit: 'kg' },
  date: '2026-05-06',
  period: null,
  dataAbsentReason: null,
});

function filed(reportedAt: string, observations: ObservationReported[], more: Partial<Filed> = {}): Filed {
  const {
    municipality: _,
    childId: __,
    adbb: ___,
    ...entry
  } = entryOf({
    recordId: 'b1',
    version: null,
    on: '2026-05-06',
    items: [0, 0, 0, 0, 0, 0, 0, 0],
    reportedAt,
  });
  return { ...entry, observations, adbbCount: 0, ...more };
}

describe("the child's other observations", () => {
  it('keep the digits as the sender wrote them, with unit and date', () => {
    const [view] = observationViews([filed('2026-05-06T10:00:00Z', [weight('w1', '5.30')])]);
    expect(view).toMatchObject({ kind: 'body_weight', quantity: { value: '5.30', unit: 'kg' }, date: '2026-05-06' });
  });

  it('are replaced by a later report of the same id, with the earlier one readable', () => {
    const [view] = observationViews([
      filed('2026-05-08T10:00:00Z', [weight('w1', '5.4', 'amended')]),
      filed('2026-05-06T10:00:00Z', [weight('w1', '5.3')]),
    ]);
    expect(view).toMatchObject({ quantity: { value: '5.4' }, earlier: [{ quantity: { value: '5.3' } }] });
  });

  it('of two reports with the same time the one that came last counts', () => {
    const at = '2026-05-06T10:00:00Z';
    const [view] = observationViews([filed(at, [weight('w1', '5.3')]), filed(at, [weight('w1', '5.4')])]);
    expect(view?.quantity?.value).toBe('5.4');
  });

  it('once withdrawn stay withdrawn, named in the report or listed by it', () => {
    const withdrawal = [{ resourceType: 'Observation', resourceId: 'w2' }];
    const views = observationViews([
      filed('2026-05-09T10:00:00Z', [weight('w1', '5.3', 'entered-in-error')], { withdrawn: withdrawal }),
      filed('2026-05-10T10:00:00Z', [weight('w1', '5.3'), weight('w2', '5.3'), weight('w3', '5.3')]),
    ]);
    expect(views.map(({ resourceId, withdrawn }) => `${resourceId} ${withdrawn}`)).toEqual([
      'w1 true',
      'w2 true',
      'w3 false',
    ]);
  });

  it('come out the same whatever order the reports came in', () => {
    const report = fc.record({
      id: fc.constantFrom('w1', 'w2'),
      minute: fc.integer({ min: 10, max: 59 }),
      status: fc.constantFrom('final' as const, 'amended' as const, 'entered-in-error' as const),
    });
    const reports = fc.uniqueArray(report, { minLength: 1, maxLength: 8, selector: ({ minute }) => minute });
    const standing = (list: Filed[]) =>
      observationViews(list)
        .map(({ resourceId, quantity, withdrawn }) => `${resourceId} ${quantity?.value} ${withdrawn}`)
        .toSorted();
    fc.assert(
      fc.property(
        reports.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const entries = (list: typeof all) =>
            list.map(({ id, minute, status }) =>
              filed(`2026-05-06T10:${minute}:00Z`, [weight(id, String(minute), status)]),
            );
          expect(standing(entries(shuffled))).toEqual(standing(entries(all)));
        },
      ),
    );
  });
});

describe('assessments', () => {
  it('carry a TOPI position as scheme, ordinal and label, and others a score', () => {
    const date = '2026-05-06';
    const assessments = [
      { resourceId: 't1', status: 'final' as const, scheme: 'topi' as const, ordinal: 2 as const, score: null, date },
      { resourceId: 's1', status: 'final' as const, scheme: 'sdq_4_10' as const, ordinal: null, score: 11, date },
    ];
    expect(assessmentViews([filed('2026-05-06T10:00:00Z', [], { assessments })])).toMatchObject([
      { position: { scheme: 'topi', ordinal: 2, label: 'Gul' }, score: null },
      { position: null, score: 11 },
    ]);
  });
});
