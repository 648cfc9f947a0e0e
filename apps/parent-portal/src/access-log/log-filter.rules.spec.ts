import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { da } from '../words/da.js';
import { logFilter, LogQuerySchema, type LogQuery } from './log-filter.rules.js';

const filter = (query: Partial<LogQuery>) => logFilter(LogQuerySchema.parse(query), da);

describe('what a person chooses to see of the log', () => {
  it('is everything up to now, unless something is chosen', () => {
    expect(filter({})).toEqual({ outcome: null, who: null, from: null, before: null, faults: [] });
    expect(filter({ show: 'refused' }).outcome).toBe('refused');
    expect(filter({ show: 'staff' }).who).toBe('staff');
  });

  it('is whole days in Copenhagen, the first and the last one included, also when the clocks change', () => {
    const { from, before } = filter({ from: '2026-03-28', to: '2026-03-29' });
    expect([String(from), String(before)]).toEqual(['2026-03-27T23:00:00Z', '2026-03-29T22:00:00Z']);
  });

  it('goes on where the page before ended, but not past the last day chosen', () => {
    const to = '2026-05-06';
    expect(String(filter({ to, before: '2026-05-05T10:00:00Z' }).before)).toBe('2026-05-05T10:00:00Z');
    expect(String(filter({ to, before: '2026-05-09T10:00:00Z' }).before)).toBe('2026-05-06T22:00:00Z');
  });

  it('says so when a day does not exist, or the days stand the wrong way round', () => {
    expect(filter({ from: '2026-02-30', to: 'i går' }).faults.map(({ name }) => name)).toEqual(['from', 'to']);
    expect(filter({ from: '2026-05-07', to: '2026-05-06' }).faults).toEqual([{ name: 'from', text: da.log.dateOrder }]);
  });

  it('takes whatever stands in the address without failing', () => {
    fc.assert(
      fc.property(
        fc.record({ show: fc.string(), from: fc.string(), to: fc.string(), before: fc.string() }),
        (query) => {
          const { from, before } = filter(query as Partial<LogQuery>);
          return [from, before].every((instant) => instant === null || !Number.isNaN(instant.epochMilliseconds));
        },
      ),
    );
  });
});
