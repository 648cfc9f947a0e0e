import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { readKlDelivery } from './read-kl-delivery.js';
import { part, report, type Bent } from '#local/two-month-report.fixture.js';
import { certified, faultsOf, read } from './fixtures/read.fixture.js';

const ADBB = 'Bundle.entry[17].resource';
const NOW = Temporal.Instant.from('2026-06-20T10:00:00Z');

describe('a full two-month report', () => {
  it('is taken with everything of the child and nothing of the mother', () => {
    const { kind, deliveryId, reports } = read(report());
    expect({ kind, deliveryId, count: reports.length }).toEqual({ kind: 'report', deliveryId: 'KL-1001', count: 1 });
    const [entry] = reports;
    expect(entry!.childCpr?.reveal()).toBe('6403264012');
    expect(entry).toMatchObject({
      recordId: 'KL-1001',
      reportedAt: '2026-05-06T12:00:00.000Z',
      senderOrganisationSor: '999000000000001',
      visit: {
        typeCode: '51f30d1c-d60e-4e3e-ac22-ec9712ea962d',
        classCode: 'HH',
        startedAt: '2026-05-06T08:15:00.000Z',
      },
      adbb: [
        {
          resourceId: 'KL-1001-adbb',
          status: 'final',
          observedOn: '2026-05-06',
          observedAt: null,
          items: [1, 0, 0, 0, 1, 0, 0, 0],
          total: 2,
          observerCertified: true,
        },
      ],
      assessments: [
        { resourceId: 'KL-1001-topi', status: 'final', scheme: 'topi', ordinal: 1, score: null, date: '2026-05-06' },
      ],
      withdrawn: [],
      warnings: [],
      withheld: 2,
    });
    expect(entry!.observations.map(({ kind: of }) => of)).toEqual([
      'social_interaction',
      'parent_relationship',
      'body_weight',
      'body_height',
      'head_circumference',
      'feeding',
      'feeding',
      'feeding',
      'communication',
      'sleep',
      'motor_function',
    ]);
    expect(entry!.observations[3]).toMatchObject({ quantity: { value: '58.5', unit: 'cm' }, date: '2026-05-06' });
    expect(entry!.observations[5]).toMatchObject({ date: null, period: { start: '2026-03-11', end: '2026-04-22' } });
    expect(JSON.stringify({ ...entry!, resources: [] })).not.toMatch(/epds|mother|2c39af9f|6902921112|6403264012/i);
  });

  it('names every resource with its state and whether it is the child’s', () => {
    const { resources } = read(report()).reports[0]!;
    expect(resources).toHaveLength(19);
    const ofOthers = resources.filter(({ subjectIsChild }) => !subjectIsChild).map(({ resourceId }) => resourceId);
    expect(ofOthers).toEqual(['mother', 'parent', 'parent-mental-status', 'epds'].map((name) => `KL-1001-${name}`));
  });

  it('without a score is taken, the total being the sum', () => {
    expect(read(report(undefined, { total: undefined })).reports[0]!.adbb[0]!.total).toBe(2);
  });
});

const items = (values: number[], total?: number) => report(undefined, { items: values, total });
const itemPlace = (linkId: string): string => `${ADBB}.item.where(linkId='${linkId}')`;

