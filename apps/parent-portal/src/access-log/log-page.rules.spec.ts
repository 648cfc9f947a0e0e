import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { AccessLogEntry } from '#contracts/questions/access-log.js';
import { logPage } from './log-page.rules.js';

const entries = (...seconds: number[]): AccessLogEntry[] =>
  seconds.map((second) => ({ at: `2026-05-06T12:00:${String(second).padStart(2, '0')}.000Z` }) as AccessLogEntry);
const at = (second: number): string => entries(second)[0]!.at;

describe('a page of the log', () => {
  it('is the last one when everything fits', () => {
    expect(logPage(entries(3, 2, 1), 3, null)).toEqual({ entries: entries(3, 2, 1), next: null });
  });

  it('says where the next one begins', () => {
    expect(logPage(entries(4, 3, 2, 1), 3, null)).toEqual({ entries: entries(4, 3, 2), next: at(2) });
  });

  it('leaves nothing out between two pages, though many things happened in one instant', () => {
    expect(logPage(entries(4, 3, 2, 2), 3, null)).toEqual({ entries: entries(4, 3), next: at(3) });
    expect(logPage(entries(2, 2, 2, 2), 3, null)).toEqual({ entries: entries(2, 2, 2, 2), next: at(2) });
  });

  it('ends with the first day chosen', () => {
    const from = Temporal.Instant.from(at(3));
    expect(logPage(entries(5, 4, 3, 2), 3, from)).toEqual({ entries: entries(5, 4, 3), next: null });
  });
});
