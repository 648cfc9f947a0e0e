import { describe, expect, it } from '@jest/globals';
import { TakenEntries } from './taken-entries.js';

const entry = {
  receiptId: 'first',
  municipality: 'K1',
  sourceSystem: 'NOVAX-K1',
  recordId: 'R1',
  version: 1 as number | null,
  reportedAt: '2026-05-06T10:00:00Z',
  childId: 'child',
};
const report = { ...entry, version: null };
const doubledEntry = ['entry K1 NOVAX-K1 R1 1: 2 receipts'];

describe('the receipts of entries', () => {
  it.each([
    ['are one for one sending', [entry], []],
    ['may be told again', [entry, entry], []],
    ['are two for two versions', [entry, { ...entry, receiptId: 'second', version: 2 }], []],
    ['are two for two sources', [entry, { ...entry, receiptId: 'second', sourceSystem: 'OTHER-K1' }], []],
    ['are two for two municipalities', [entry, { ...entry, receiptId: 'second', municipality: 'K2' }], []],
    [
      'are two for two reports of a record at different times',
      [report, { ...report, receiptId: 'second', reportedAt: '2026-05-06T10:00:01Z' }],
      [],
    ],
    ['are not counted where an event has none', [{ recordId: 7 }, { recordId: 7 }], []],
    ['are doubled when one version was taken twice', [entry, { ...entry, receiptId: 'second' }], doubledEntry],
    [
      'are doubled when one was taken twice about two children',
      [entry, { ...entry, receiptId: 'second', childId: 'other' }],
      doubledEntry,
    ],
    [
      'are doubled when one report was taken twice',
      [report, { ...report, receiptId: 'second' }],
      ['entry K1 NOVAX-K1 R1 2026-05-06T10:00:00Z: 2 receipts'],
    ],
  ])('%s', (_, told: object[], doubled) => {
    const entries = new TakenEntries();
    for (const data of told) entries.take(data as Record<string, unknown>);
    expect(entries.doubled()).toEqual(doubled);
  });

  it('are one before the deletion of a child and one after it', () => {
    const entries = new TakenEntries();
    entries.take(entry);
    entries.forget('child');
    const anew = { ...entry, receiptId: 'second', childId: 'child registered anew' };
    entries.take(anew);
    expect(entries.doubled()).toEqual([]);
    entries.take({ ...anew, receiptId: 'third' });
    expect(entries.doubled()).toEqual(doubledEntry);
  });

  it('are doubled also when the child was deleted later', () => {
    const entries = new TakenEntries();
    entries.take(entry);
    entries.take({ ...entry, receiptId: 'second' });
    entries.forget('child');
    expect(entries.doubled()).toEqual(doubledEntry);
  });
});
