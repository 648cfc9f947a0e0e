import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RefusalError } from '#contracts/refusal-error.js';
import { Temporal } from 'temporal-polyfill';
import { adbbItems } from '../kl/questionnaires/adbb.js';
import { novaxJson, novaxXml } from './novax-messages.fixture.js';
import { judgeNovaxRecord, type NovaxEntry } from './novax.rules.js';
import { readNovaxJson } from './read-novax-json.js';
import { readNovaxXml } from './read-novax-xml.js';

const forms = [
  { form: 'XML', write: novaxXml, read: readNovaxXml },
  { form: 'JSON', write: novaxJson, read: readNovaxJson },
];
const zeros = [0, 0, 0, 0, 0, 0, 0, 0];
const may20 = '2026-05-20T18:00:00+02:00';

function refusal(work: () => unknown): RefusalError {
  try {
    work();
  } catch (error) {
    if (error instanceof RefusalError) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

const ages = { minDays: 56, maxCompletedMonths: 24 };

describe.each(forms)('a NOVAX result in $form at the border (S3)', ({ form, write, read }) => {
  const judge = (changes: Parameters<typeof novaxXml>[0], now = may20, limits = ages): NovaxEntry =>
    judgeNovaxRecord(read(Buffer.from(write(changes))), Temporal.Instant.from(now), limits);
  const sept = { childCpr: '810925-6030', observedAt: '2026-05-20T09:00:00+02:00', total: undefined };

  it('is taken with its eight items, their sum and the Copenhagen date', () => {
    const entry = judge({});

    expect(entry.adbb).toEqual({
      resourceId: 'NVX-1001',
      status: 'final',
      observedOn: '2026-05-06',
      observedAt: '2026-05-06T08:15:00Z',
      items: [1, 0, 0, 0, 1, 0, 0, 0],
      total: 2,
      observerCertified: true,
    });
    expect(entry).toMatchObject({ recordId: 'NVX-1001', version: 1, reportedAt: '2026-05-06T08:15:00Z' });
    expect(entry.childCpr.reveal()).toBe('6403264012');
  });

  it.each([
    [
      'a: an item above 4',
      { ...sept, items: [0, 1, 0, 0, 5, 0, 0, 0], total: 6 },
      'ITEM_OUT_OF_RANGE',
      '5vocalizations',
    ],
    [
      'b: a total that is not the sum',
      { ...sept, items: [0, 1, 0, 0, 0, 0, 0, 0], total: 3 },
      'SCORE_MISMATCH',
      'score',
    ],
    ['c: the eighth item missing', { ...sept, items: [0, 1, 0, 0, 0, 0, 0, null] }, 'ITEM_MISSING', '8attraction'],
    ['d: half a point', { ...sept, items: [0, '1.5', 0, 0, 0, 0, 0, 0] }, 'ITEM_OUT_OF_RANGE', '2eyeContact'],
    [
      'a whole number written as a decimal',
      { ...sept, items: [0, '1.0', 0, 0, 0, 0, 0, 0] },
      'ITEM_OUT_OF_RANGE',
      '2eyeContact',
    ],
    ['a negative item', { ...sept, items: [0, 0, -1, 0, 0, 0, 0, 0] }, 'ITEM_OUT_OF_RANGE', '3generalLevelOfActivity'],
  ] as const)('refuses case %s and names the item', (_case, changes, code, place) => {
    const refused = refusal(() => judge(changes));
    expect([refused.code, refused.place]).toEqual([code, place]);
  });

  it.each([
    ['e: 24 completed months', '790424-6041', '2026-05-18', null],
    ['f: 25 completed months', '790424-6041', '2026-05-19', 'AGE_OUT_OF_RANGE'],
    ['g: 55 days', '620426-6052', '2026-05-27', 'AGE_OUT_OF_RANGE'],
    ['h: 56 days', '620426-6052', '2026-05-28', null],
  ])('judges the age by completed days and months, case %s', (_case, childCpr, day, code) => {
    const observed = () =>
      judge({ childCpr, observedAt: `${day}T11:00:00+02:00`, items: zeros, total: 0 }, `${day}T12:00:00+02:00`);
    if (code === null) expect(observed().adbb.total).toBe(0);
    else expect(refusal(observed).code).toBe(code);
  });

  it('counts the age by the date in Copenhagen and not in UTC', () => {
    const justAfterMidnight = { childCpr: '620426-6052', items: zeros, total: 0, observedAt: '2026-05-27T22:30:00Z' };
    expect(judge(justAfterMidnight, '2026-05-28T08:00:00Z').adbb.observedOn).toBe('2026-05-28');
  });

  it('refuses case i, a number whose date does not exist', () => {
    expect(refusal(() => judge({ childCpr: '310226-4000' })).code).toBe('CPR_INVALID');
  });

  it('refuses case j, an observer who is not certified', () => {
    expect(refusal(() => judge({ ...sept, items: zeros, observerCertified: false })).code).toBe(
      'OBSERVER_NOT_CERTIFIED',
    );
  });

  it('keeps the zero that a CPR begins with', () => {
    expect(judge({ childCpr: '6103264012' }).childCpr.reveal()).toBe('6103264012');
    expect(refusal(() => judge({ childCpr: '610326401' })).code).toBe('CPR_INVALID');
  });

  it('refuses a time in the future but not a clock that differs by minutes', () => {
    expect(refusal(() => judge({ observedAt: '2026-05-20T18:06:00+02:00' })).code).toBe('TIME_IN_FUTURE');
    expect(judge({ observedAt: '2026-05-20T18:04:00+02:00' }).version).toBe(1);
  });

  it.each([
    '2026-05-06',
    '2026-05-06T10:15:00',
    '2026-13-06T10:15:00Z',
    '2026-02-30T10:15:00Z',
    'yesterday',
    '06-05-2026',
  ])('refuses %s as a time', (observedAt) => {
    expect(refusal(() => judge({ observedAt })).code).toBe('SHAPE_INVALID');
  });

  it.each(['6403264012', '640326-4012', 'NVX/1', 'NVX 1', 'x'.repeat(65), 'J-640326-4012', 'æ'])(
    'refuses %s as a record id, for it would travel on in events',
    (recordId) => {
      const refused = refusal(() => judge({ recordId }));
      expect(refused.code).toBe('RECORD_ID_INVALID');
      expect(`${refused.message} ${refused.detail} ${refused.cure}`).not.toContain('640326');
    },
  );

  it.each(['0', '-1', '1.5', '1e3', '9999999999'])('refuses %s as a version', (version) => {
    expect(refusal(() => judge({ version })).code).toBe('SHAPE_INVALID');
  });

  it('refuses a linkId that the questionnaire does not have, without repeating it', () => {
    const renamed = write({}).replace('8attraction', 'Karl Hansen');
    const refused = refusal(() => judgeNovaxRecord(read(Buffer.from(renamed)), Temporal.Instant.from(may20), ages));
    expect(refused.code).toBe('ITEM_UNKNOWN');
    expect(JSON.stringify(refused)).not.toContain('Karl');
  });

  it('judges the age by the limits of the municipality', () => {
    const at63days = { observedAt: '2026-05-06T10:15:00+02:00' };
    expect(judge(at63days, may20, { minDays: 63, maxCompletedMonths: 2 }).adbb.total).toBe(2);
    for (const limits of [
      { minDays: 64, maxCompletedMonths: 24 },
      { minDays: 0, maxCompletedMonths: 1 },
    ]) {
      expect(refusal(() => judge(at63days, may20, limits)).code).toBe('AGE_OUT_OF_RANGE');
    }
  });

  it('tells where the fault stands', () => {
    const place = refusal(() => judge({ childCpr: '310226-4000' })).place;
    expect(place).toBe(form === 'XML' ? '/novaxResult/childCpr:5' : '/childCpr');
  });
});

describe('the XML form and the JSON form of a NOVAX result', () => {
  const now = Temporal.Instant.from(may20);
  const outcome = (work: () => NovaxEntry): unknown => {
    try {
      const entry = work();
      return { ...entry, childCpr: entry.childCpr.reveal() };
    } catch (error) {
      if (error instanceof RefusalError) return error.code;
      throw error;
    }
  };

  it('give the same entry or the same refusal, whatever is sent', () => {
    const score = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(5, -1, '1.5', '0.0', null));
    const sent = fc.record({
      recordId: fc.constantFrom('NVX-1', 'a.b:c_d', 'with space', '640326-4012'),
      version: fc.constantFrom(1, 2, 17, 0, '1.0'),
      childCpr: fc.constantFrom('640326-4012', '6403264012', '310226-4000', '64032'),
      observedAt: fc.constantFrom('2026-05-06T10:15:00+02:00', '2026-05-06T08:15:00Z', '2027-01-01T00:00:00Z', '2026'),
      observerCertified: fc.boolean(),
      items: fc.array(score, { minLength: 8, maxLength: 8 }),
      total: fc.oneof(fc.constant(undefined), fc.integer({ min: -1, max: 33 })),
    });
    fc.assert(
      fc.property(sent, (changes) => {
        const xml = outcome(() => judgeNovaxRecord(readNovaxXml(Buffer.from(novaxXml(changes))), now, ages));
        const json = outcome(() => judgeNovaxRecord(readNovaxJson(Buffer.from(novaxJson(changes))), now, ages));
        expect(json).toEqual(xml);
      }),
      { numRuns: 400 },
    );
  });

  it('take every allowed vector of items with its sum', () => {
    const items = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(items, (vector) => {
        const sum = vector.reduce((total, item) => total + item, 0);
        const bytes = Buffer.from(novaxJson({ items: vector, total: sum }));
        expect(judgeNovaxRecord(readNovaxJson(bytes), now, ages).adbb).toMatchObject({ items: vector, total: sum });
      }),
    );
    expect(adbbItems).toHaveLength(8);
  });
});
