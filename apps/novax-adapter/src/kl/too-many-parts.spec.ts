import { describe, expect, it, jest } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { largeDelivery, weightReportJson, weightReportXml } from '../fhir/weight-report.fixture.js';
import { Faults } from './fhir/faults.js';
import { KlRefusal } from './kl-refusal.js';
import type { KlMediaType } from './kl-media-type.js';
import { readKlDelivery } from './read-kl-delivery.js';
import { tooManyParts } from './too-many-parts.js';

const [JSON_FORM, XML_FORM] = ['application/fhir+json', 'application/fhir+xml'] as const;
const xml = (inner: string): string => `<Bundle xmlns="http://hl7.org/fhir">${inner}</Bundle>`;
const json = (entries: string): string => `{"resourceType":"Bundle","entry":[${entries}]}`;

function refused(text: string, form: KlMediaType): unknown {
  const now = Temporal.Instant.from('2026-05-20T10:00:00Z');
  try {
    return readKlDelivery(Buffer.from(text), form, { now, sender: { observersCertified: true } });
  } catch (error) {
    return error;
  }
}

describe('a delivery of parts beyond counting', () => {
  it.each([
    ['empty elements', xml('<a/>'.repeat(510_000)), XML_FORM],
    ['numbers', json(`${'0,'.repeat(1_600_000)}0`), JSON_FORM],
    ['empty objects', json(`${'{},'.repeat(800_000)}{}`), JSON_FORM],
    ['empty lists', json(`${'[],'.repeat(800_000)}[]`), JSON_FORM],
  ])('is refused before it is read: %s', (_, text, form) => {
    expect(refused(text, form)).toMatchObject({ code: 'TOO_LARGE', detail: expect.stringContaining('elements') });
  });

  it.each([
    ['XML', weightReportXml, XML_FORM],
    ['JSON', weightReportJson, JSON_FORM],
  ])('is none that reports in %s could fill', (_, report, form) => {
    expect(tooManyParts(Buffer.from(largeDelivery('large', report)), form)).toBeNull();
  });

  it('counts neither ends of elements nor comments, and stops at no other byte', () => {
    const ends = Buffer.from(xml('<a></a><!-- --><?x ?>'.repeat(300_000)));
    expect(tooManyParts(ends, XML_FORM)).toBeNull();
  });
});

describe('a delivery that is nothing but faults', () => {
  it.each([
    ['entries in XML', xml('<entry/>'.repeat(10_000)), XML_FORM],
    ['reports in XML', xml('<entry><resource><Bundle/></resource></entry>'.repeat(10_000)), XML_FORM],
    ['entries in JSON', json(`${'{},'.repeat(10_000)}{}`), JSON_FORM],
  ])('is judged until a hundred are found: %s', (_, text, form) => {
    const found = jest.spyOn(Faults.prototype, 'add');
    const refusal = refused(text, form);
    expect(refusal).toBeInstanceOf(KlRefusal);
    expect((refusal as KlRefusal).issues).toHaveLength(100);
    expect(found).toHaveBeenCalledTimes(100);
    found.mockRestore();
  });
});
