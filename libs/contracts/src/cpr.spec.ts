import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Cpr } from './cpr.js';

describe('a civil registration number', () => {
  it.each([
    ['640326-4012', '2026-03-04'],
    ['6403264012', '2026-03-04'],
    ['911225-6999', '2025-12-31'],
    ['690292-1112', '1992-02-09'],
    ['610100-4000', '2000-01-01'],
    ['890224-4000', '2024-02-29'],
    ['6101570000', '1957-01-01'],
    ['6101585000', '1858-01-01'],
    ['6101574000', '1957-01-01'],
  ])('%s was born %s', (text, birthDate) => {
    expect(Cpr.parse(text).birthDate().toString()).toBe(birthDate);
  });

  it.each(['310226-4000', '920326-4012', '600326-4012', '001226-4012', '890223-4000', '64032640', '640326 4012', ''])(
    '%p is refused as CPR_INVALID',
    (text) => {
      expect(() => Cpr.parse(text, 'child')).toThrow(expect.objectContaining({ code: 'CPR_INVALID', place: 'child' }));
    },
  );

  it('never prints its digits by accident', () => {
    const cpr = Cpr.parse('640326-4012');
    expect([`${cpr}`, JSON.stringify({ cpr }), inspect({ cpr })].join(' ')).not.toMatch(/\d{4}/);
    expect(cpr.reveal()).toBe('6403264012');
  });

  it('is read the same with or without a hyphen, whatever the last four digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), (serial) => {
        const digits = serial.toString().padStart(4, '0');
        expect(Cpr.parse(`150610-${digits}`).equals(Cpr.parse(`150610${digits}`))).toBe(true);
      }),
    );
  });
});
