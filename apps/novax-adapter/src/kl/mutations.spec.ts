import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RefusalError } from '#contracts/refusal-error.js';
import { journalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { toFhirXml } from '#local/fhir-xml.js';
import { contentHash } from './content-hash.js';
import { part, report, type Bent } from '#local/two-month-report.fixture.js';
import { certified, faultsOf, read } from './fixtures/read.fixture.js';
import { adbbItems } from './questionnaires/adbb.js';
import type { KlMediaType } from './kl-media-type.js';
import { readKlDelivery } from './read-kl-delivery.js';

const items = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 8 });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** A report without a visit: small, because it is read thousands of times. */
const SOUND = report((bent) => {
  bent.entry = bent.entry.filter(({ resource }: Bent) =>
    /-(?:child|mother|parent|epds|bodyweight|adbb|topi)$/.test(resource.id),
  );
  delete part(bent, 'bodyweight').encounter;
  for (const { resource } of bent.entry) if (!/-(?:child|epds)$/.test(resource.id)) delete resource.text;
});
const bent = (change: (bundle: Bent) => void): Bent => {
  const bundle = structuredClone(SOUND);
  change(bundle);
  return bundle;
};
/** The small report with these ADBB items and, if given, this score. */
const scored = (values: readonly unknown[], total?: unknown): Bent =>
  bent((bundle) => {
    const answered = values.map((value, at) => ({ linkId: adbbItems[at], answer: [{ valueInteger: value }] }));
    const score = { linkId: 'score', answer: [{ valueInteger: total }] };
    part(bundle, 'adbb').item = total === undefined ? answered : [...answered, score];
  });
const JSON_BYTES = Buffer.from(JSON.stringify(SOUND));
const XML_BYTES = Buffer.from(toFhirXml(SOUND));

/** Reads; anything but a delivery or a refusal is a fault of ours and escapes. */
function outcome(bytes: Uint8Array, mediaType: KlMediaType): 'taken' | 'refused' {
  try {
    readKlDelivery(bytes, mediaType, certified);
    return 'taken';
  } catch (error) {
    if (error instanceof RefusalError) return 'refused';
    throw error;
  }
}

