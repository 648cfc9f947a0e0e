import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RefusalError } from '#contracts/refusal-error.js';
import { readJson } from './read-json.js';

const LIMITS = { maxBytes: 1_000_000 };
const read = (text: string) => readJson(Buffer.from(text), LIMITS);

function refusal(bytes: Uint8Array | string, limits = LIMITS): { code: string; place: string | null } {
  try {
    readJson(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, limits);
  } catch (error) {
    if (error instanceof RefusalError) return { code: error.code, place: error.place };
    throw error;
  }
  throw new Error('was not refused');
}

describe('readJson', () => {
  it('reads every JSON document as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const document = JSON.stringify(JSON.parse(text), null, indent);
        // JSON cannot tell -0 from 0 once it was written, so both sides are compared as text.
        expect(JSON.stringify(read(document))).toBe(JSON.stringify(JSON.parse(document)));
      }),
    );
  });

  it('refuses whatever JSON.parse refuses, and never with anything but a refusal', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 3 }), (text, at, junk) => {
        const broken = text.slice(0, at % (text.length + 1)) + junk + text.slice((at % (text.length + 1)) + 1);
        let native: unknown = 'refused';
        try {
          native = JSON.parse(broken);
        } catch {
          // What is broken may repeat a key before the break: the first fault on the way is the one that is told.
          expect(['MALFORMED', 'DUPLICATE_KEY']).toContain(refusal(broken).code);
          return;
        }
        try {
          expect(JSON.stringify(read(broken))).toBe(JSON.stringify(native));
        } catch (error) {
          if (!(error instanceof RefusalError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a truncated object', '{"a":1', { code: 'MALFORMED', place: '1:7' }],
    ['nothing at all', '', { code: 'MALFORMED', place: '1:1' }],
    ['a trailing comma', '[1,\n2,]', { code: 'MALFORMED', place: '2:3' }],
    ['two documents', '{} {}', { code: 'MALFORMED', place: '1:4' }],
    ['a leading zero', '[01]', { code: 'MALFORMED', place: '1:3' }],
    ['a number beyond every double', '[1e999]', { code: 'MALFORMED', place: '1:2' }],
    ['a string without end', '"abc', { code: 'MALFORMED', place: '1:5' }],
    ['a raw control character', '"a\tb"', { code: 'MALFORMED', place: '1:3' }],
    ['an escaped NUL', '"\\u0000"', { code: 'MALFORMED', place: '1:2' }],
    ['half a surrogate pair', '"\\ud800x"', { code: 'MALFORMED', place: '1:8' }],
    ['a byte order mark', '\uFEFF{}', { code: 'MALFORMED', place: '1:1' }],
    ['NaN', '[NaN]', { code: 'MALFORMED', place: '1:2' }],
    ['a comment', '{/* */}', { code: 'MALFORMED', place: '1:2' }],
  ])('refuses %s with its place', (_, text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  it('refuses a key that stands twice and points at it, also when it is written with an escape', () => {
    expect(refusal('{"entry":[{"id":"a"},{"id":"b","\\u0069d":"c"}]}')).toEqual({
      code: 'DUPLICATE_KEY',
      place: '/entry/1/id',
    });
  });

  it('tells the first fault of several', () => {
    expect(refusal('{"a":1,"a":2,').code).toBe('DUPLICATE_KEY');
    expect(refusal('{"a":1,,"a":2}').code).toBe('MALFORMED');
  });

  it('tells names apart that were read before from those that begin or end like them', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ab"\\]{0,4}$/), { maxLength: 12 }), (written) => {
        for (const text of written.map((name) => `{${JSON.stringify(name)}:{"ab":1,"a\\u0062b":2,"b":3}}`)) {
          expect(read(text)).toEqual(JSON.parse(text));
        }
      }),
    );
    expect(refusal('{"toString":1,"toString":2}').code).toBe('DUPLICATE_KEY');
    expect(Object.keys(read('{"toString":1,"constructor":2}') as object)).toEqual(['toString', 'constructor']);
  });

  it('does not repeat a key that is no name', () => {
    expect(refusal('{"610190-1234":1,"610190-1234":2}').place).toBe('/*');
  });

  it('refuses nesting beyond the limit, however deep, without using up the stack', () => {
    expect(refusal('['.repeat(500_000)).code).toBe('TOO_DEEP');
    expect(read('['.repeat(64) + ']'.repeat(64))).toBeDefined();
    expect(refusal('['.repeat(65) + ']'.repeat(65)).code).toBe('TOO_DEEP');
  });

  it('refuses bytes that are not UTF-8 at the byte', () => {
    expect(refusal(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe6]), Buffer.from('"}')]))).toEqual({
      code: 'MALFORMED',
      place: 'byte 6',
    });
    expect(refusal(Buffer.from('{"a":1}', 'utf16le')).code).toBe('MALFORMED');
  });

  it('refuses more bytes than allowed before reading any of them', () => {
    expect(refusal('{"a":1}', { maxBytes: 6 }).code).toBe('TOO_LARGE');
  });

  it('keeps a key named __proto__ harmless', () => {
    const value = read('{"__proto__":{"polluted":true}}') as object;
    expect((value as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  it('hands over digits as they were sent when asked to', () => {
    const digits = readJson(Buffer.from('{"value":38.30}'), { ...LIMITS, number: (text) => ({ digits: text }) });
    expect(digits).toEqual({ value: { digits: '38.30' } });
  });
});
