import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { toFhirXml } from '#local/fhir-xml.js';
import type { RefusalError } from '#contracts/refusal-error.js';
import { part, report, type Bent } from '#local/two-month-report.fixture.js';
import { certified } from '../fixtures/read.fixture.js';
import type { KlRefusal } from '../kl-refusal.js';
import { readDeliveryBytes } from '../read-delivery-bytes.js';
import { readKlDelivery } from '../read-kl-delivery.js';
import { readXml } from './read-xml.js';

const wrap = (inside: string): string => `<Bundle xmlns="http://hl7.org/fhir">${inside}</Bundle>`;
const bytes = (text: string): Uint8Array => Buffer.from(text);
const refusalOf = (text: string): string => {
  try {
    readXml(text);
    return 'read';
  } catch (error) {
    return `${(error as RefusalError).code} ${(error as RefusalError).place}`;
  }
};

describe('XML that cannot be read', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'MALFORMED line 1'],
    ['text', 'hello', 'MALFORMED line 1'],
    ['an open element', wrap('<id value="x">'), 'MALFORMED line 1'],
    ['crossed tags', wrap('\n<meta><id value="x"/></Meta>'), 'MALFORMED line 2'],
    ['two roots', wrap('') + wrap(''), 'MALFORMED line 1'],
    ['an attribute twice', wrap('<id value="x" value="y"/>'), 'MALFORMED line 1'],
    ['an attribute without quotes', wrap('<id value=x/>'), 'MALFORMED line 1'],
    ['attributes that touch', wrap('<id value="x"id="y"/>'), 'MALFORMED line 1'],
    ['a bracket in a value', wrap('<id value="<"/>'), 'MALFORMED line 1'],
    ['an entity of its own', wrap('<id value="&x;"/>'), 'MALFORMED line 1'],
    ['a bare ampersand', wrap('<id value="a & b"/>'), 'MALFORMED line 1'],
    ['a character that is none', wrap('<id value="&#0;"/>'), 'MALFORMED line 1'],
    ['a control character', wrap('<id value="\u0001"/>'), 'MALFORMED line 1'],
    ['a comment with dashes', wrap('<!-- a -- b -->'), 'MALFORMED line 1'],
    ['CDATA outside narrative', wrap('<![CDATA[x]]>'), 'MALFORMED line 1'],
    ['an undeclared prefix', wrap('<f:id value="x"/>'), 'MALFORMED line 1'],
    ['a declaration in the middle', wrap('<?xml version="1.0"?>'), 'MALFORMED line 1'],
    ['version 1.1', `<?xml version="1.1"?>${wrap('')}`, 'MALFORMED line 1'],
    ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${wrap('')}`, 'MALFORMED line 1'],
    ['a space before the declaration', ` <?xml version="1.0"?>${wrap('')}`, 'MALFORMED line 1'],
    ['a document type', `<?xml version="1.0"?>\n<!DOCTYPE x>${wrap('')}`, 'DOCTYPE_FORBIDDEN line 2'],
    [
      'an entity bomb',
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${wrap('<id value="&b;"/>')}`,
      'DOCTYPE_FORBIDDEN line 1',
    ],
    ['a document type in small letters', `<!doctype x>${wrap('')}`, 'DOCTYPE_FORBIDDEN line 1'],
    ['text in an element', wrap('\n\nhello'), 'SHAPE_INVALID line 1'],
    ['another namespace', '<Bundle xmlns="urn:hl7-org:v3"/>', 'SHAPE_INVALID line 1'],
    ['no namespace', '<Bundle/>', 'SHAPE_INVALID line 1'],
    ['nesting without end', '<Bundle xmlns="http://hl7.org/fhir">' + '<entry>'.repeat(20_000), 'TOO_DEEP line 1'],
  ])('%s', (_name, text, refusal) => {
    expect(refusalOf(text)).toBe(refusal);
  });

  it('is refused in bytes that are no UTF-8, led by a mark or too many', () => {
    const read = (sent: Uint8Array) => () => readDeliveryBytes(sent, 'application/fhir+xml');
    expect(read(Uint8Array.of(0x3c, 0xff))).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
    expect(read(Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes(wrap(''))]))).toThrow(
      expect.objectContaining({ code: 'MALFORMED' }),
    );
    expect(read(new Uint8Array(10_000_001))).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  });
});

