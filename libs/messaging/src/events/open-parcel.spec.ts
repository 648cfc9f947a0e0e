import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { defineEvent } from '#contracts/define-event.js';
import { ParcelReader } from './open-parcel.js';
import type { Parcel } from './parcel.js';

const define = (name: string) =>
  defineEvent({
    name,
    version: 1,
    topic: 'things.v1',
    owner: 'test',
    summary: '',
    schema: z.object({ nth: z.int(), parts: z.array(z.object({ code: z.string() })).optional() }),
    example: { nth: 1 },
  });
const reader = new ParcelReader([define('thing.made'), define('thing.sold')], new Set(['thing.made.v1']));
const headers = {
  ce_specversion: '1.0',
  ce_id: 'AAAAAAAA-0000-4000-8000-000000000001',
  ce_type: 'thing.made.v1',
  ce_time: '2027-03-01T09:00:00Z',
  ce_partitionkey: 'a',
  ce_municipality: 'K1',
  ce_recordedtime: '2026-11-22T10:00:00.000000Z',
};
const parcel = (more: Partial<Parcel> = {}): Parcel => ({
  topic: 'hub.things.v1',
  partition: 2,
  offset: 7,
  key: 'a',
  headers,
  payload: Buffer.from('{"nth":1}'),
  ...more,
});
const code = (more: Partial<Parcel>) => {
  const opened = reader.open(parcel(more));
  return opened.kind === 'unreadable' ? opened.code : opened.kind;
};

describe('A parcel', () => {
  it('opens to a delivery, with the day that the inbox remembers it by', () => {
    expect(reader.open(parcel())).toMatchObject({
      kind: 'delivery',
      recordedOn: '2026-11-22',
      delivery: {
        eventId: 'aaaaaaaa-0000-4000-8000-000000000001',
        type: 'thing.made.v1',
        key: 'a',
        subject: null,
        traceparent: null,
        causationId: null,
        data: { nth: 1 },
        topic: 'hub.things.v1',
        partition: 2,
        offset: 7,
      },
    });
  });

  it.each([
    ['of a type that nobody knows', 'TYPE_UNKNOWN', { headers: { ...headers, ce_type: 'thing.lost.v1' } }],
    ['of a version that nobody knows', 'VERSION_UNKNOWN', { headers: { ...headers, ce_type: 'thing.made.v2' } }],
    ['of a known type that is not heard here', 'passed', { headers: { ...headers, ce_type: 'thing.sold.v1' } }],
    ['without headers', 'ENVELOPE_INVALID', { headers: {} }],
    ['of another envelope version', 'ENVELOPE_INVALID', { headers: { ...headers, ce_specversion: '0.3' } }],
    ['whose id is no UUID', 'ENVELOPE_INVALID', { headers: { ...headers, ce_id: '17' } }],
    ['without data', 'DATA_UNPARSABLE', { payload: null }],
    ['with half an object', 'DATA_UNPARSABLE', { payload: Buffer.from('{"nth":') }],
    ['that is not UTF-8', 'DATA_UNPARSABLE', { payload: Buffer.from([0x22, 0xff, 0x22]) }],
    ['that breaks its contract', 'CONTRACT_BROKEN', { payload: Buffer.from('{"nth":"1"}') }],
  ])('%s is %s', (_, expected, more) => {
    expect(code(more)).toBe(expected);
  });

  it('tells where its data breaks the contract, without the value', () => {
    const opened = reader.open(parcel({ payload: Buffer.from('{"nth":1,"parts":[{"code":"x"},{"code":42}]}') }));
    expect(opened).toMatchObject({ kind: 'unreadable', place: 'parts.1.code' });
  });

  it.each([[undefined], ['yesterday'], ['2026-13-45T00:00:00Z'], ['2026-02-31T00:00:00Z'], ['0000-01-01T00:00:00Z']])(
    'recorded at %s is remembered without a day',
    (recordedtime) => {
      const others = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'ce_recordedtime'));
      const more: Record<string, string> = recordedtime === undefined ? {} : { ce_recordedtime: recordedtime };
      expect(reader.open(parcel({ headers: { ...others, ...more } }))).toMatchObject({ recordedOn: '1970-01-01' });
    },
  );

  it('never makes the reader throw, whatever the bytes and headers', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...Object.keys(headers), 'x'),
          fc.oneof(fc.string(), fc.constantFrom(...Object.values(headers))),
        ),
        fc.option(fc.uint8Array()),
        fc.boolean(),
        (more, bytes, complete) => {
          const opened = reader.open(
            parcel({ headers: complete ? { ...headers, ...more } : more, payload: bytes && Buffer.from(bytes) }),
          );
          expect(['delivery', 'unreadable', 'passed']).toContain(opened.kind);
        },
      ),
    );
  });
});