describe('ADBB items and total (R1)', () => {
  it.each<[string, Bent, string[]]>([
    ['an item above four', items([0, 1, 0, 0, 5, 0, 0, 0], 6), [`ITEM_OUT_OF_RANGE ${itemPlace('5vocalizations')}`]],
    ['an item below zero', items([-1, 0, 0, 0, 0, 0, 0, 0]), [`ITEM_OUT_OF_RANGE ${itemPlace('1facialExpression')}`]],
    ['a total that is not the sum', items([0, 1, 0, 0, 0, 0, 0, 0], 3), [`SCORE_MISMATCH ${itemPlace('score')}`]],
    ['a total out of range', items([0, 1, 0, 0, 0, 0, 0, 0], 33), [`ITEM_OUT_OF_RANGE ${itemPlace('score')}`]],
    ['seven items', items([0, 1, 0, 0, 0, 0, 0], 1), [`ITEM_MISSING ${itemPlace('8attraction')}`]],
    ['half a step', items([0, 1.5, 0, 0, 0, 0, 0, 0], 1), [`ITEM_OUT_OF_RANGE ${itemPlace('2eyeContact')}`]],
    [
      'two faults at once',
      items([9, 0, 0, 0, 0, 0, 0]),
      [`ITEM_OUT_OF_RANGE ${itemPlace('1facialExpression')}`, `ITEM_MISSING ${itemPlace('8attraction')}`],
    ],
  ])('%s is refused where it stands', (_name, bundle, faults) => {
    expect(faultsOf(bundle)).toEqual(faults);
  });

  it.each<[string, (item: Bent) => void, string]>([
    ['an unknown linkId', (item) => (item.linkId = '9weight'), 'ITEM_UNKNOWN'],
    ['a linkId in another case', (item) => (item.linkId = '1FacialExpression'), 'ITEM_UNKNOWN'],
    ['an item without an answer', (item) => delete item.answer, 'ITEM_MISSING'],
    ['an answer as text', (item) => (item.answer = [{ valueString: '1' }]), 'ITEM_OUT_OF_RANGE'],
    ['a number in quotes', (item) => (item.answer = [{ valueInteger: '1' }]), 'ITEM_OUT_OF_RANGE'],
    ['two answers', (item) => item.answer.push({ valueInteger: 0 }), 'SHAPE_INVALID'],
    ['the wording of the question', (item) => (item.text = 'x'), 'ELEMENT_FORBIDDEN'],
    ['an item within an item', (item) => (item.item = []), 'ELEMENT_FORBIDDEN'],
  ])('%s is refused', (_name, bend, code) => {
    const bundle = report((bent) => bend(part(bent, 'adbb').item[0]));
    expect(faultsOf(bundle)[0]).toMatch(new RegExp(`^${code} ${ADBB.replace(/[[\]]/g, '\\$&')}.item`));
  });

  it('a linkId that stands twice is refused', () => {
    const bundle = report((bent) => part(bent, 'adbb').item.push({ linkId: 'score', answer: [{ valueInteger: 2 }] }));
    expect(faultsOf(bundle)).toEqual([`SHAPE_INVALID ${itemPlace('score')}`]);
  });

  it('a whole number written as a decimal is refused: its digits are not those of an integer', () => {
    const text = JSON.stringify(report(undefined, { items: [3, 0, 0, 0, 0, 0, 0, 0], total: 3 }));
    const bytes = Buffer.from(
      text.replace(
        '"1facialExpression","answer":[{"valueInteger":3}',
        '"1facialExpression","answer":[{"valueInteger":3.0}',
      ),
    );
    expect(() => readKlDelivery(bytes, 'application/fhir+json', certified)).toThrow(
      expect.objectContaining({ code: 'ITEM_OUT_OF_RANGE' }),
    );
  });
});

describe('age at the observation (R3)', () => {
  it.each([
    ['7904246041', '2026-05-18', []],
    ['7904246041', '2026-05-19', ['AGE_OUT_OF_RANGE']],
    ['6204266052', '2026-05-27', ['AGE_OUT_OF_RANGE']],
    ['6204266052', '2026-05-28', []],
  ])('%s observed on %s: %j', (childCpr, observedOn, codes) => {
    const faults = faultsOf(report(undefined, { childCpr, observedOn }), { ...certified, now: NOW });
    expect(faults).toEqual(codes.map((code) => `${code} ${ADBB}.authored`));
  });

  it('follows the limits of the rule set', () => {
    const young = report(undefined, { childCpr: '6204266052', observedOn: '2026-05-27' });
    const ageLimits = { minDays: 55, maxCompletedMonths: 24 };
    expect(faultsOf(young, { ...certified, now: NOW, ageLimits })).toEqual([]);
  });

  it('counts the day of an evening observation in Copenhagen', () => {
    const evening = report((bent) => (part(bent, 'adbb').authored = '2026-05-05T23:30:00Z'));
    const [result] = read(evening).reports[0]!.adbb;
    expect(result).toMatchObject({ observedOn: '2026-05-06', observedAt: '2026-05-05T23:30:00.000Z' });
  });

  it('refuses an observation that lies in the future or names no day', () => {
    expect(faultsOf(report(undefined, { observedOn: '2026-05-21' }))).toEqual([`TIME_IN_FUTURE ${ADBB}.authored`]);
    const vague = report((bent) => (part(bent, 'adbb').authored = '2026-05'));
    expect(faultsOf(vague)).toEqual([`SHAPE_INVALID ${ADBB}.authored`]);
  });
});

describe('who sends', () => {
  it('a sender whose observers are not certified may not send ADBB', () => {
    const context = { ...certified, sender: { observersCertified: false } };
    expect(faultsOf(report(), context)).toEqual([`OBSERVER_NOT_CERTIFIED ${ADBB}`]);
    const withdrawn = report(undefined, { adbbStatus: 'entered-in-error' });
    expect(faultsOf(withdrawn, context)).toEqual([]);
  });

  it('a timestamp ahead of the clock counts as now and is told', () => {
    const [entry] = read(report(undefined, { timestamp: '2099-01-01T00:00:00Z' })).reports;
    expect(entry!.reportedAt).toBe('2026-05-20T10:00:00.000Z');
    expect(entry!.sentAt).toBe('2099-01-01T00:00:00.000Z');
    expect(entry!.warnings).toEqual([{ code: 'TIME_IN_FUTURE', place: 'Bundle.timestamp' }]);
  });
});