describe('XML that can be read', () => {
  it.each([
    [
      'comments and instructions',
      `<?xml version='1.0' encoding='utf-8' standalone="yes"?><!-- a --><?b c?>${wrap('<!-- d -->')}`,
    ],
    ['a prefix', '<f:Bundle xmlns:f="http://hl7.org/fhir"><f:id value="x"/></f:Bundle>'],
    [
      'a schema location',
      '<Bundle xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"/>',
    ],
    [
      'narrative of any kind',
      wrap('<text><div xmlns="http://www.w3.org/1999/xhtml">a<br/>&lt;<![CDATA[<b>]]>&#169;</div></text>'),
    ],
  ])('%s', (_name, text) => expect(refusalOf(text)).toBe('read'));

  it('resolves XML’s own references and white space in values', () => {
    const { children } = readXml(wrap('<id value="&lt;&amp;&quot;&#x41;&#66;\n\t&#10;"/>'));
    expect(children[0]!.attributes!.get('value')).toBe('<&"AB  \n');
  });

  it('is never anything that a full XML reader refuses', () => {
    const source = toFhirXml(report((bent) => (bent.entry = bent.entry.slice(0, 5))));
    const pieces = fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      "'",
      '&',
      '/',
      '=',
      '-->',
      '<!--',
      '<?',
      '?>',
      ']]>',
      '<![CDATA[',
      ' ',
      '\u0001',
      '&#0;',
      '<x/>',
      ':',
      'xmlns:a="b"',
      'æ',
    );
    const bent = fc.tuple(fc.nat(source.length), fc.nat(6), pieces);
    fc.assert(
      fc.property(bent, ([at, gone, piece]) => {
        const text = source.slice(0, at) + piece + source.slice(at + gone);
        return refusalOf(text) !== 'read' || wellFormed(text);
      }),
      { numRuns: 1500 },
    );
  });

  it('takes every sound report: no byte of it is one too many', () => {
    expect(refusalOf(toFhirXml(report()))).toBe('read');
    expect(wellFormed(toFhirXml(report()))).toBe(true);
  });
});

function wellFormed(text: string): boolean {
  try {
    XmlDocument.fromBuffer(Buffer.from(text)).dispose();
    return true;
  } catch {
    return false;
  }
}

describe('the XML form of a report', () => {
  const xml = (bundle: Bent): Uint8Array => bytes(toFhirXml(bundle));

  it('reads as the same tree and gives the same entry as the JSON form', () => {
    const bundle = report((bent) => {
      part(bent, 'visit').extension = [{ url: 'https://journal.example/x', valueDecimal: 1.5 }];
      part(bent, 'sleep').code.coding[0].display = 'Søvn & <ro> "her"\n';
    });
    const json = Buffer.from(JSON.stringify(bundle));
    expect(readDeliveryBytes(xml(bundle), 'application/fhir+xml').root).toEqual(
      readDeliveryBytes(json, 'application/fhir+json').root,
    );
    expect(readKlDelivery(xml(bundle), 'application/fhir+xml', certified)).toEqual(
      readKlDelivery(json, 'application/fhir+json', certified),
    );
  });

  it('keeps the digits of a decimal: two decimals are refused even when the second is zero', () => {
    const text = toFhirXml(report()).replace('value="39.2"', 'value="39.20"');
    expect(() => readKlDelivery(bytes(text), 'application/fhir+xml', certified)).toThrow(
      expect.objectContaining({ code: 'INVARIANT_BROKEN' }),
    );
    const json = JSON.stringify(report()).replace('"value":39.2', '"value":39.20');
    expect(() => readKlDelivery(bytes(json), 'application/fhir+json', certified)).toThrow(
      expect.objectContaining({ code: 'INVARIANT_BROKEN' }),
    );
  });

  it('tells place and line of every fault', () => {
    const text = toFhirXml(report((bent) => (part(bent, 'adbb').item[4].answer[0].valueInteger = 5)));
    let issues: KlRefusal['issues'] | undefined;
    try {
      readKlDelivery(bytes(text), 'application/fhir+xml', certified);
    } catch (error) {
      issues = (error as KlRefusal).issues;
    }
    const line = text.split('\n').findIndex((row) => row.includes('5vocalizations'));
    // The item starts on the line before its linkId.
    expect(issues).toMatchObject([
      { code: 'ITEM_OUT_OF_RANGE', line, place: "Bundle.entry[17].resource.item.where(linkId='5vocalizations')" },
    ]);
  });

  it.each<[string, string, string, string]>([
    ['an element twice', '<status value="final"/>', '<status value="final"/><status value="final"/>', 'SHAPE_INVALID'],
    [
      'an attribute FHIR does not know',
      '<status value="final"/>',
      '<status value="final" colour="x"/>',
      'SHAPE_INVALID',
    ],
    ['a status without value', '<status value="final"/>', '<status/>', 'SHAPE_INVALID'],
    ['an item as a word', '<valueInteger value="1"/>', '<valueInteger value="one"/>', 'ITEM_OUT_OF_RANGE'],
    ['an item as a decimal', '<valueInteger value="1"/>', '<valueInteger value="1.0"/>', 'ITEM_OUT_OF_RANGE'],
    ['yes for true', '<active value="true"/>', '<active value="yes"/>', 'SHAPE_INVALID'],
    ['a name', '<active value="true"/>', '<active value="true"/><name><text value="x"/></name>', 'ELEMENT_FORBIDDEN'],
  ])('%s is refused', (_name, from, to, code) => {
    const text = toFhirXml(report()).replace(from, to);
    expect(() => readKlDelivery(bytes(text), 'application/fhir+xml', certified)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('lets extensions of a primitive through, as JSON does', () => {
    const text = toFhirXml(report()).replace(
      '<status value="final"/>',
      '<status value="final"><extension url="https://x.example"><valueCode value="x"/></extension></status>',
    );
    const bundle = report(
      (bent) =>
        (part(bent, 'parent-mental-status')['_status'] = { extension: [{ url: 'https://x.example', valueCode: 'x' }] }),
    );
    expect(readKlDelivery(bytes(text), 'application/fhir+xml', certified)).toEqual(
      readKlDelivery(Buffer.from(JSON.stringify(bundle)), 'application/fhir+json', certified),
    );
  });
});
