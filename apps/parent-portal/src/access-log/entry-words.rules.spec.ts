import { describe, expect, it } from '@jest/globals';
import { AccessLogEntrySchema } from '#contracts/questions/access-log.js';
import { refusalCodes } from '#contracts/refusal-codes.js';
import { da } from '../words/da.js';
import { en } from '../words/en.js';
import { entryWords } from './entry-words.rules.js';

const consentActive = {
  rule: 'R13',
  da: 'Alle har sagt ja.',
  en: 'Everybody said yes.',
  relation: 'other_institution',
  consentId: null,
  consentState: 'active',
};
const line = {
  at: '2026-05-06T12:00:00Z',
  who: 'staff',
  own: false,
  role: 'daycare_staff',
  municipality: 'K1',
  organisation: 'DC-A',
  staffSubject: null,
  documentKind: 'adbb_result',
  action: 'read',
  outcome: 'allowed',
  code: null,
  why: consentActive,
};
const place = (_municipality: string, organisation: string): string => `<${organisation}>`;
const told = (part: Partial<Record<keyof typeof line | 'placesWithheld', unknown>>, words = da) =>
  entryWords(AccessLogEntrySchema.parse({ ...line, ...part }), words, place);

describe('a line of the log, as a parent reads it', () => {
  it('tells work and place, what was read, and which rule allowed it', () => {
    expect(told({})).toEqual({
      who: 'Medarbejder i dagtilbud, <DC-A>',
      did: `Læste: ${da.things.adbb_result}`,
      outcome: 'Fik lov',
      question: 'Hvorfor måtte de det?',
      reason: { text: 'Alle har sagt ja.', lang: 'da' },
    });
    expect(told({}, en).reason).toEqual({ text: 'Everybody said yes.', lang: 'en' });
  });

  it('tells of a refused try from before rules were kept what its code means', () => {
    expect(told({ outcome: 'refused', code: 'CONSENT_WITHDRAWN', why: null })).toMatchObject({
      did: `Prøvede at læse: ${da.things.adbb_result}`,
      outcome: 'Blev afvist',
      question: 'Hvorfor blev det afvist?',
      reason: { text: 'Samtykket er trukket tilbage.' },
    });
    expect(told({ why: null }).reason.text).toBe(da.log.whyNotKept);
  });

  it('calls the one who looks "you", and nobody else by name', () => {
    const guardian = { who: 'guardian', role: null, organisation: null };
    expect(told({ ...guardian, own: true })).toMatchObject({ who: 'Dig', question: da.log.ownWhyAllowed });
    expect(told(guardian).who).toBe(da.log.guardian);
    expect(told({ who: 'operations', role: null, organisation: null }).who).toBe(da.log.operations);
  });

  it('names no place that the reader may not learn', () => {
    expect(told({ placesWithheld: true }).who).toBe('Medarbejder i dagtilbud');
    expect(told({ organisation: null }).who).toBe('Medarbejder i dagtilbud');
  });

  it('has words for whatever may stand in a line, and shows no code', () => {
    for (const words of [da, en]) {
      for (const code of Object.keys(refusalCodes)) {
        const unknown = { documentKind: 'something_new', action: 'dream', role: 'area_leader', why: null };
        const shown = JSON.stringify(told({ outcome: 'refused', code, ...unknown }, words));
        expect(shown).not.toMatch(/[A-Z]+_[A-Z]+|undefined|something_new|dream/);
      }
    }
  });
});
