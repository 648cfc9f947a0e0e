import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RefusalError } from '#contracts/refusal-error.js';
import { novaxJson, novaxXml } from './novax-messages.fixture.js';
import { readNovaxJson } from './read-novax-json.js';
import { readNovaxXml } from './read-novax-xml.js';

function refusalOf(read: (bytes: Buffer) => unknown, message: string | Buffer): [string, string | null] {
  try {
    read(Buffer.from(message));
  } catch (error) {
    if (error instanceof RefusalError) return [error.code, error.place];
    throw error;
  }
  throw new Error('It was read');
}

const bomb = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`;
const afterDeclaration = (text: string): string => novaxXml().replace('?>', `?>${text}`);

describe('XML that no parser should see', () => {
  it.each([
    ['nothing at all', '', 'MALFORMED', '1:1'],
    ['a byte order mark', `\uFEFF${novaxXml()}`, 'MALFORMED', '1:1'],
    ['UTF-16', Buffer.from(novaxXml(), 'utf16le'), 'MALFORMED', '1:2'],
    ['Latin 1 under a UTF-8 declaration', Buffer.from(novaxXml({ recordId: 'ø' }), 'latin1'), 'MALFORMED', 'byte 111'],
    ['another declared encoding', novaxXml().replace('UTF-8', 'ISO-8859-1'), 'MALFORMED', '1:1'],
    ['a cut-off message', novaxXml().slice(0, 250), 'MALFORMED', '7:9'],
    [
      'tags that cross',
      novaxXml().replace('</total>\n</novaxResult>', '</novaxResult>\n</total>'),
      'MALFORMED',
      '16:25',
    ],
    ['an entity bomb', afterDeclaration(bomb), 'DOCTYPE_FORBIDDEN', '1:1'],
    [
      'a reference to a file',
      afterDeclaration('\n<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
      'DOCTYPE_FORBIDDEN',
      '2:1',
    ],
    ['nesting without end', '<a>'.repeat(100_000), 'TOO_DEEP', '1:771'],
    ['another root', '<result/>', 'SHAPE_INVALID', '/*:1'],
    ['a missing element', novaxXml().replace(/ +<version>.*\n/, ''), 'SHAPE_INVALID', '/novaxResult/childCpr:4'],
    ['an element of its own', novaxXml().replace(/total/g, 'karl'), 'SHAPE_INVALID', '/*/*[14]:16'],
    ['an item twice', novaxXml().replace('8attraction', '7relationship'), 'DUPLICATE_KEY', '/*/*[13]:15'],
    [
      'nine items',
      novaxXml().replace('  <total>', '  <item linkId="9">1</item>\n  <total>'),
      'SHAPE_INVALID',
      '/*/*[14]:16',
    ],
    ['a text without end', novaxXml({ recordId: 'x'.repeat(129) }), 'SHAPE_INVALID', '/novaxResult/recordId:3'],
    ['JSON', novaxJson(), 'MALFORMED', '1:1'],
  ])('refuses %s with its place', (_name, message, code, place) => {
    expect(refusalOf(readNovaxXml, message)).toEqual([code, place]);
  });

  it('reads prefixes, comments and CDATA, which say the same', () => {
    const prefixed = novaxXml()
      .replace(/<(\/?)(?=[a-z])/g, '<$1n:')
      .replace('xmlns=', 'xmlns:n=')
      .replace('>1</n:version>', '><!-- first --><![CDATA[1]]></n:version>');
    const record = readNovaxXml(Buffer.from(prefixed));
    expect([record.version, record.items.get('1facialExpression')]).toEqual(['1', '1']);
    expect(record.placeOf('childCpr')).toBe('/novaxResult/childCpr:5');
  });
});

describe('JSON that JSON.parse would forgive or choke on', () => {
  it.each([
    ['nothing at all', '', 'MALFORMED', '1:1'],
    ['a byte order mark', `\uFEFF${novaxJson()}`, 'MALFORMED', '1:1'],
    ['Latin 1', Buffer.from(novaxJson({ recordId: 'ø' }), 'latin1'), 'MALFORMED', 'byte 15'],
    ['a cut-off message', novaxJson().slice(0, 60), 'MALFORMED', '3:19'],
    ['a key that stands twice', novaxJson().replace('"total"', '"version"'), 'DUPLICATE_KEY', '/version'],
    ['the same key and value twice', novaxJson().replace('{', '{ "version": 1,'), 'DUPLICATE_KEY', '/version'],
    ['a key twice in two spellings', novaxJson().replace('"total"', '"\\u0076ersion"'), 'DUPLICATE_KEY', '/version'],
    ['an item twice', novaxJson().replace('8attraction', '1facialExpression'), 'DUPLICATE_KEY', '/items/*'],
    ['nesting without end', '['.repeat(500_000), 'TOO_DEEP', '/0/0/0/0/0/0/0/0'],
    ['a list', '[]', 'SHAPE_INVALID', '/'],
    ['null', 'null', 'SHAPE_INVALID', '/'],
    ['a member of its own', novaxJson().replace('"total"', '"karl"'), 'SHAPE_INVALID', '/'],
    ['a prototype', novaxJson().replace('"total": 2', '"__proto__": {}'), 'SHAPE_INVALID', '/'],
    ['items as a list', novaxJson().replace(/\{ "1f.*\}/, '[1,0,0,0,1,0,0,0]'), 'SHAPE_INVALID', '/items'],
    ['an item as text', novaxJson().replace('"8attraction": 0', '"8attraction": "0"'), 'SHAPE_INVALID', '/items'],
    ['a CPR as a number', novaxJson().replace('"640326-4012"', '6403264012'), 'SHAPE_INVALID', '/childCpr'],
    ['two messages', `${novaxJson()}{}`, 'MALFORMED', '7:15'],
    ['a number with a leading zero', novaxJson({ version: '01' }), 'MALFORMED', '2:15'],
    ['a text with a line break in it', novaxJson().replace('640326', '640326\n'), 'MALFORMED', '3:22'],
    ['XML', novaxXml(), 'MALFORMED', '1:1'],
  ])('refuses %s with its place', (_name, message, code, place) => {
    expect(refusalOf(readNovaxJson, message)).toEqual([code, place]);
  });
});

describe('any bytes at all', () => {
  it('are read or refused, never an error of another kind, and never a slow one', () => {
    const spoiled = fc
      .tuple(fc.constantFrom(novaxXml(), novaxJson()), fc.nat(400), fc.uint8Array({ maxLength: 6 }))
      .map(([message, at, noise]) =>
        Buffer.concat([Buffer.from(message.slice(0, at)), noise, Buffer.from(message.slice(at))]),
      );
    fc.assert(
      fc.property(fc.oneof(spoiled, fc.uint8Array({ maxLength: 500 })), (bytes) => {
        for (const read of [readNovaxXml, readNovaxJson]) {
          try {
            read(Buffer.from(bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(RefusalError);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