describe('corrections', () => {
  it('an amended result is judged like any other', () => {
    expect(read(report(undefined, { adbbStatus: 'amended' })).reports[0]!.adbb[0]!.status).toBe('amended');
    expect(faultsOf(report(undefined, { adbbStatus: 'amended', total: 9 }))).toEqual([
      `SCORE_MISMATCH ${itemPlace('score')}`,
    ]);
  });

  it('a withdrawn result is not judged and carries no content', () => {
    const bundle = report(
      (bent) => (part(bent, 'adbb').item = [{ linkId: '5vocalizations', answer: [{ valueInteger: 7 }] }]),
      {
        adbbStatus: 'entered-in-error',
      },
    );
    const [entry] = read(bundle).reports;
    expect(entry!.adbb).toEqual([]);
    expect(entry!.withdrawn).toEqual([{ resourceType: 'QuestionnaireResponse', resourceId: 'KL-1001-adbb' }]);
  });

  it('withdraws observations, visits and citizens that never should have been', () => {
    const bundle = report((bent) => {
      part(bent, 'bodyweight').status = 'entered-in-error';
      part(bent, 'visit').status = 'entered-in-error';
      part(bent, 'child').active = false;
      part(bent, 'parent-mental-status').status = 'entered-in-error';
    });
    const [entry] = read(bundle).reports;
    expect(entry!.withdrawn.map(({ resourceId }) => resourceId)).toEqual([
      'KL-1001-child',
      'KL-1001-visit',
      'KL-1001-bodyweight',
    ]);
    expect(entry!.visit).toBeNull();
    expect(entry!.observations.some(({ kind }) => kind === 'body_weight')).toBe(false);
  });

  it('an ADBB still in progress is refused, another unfinished resource is kept sealed and told', () => {
    const unfinished = report((bent) => (part(bent, 'adbb').status = 'in-progress'));
    expect(faultsOf(unfinished)).toEqual([`STATUS_NOT_FINAL ${ADBB}.status`]);
    const [entry] = read(report((bent) => (part(bent, 'bodyweight').status = 'preliminary'))).reports;
    expect(entry!.warnings).toEqual([{ code: 'NOT_SHOWN', place: 'Bundle.entry[8].resource.status' }]);
    expect(entry!.observations.some(({ kind }) => kind === 'body_weight')).toBe(false);
  });
});

describe('an incremental delivery', () => {
  const outer = (...reports: Bent[]): Bent => ({
    resourceType: 'Bundle',
    id: 'DELIVERY-1',
    meta: { profile: ['http://fhir.kl.dk/children/StructureDefinition/klgateway-children-incremental-delivery'] },
    type: 'collection',
    timestamp: '2026-05-07T01:00:00Z',
    entry: reports.map((resource) => ({ fullUrl: `https://journal.example/fhir/Bundle/${resource.id}`, resource })),
  });
  const second = report(undefined, { reportId: 'KL-1002', timestamp: '2026-05-05T12:00:00Z' });

  it('gives its reports as they stand, whatever their times', () => {
    const delivery = read(outer(report(), second));
    expect(delivery).toMatchObject({ kind: 'incremental', deliveryId: 'DELIVERY-1' });
    expect(delivery.reports.map(({ recordId }) => recordId)).toEqual(['KL-1001', 'KL-1002']);
    expect(read(report()).reports[0]!.contentHash).toBe(delivery.reports[0]!.contentHash);
  });

  it('is refused as a whole for one fault in one report', () => {
    const faulty = report(undefined, { reportId: 'KL-1003', total: 30 });
    expect(faultsOf(outer(report(), faulty))).toEqual([
      `SCORE_MISMATCH Bundle.entry[1].resource.entry[17].resource.item.where(linkId='score')`,
    ]);
  });

  it('holds reports only, and each once', () => {
    expect(faultsOf(outer(part(report(), 'child')))[0]).toBe('SHAPE_INVALID Bundle.entry[0].resource');
    expect(faultsOf(outer(report(), report()))).toEqual(['INVARIANT_BROKEN Bundle.entry[1].resource']);
  });

  it('keeps the warnings of each report apart', () => {
    const early = report(undefined, { reportId: 'KL-1004', timestamp: '2099-01-01T00:00:00Z' });
    expect(read(outer(early, report())).reports.map(({ warnings }) => warnings.length)).toEqual([1, 0]);
  });
});