describe('any ADBB', () => {
  it('within the scale is taken with its sum, and refused for any other total', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 32 }), (values, total) => {
        const faults = faultsOf(scored(values, total));
        if (total !== sum(values)) return faults.length === 1 && faults[0]!.startsWith('SCORE_MISMATCH');
        return faults.length === 0 && read(scored(values, total)).reports[0]!.adbb[0]!.total === total;
      }),
      { numRuns: 150 },
    );
  });

  it('with one value off the scale is refused at that item and no other', () => {
    const off = fc.oneof(
      fc.integer({ min: 5 }),
      fc.integer({ max: -1 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
      fc.constantFrom('2', true, null, [], {}),
    );
    fc.assert(
      fc.property(items, fc.nat(7), off, (values, at, value) => {
        const bundle = scored(values.map((one, index) => (index === at ? value : one)));
        return faultsOf(bundle).some(
          (fault) => fault.startsWith('ITEM_OUT_OF_RANGE') && fault.endsWith(`where(linkId='${adbbItems[at]}')`),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('with one linkId changed is refused as unknown, and the item it took the place of as missing', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.string({ minLength: 1, maxLength: 40 }), (at, linkId) => {
        fc.pre(linkId.trim() !== '' && linkId !== 'score' && !adbbItems.includes(linkId as never));
        const codes = faultsOf(bent((bundle) => (part(bundle, 'adbb').item[at].linkId = linkId))).map(
          (fault) => fault.split(' ')[0],
        );
        expect(codes).toEqual(['ITEM_UNKNOWN', 'ITEM_MISSING']);
      }),
      { numRuns: 200 },
    );
  });

  it('in any order of items is the same', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 });
    fc.assert(
      fc.property(order, (places) => {
        const bundle = bent(
          (bundle) => (part(bundle, 'adbb').item = places.map((at) => part(bundle, 'adbb').item[at])),
        );
        expect(read(bundle).reports[0]!.adbb[0]!.items).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('any bytes', () => {
  it('cut short are refused', () => {
    for (const [bytes, mediaType] of [
      [JSON_BYTES, 'application/fhir+json'],
      [XML_BYTES, 'application/fhir+xml'],
    ] as const) {
      const end = bytes.toString().trimEnd().length;
      fc.assert(
        fc.property(fc.nat(end - 1), (length) => outcome(bytes.subarray(0, length), mediaType) === 'refused'),
        { numRuns: 300 },
      );
    }
  });

  it('with bytes overwritten are taken or refused and never anything else', () => {
    const overwritten = fc.array(fc.tuple(fc.nat(XML_BYTES.length), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(overwritten, fc.boolean(), (changes, asXml) => {
        const bytes = Buffer.from(asXml ? XML_BYTES : JSON_BYTES);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        outcome(bytes, asXml ? 'application/fhir+xml' : 'application/fhir+json');
      }),
      { numRuns: 300 },
    );
  });
});

/** Every place of a JSON value, as the object or list that holds it and the key in it. */
function places(value: unknown): [Bent, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [[value, key] as [Bent, string], ...places((value as Bent)[key])]);
}

describe('any report with one value replaced', () => {
  it('is taken or refused and never anything else, and what is taken can be told in an event', () => {
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        '',
        ' ',
        '9',
        -1,
        1e300,
        null,
        [],
        {},
        [[]],
        '2026-02-30',
        'Patient/x',
        'constructor',
        '__proto__',
      ),
    );
    const count = places(SOUND).length;
    fc.assert(
      fc.property(fc.nat(count - 1), strange, (at, value) => {
        const bundle = structuredClone(SOUND);
        const [holder, key] = places(bundle)[at]!;
        holder[key] = value;
        try {
          const [entry] = read(bundle).reports;
          if (entry) expect(() => journalEntryReceivedV1.parse(eventOf(entry))).not.toThrow();
        } catch (error) {
          if (!(error instanceof RefusalError)) throw error;
          expect(JSON.stringify(error)).not.toMatch(/6403264012|6902921112/);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('with one element taken away is taken or refused and never anything else', () => {
    const count = places(SOUND).length;
    fc.assert(
      fc.property(fc.nat(count - 1), (at) => {
        const bundle = structuredClone(SOUND);
        const [holder, key] = places(bundle)[at]!;
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        outcome(Buffer.from(JSON.stringify(bundle)), 'application/fhir+json');
      }),
      { numRuns: 250 },
    );
  });
});

function eventOf(entry: ReturnType<typeof read>['reports'][number]): unknown {
  const { contentHash: _hash, childCpr: _cpr, senderOrganisationSor: _sor, resources: _resources, ...facts } = entry;
  const ids = { receiptId: '3f1f6f0e-6c0c-4f3c-9a54-0d5d0f6a1b11', childId: '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01' };
  return {
    ...ids,
    municipality: 'K1',
    sourceSystem: 'NOVAX-K1',
    version: null,
    format: 'kl_delivery_report',
    ...facts,
  };
}

describe('the content hash', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, shuffled(inner)]),
    );
  };

  it('is the same for another order of keys and without narrative, and for the XML form', () => {
    const hash = read(SOUND).reports[0]!.contentHash;
    expect(read(shuffled(SOUND)).reports[0]!.contentHash).toBe(hash);
    expect(
      read(bent((bundle) => bundle.entry.forEach(({ resource }: Bent) => delete resource.text))).reports[0]!
        .contentHash,
    ).toBe(hash);
    expect(readKlDelivery(XML_BYTES, 'application/fhir+xml', certified).reports[0]!.contentHash).toBe(hash);
  });

  it('is another for any other value, and for the same values under other keys', () => {
    expect(contentHash({ a: '1', b: '2' })).not.toBe(contentHash({ a: '2', b: '1' }));
    expect(contentHash({ a: 'x;b=1:y' })).not.toBe(contentHash({ a: 'x', b: 'y' }));
    expect(contentHash({ a: ['1', '2'] })).not.toBe(contentHash({ a: ['2', '1'] }));
    expect(
      read(bent((bundle) => (part(bundle, 'topi').item[0].answer[0].valueString = 'Gul'))).reports[0]!.contentHash,
    ).not.toBe(read(SOUND).reports[0]!.contentHash);
  });
});
