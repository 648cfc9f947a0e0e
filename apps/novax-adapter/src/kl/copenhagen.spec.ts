import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { copenhagenDate, dateAt, instantOf } from './copenhagen.js';

describe('days in Copenhagen', () => {
  it('are those of the time zone at any moment, summer time included', () => {
    const moment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) });
    fc.assert(
      fc.property(moment, (at) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/Copenhagen');
        return dateAt(at) === zoned.toPlainDate().toString();
      }),
    );
  });

  it.each([
    ['2026-03-28T23:30:00Z', '2026-03-29'],
    ['2026-03-29T22:30:00Z', '2026-03-30'],
    ['2026-10-24T22:30:00Z', '2026-10-25'],
    ['2026-10-25T22:30:00Z', '2026-10-25'],
    ['2026-12-31T23:30:00Z', '2027-01-01'],
    ['2026-05-06T01:00:00+05:00', '2026-05-05'],
    ['2026-05-06', '2026-05-06'],
  ])('%s is %s', (text, day) => expect(copenhagenDate(text)).toBe(day));

  it('are unknown for a month or a year, as is the instant of a day', () => {
    expect([copenhagenDate('2026-05'), copenhagenDate(undefined), instantOf('2026-05-06')]).toEqual([null, null, null]);
    expect(instantOf('2026-05-06T10:15:00+02:00')).toBe('2026-05-06T08:15:00.000Z');
  });
});
