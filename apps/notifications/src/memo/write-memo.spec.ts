import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  XmlDocument,
  XsdValidator,
  XmlBufferInputProvider,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import type { MemoMessage } from './memo-message.js';
import { memoViolations } from './memo.rules.js';
import { writeMemo } from './write-memo.js';

const here = dirname(fileURLToPath(import.meta.url));
const schemas = join(here, '../../../../../shared/reference/memo/xsd');

/** An invented guardian with a replacement number, and a PDF that is only a header: the golden files stay readable. */
function letter(changes: Partial<MemoMessage> = {}): MemoMessage {
  return {
    messageUuid: '3f0c8a52-6f0e-4d57-9a35-1f2b7f6f3c01',
    messageId: '7d3f2a10-1111-4222-8333-944455566601',
    messageCode: 'first_share.v1',
    label: 'Sådan logger du på portalen',
    notification: 'Der ligger et brev til dig i Digital Post.',
    reply: false,
    sender: { cvr: '10000001', label: 'Kommunen' },
    recipientCpr: '6902921112',
    kle: null,
    createdDateTime: '2026-05-06T12:00:00Z',
    file: {
      encodingFormat: 'application/pdf',
      filename: 'Brev.pdf',
      language: 'da',
      content: Buffer.from('%PDF-1.7\n'),
    },
    action: { label: 'Log på portalen', url: 'https://portal.example/?fra=post&sprog=da' },
    ...changes,
  };
}

const golden: Record<string, MemoMessage> = {
  'first-share-da.xml': letter(),
  'first-share-en-with-subject-and-reply.xml': letter({
    messageUuid: 'b7c9a1f2-2f43-4c55-9d0e-7a1c2b3d4e5f',
    label: 'How to log in to the portal',
    notification: 'There is a letter for you in Digital Post.',
    reply: true,
    sender: { cvr: '10000002', label: 'Nord & Syd Kommune' },
    recipientCpr: '7512911113',
    kle: { subjectKey: '00.00.00', version: '1', activityFacet: 'A00', label: 'Testemne' },
    file: {
      encodingFormat: 'application/pdf',
      filename: 'Letter.pdf',
      language: 'en',
      content: Buffer.from('%PDF-1.7\n'),
    },
    action: { label: 'Log in to the portal', url: 'https://portal.example/en' },
  }),
};

