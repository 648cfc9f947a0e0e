import { describe, expect, it } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import { SharedDocumentSchema } from '#contracts/questions/shared-documents.js';
import { languages } from '../words/languages.js';
import { documentPdf } from './document-pdf.js';
import { numberSentences } from './number-sentences.js';

const numbers = {
  observedOn: '2026-05-05',
  items: [
    { da: 'Øjenkontakt', en: 'Eye contact', value: 1 },
    { da: 'Relation', en: 'Relationship', value: 4 },
  ],
  total: 5,
  cutOff: 5,
};
const document = SharedDocumentSchema.parse({
  documentId: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd',
  childId: '11111111-1111-4111-8111-111111111111',
  version: 2,
  kind: 'health_visit_summary',
  text: 'Første linje.\n\nAnden linje (med) \\ tegn.',
  explanation: { da: 'Det betyder noget.', en: 'It means something.' },
  numbers,
  sharedAt: '2026-05-06T12:00:00Z',
  corrected: true,
  earlierVersions: [1],
  sharedWith: [],
});
const user = { municipalityName: 'Kommune Et', csrf: '' };

const all = ({ lead, items, sums }: ReturnType<typeof numberSentences>): string[] => [lead, ...items, ...sums];

describe('the numbers of a result', () => {
  it('each stand with a word', () => {
    for (const words of Object.values(languages)) {
      for (const sentence of all(numberSentences(numbers, words))) expect(sentence).toMatch(/[a-zæøå]{4}/i);
    }
    expect(all(numberSentences(numbers, languages.en))).toEqual(
      expect.arrayContaining(['Eye contact: 1.', 'Added up it is 5.']),
    );
    expect(numberSentences({ ...numbers, total: 4 }, languages.da).sums.at(-1)).toBe('4 er under grænsen, som er 5.');
    expect(numberSentences(numbers, languages.da).sums.at(-1)).toContain('ikke en diagnose');
  });
});

function streamsOf(pdf: Buffer): string[] {
  return [...pdf.toString('latin1').matchAll(/<<([^]*?)>>\s*stream\r?\n([^]*?)\r?\nendstream/g)].map(
    ([, dictionary, data]) =>
      dictionary!.includes('/FlateDecode') ? inflateSync(Buffer.from(data!, 'latin1')).toString('latin1') : data!,
  );
}

describe.each(Object.values(languages).map((words) => [words.language.code, words] as const))(
  'a document as a PDF, in %s',
  (_code, words) => {
    it('says its language, and is tagged so that it can be read aloud', async () => {
      const pdf = (await documentPdf(document, { words, user })).toString('latin1');
      expect(pdf).toContain(`/Lang (${words.language.locale})`);
      for (const part of ['/Marked true', '/StructTreeRoot', '/DisplayDocTitle true']) expect(pdf).toContain(part);
      const tags = [...pdf.matchAll(/\/S \/(H1|H2|P)\b/g)].map(([, tag]) => tag);
      expect([tags.filter((tag) => tag === 'H1').length, tags.filter((tag) => tag === 'H2').length]).toEqual([1, 3]);
    });

    it.each(['Şeyma', 'Łukasz', 'Đorđe', 'Ольга', 'Ελένη'])(
      'keeps the letters of %s, also as text to be read aloud',
      async (name) => {
        const streams = streamsOf(await documentPdf({ ...document, text: name }, { words, user }));
        const asText = streams
          .filter((stream) => stream.includes('beginbfrange') || stream.includes('beginbfchar'))
          .join();
        for (const letter of name)
          expect(asText.toLowerCase()).toContain(letter.codePointAt(0)!.toString(16).padStart(4, '0'));
      },
    );

    it('tells in its properties the municipality and nobody else, and runs nothing', async () => {
      const bytes = await documentPdf(document, { words, user });
      const all = [bytes.toString('latin1'), ...streamsOf(bytes)].join('\n');
      for (const id of [document.documentId, document.childId]) expect(all).not.toContain(id);
      expect(all).not.toMatch(/\/JavaScript|\/JS |\/Launch|\/EmbeddedFile/);
    });
  },
);