describe('a Digital Post message', () => {
  for (const [name, message] of Object.entries(golden)) {
    it(`is written exactly as in the golden file ${name}`, () => {
      const path = join(here, 'golden', name);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, `${writeMemo(message)}\n`);
      expect(`${writeMemo(message)}\n`).toBe(readFileSync(path, 'utf8'));
    });
  }

  it('carries the bytes of the letter unchanged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const content = Buffer.concat([Buffer.from('%PDF-'), bytes]);
        const xml = writeMemo(letter({ file: { ...letter().file, content } }));
        const encoded = /<memo:content>([^<]*)<\/memo:content>/.exec(xml)?.[1] ?? '';
        expect(Buffer.from(encoded, 'base64').equals(content)).toBe(true);
      }),
    );
  });

  it('keeps any text that a municipality can have as its name readable for a strict parser', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (label) => {
        const message = letter({ sender: { cvr: '10000001', label } });
        if (memoViolations(message).length > 0) return;
        const document = XmlDocument.fromString(writeMemo(message));
        try {
          const read = document.get('//m:Sender/m:label', { m: 'https://DigitalPost.dk/MeMo-1' });
          expect(read?.content.replace(/\r\n?/g, '\n')).toBe(label.replace(/\r\n?/g, '\n'));
        } finally {
          document.dispose();
        }
      }),
    );
  });

  const broken: [string, Partial<MemoMessage>, string][] = [
    ['a version 7 message id', { messageUuid: '018f3a52-6f0e-7d57-9a35-1f2b7f6f3c01' }, 'messageUUID'],
    ['a label of 129 characters', { label: 'x'.repeat(129) }, 'label'],
    ['an empty label', { label: ' ' }, 'label'],
    ['a notification of 151 characters', { notification: 'x'.repeat(151) }, 'notification'],
    ['a CVR number of seven digits', { sender: { cvr: '1000001', label: 'K' } }, 'Sender/senderID'],
    ['a CPR number with a hyphen', { recipientCpr: '690292-1112' }, 'Recipient/recipientID'],
    ['a time with an offset', { createdDateTime: '2026-05-06T14:00:00+02:00' }, 'createdDateTime'],
    ['a link without encryption', { action: { label: 'L', url: 'http://portal.example' } }, 'Action/EntryPoint/url'],
    [
      'a link of 257 characters',
      { action: { label: 'L', url: `https://p.example/${'x'.repeat(239)}` } },
      'Action/EntryPoint/url',
    ],
    [
      'a subject key of another shape',
      { kle: { subjectKey: '27.24', version: '1', label: 'L' } },
      'KLEdata/subjectKey',
    ],
    ['a control character', { label: 'a\u0007b' }, 'label'],
    ...[
      '<',
      '>',
      ':',
      '"',
      '/',
      '\\',
      '|',
      '?',
      '*',
      '\n',
      '\u00A0',
      '\u2003',
      '\u2028',
      '\u205F',
      '\u2060',
      '\u3000',
    ].map((sign): [string, Partial<MemoMessage>, string] => [
      `a file name with U+${sign.codePointAt(0)!.toString(16)}`,
      { file: { ...letter().file, filename: `Brev${sign}til dig.pdf` } },
      'File/filename',
    ]),
    ['a file that is no PDF', { file: { ...letter().file, content: Buffer.from('MZ') } }, 'File/content'],
    [
      'a file above 70 MB',
      { file: { ...letter().file, content: Buffer.alloc(70 * 1024 * 1024 + 1, '%PDF-') } },
      'File/content',
    ],
  ];
  it.each(broken)('is refused with %s, naming the place', (_what, changes, place) => {
    expect(() => writeMemo(letter(changes))).toThrow(`MEMO_INVALID at ${place}`);
  });
});

describe('the published MeMo 1.2 schema', () => {
  const present = existsSync(schemas);
  if (!present) console.info('The published MeMo schemas are not here: only the golden files were compared.');
  const provider = present ? readSchemas() : null;

  afterAll(() => {
    if (provider) xmlCleanupInputProvider();
  });

  it('accepts every golden message and refuses one out of order', () => {
    if (!provider) return;
    xmlRegisterInputProvider(provider);
    const source = XmlDocument.fromBuffer(readFileSync(join(schemas, 'Version1.2/MeMo_core.xsd')), {
      url: 'file:///memo/Version1.2/MeMo_core.xsd',
    });
    const validator = XsdValidator.fromDoc(source);
    const validate = (xml: string): void => {
      const document = XmlDocument.fromString(xml);
      try {
        validator.validate(document);
      } finally {
        document.dispose();
      }
    };
    for (const message of Object.values(golden)) expect(() => validate(writeMemo(message))).not.toThrow();
    const disordered = writeMemo(letter()).replace(
      /(<memo:label>[^<]*<\/memo:label>)(<memo:notification>[^<]*<\/memo:notification>)/,
      '$2$1',
    );
    expect(() => validate(disordered)).toThrow();
    validator.dispose();
    source.dispose();
  });
});

function readSchemas(): XmlBufferInputProvider {
  const modules = ['dataTypes', 'dmv', 'form', 'gln', 'grd', 'kle', 'sor', 'udd'].map((name) => `MeMo_${name}.xsd`);
  return new XmlBufferInputProvider(
    Object.fromEntries(modules.map((name) => [`file:///memo/${name}`, readFileSync(join(schemas, name))])),
  );
}
