import { beforeAll, describe, expect, it } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import { letterPdf } from './letter-pdf.js';
import { letterTemplates } from './letter-templates.js';
import { renderLetter } from './render-letter.js';

const values = { sender: 'Ærø-Østre Kommune', portalUrl: 'https://portal.example/da' };
const createdAt = new Date('2026-05-06T12:00:00Z');

describe.each(letterTemplates.map((template) => [template.language, template] as const))(
  'the letter as a PDF, in %s',
  (language, template) => {
    const letter = renderLetter(template, values);
    let bytes: Buffer;
    let pdf: ReadPdf;

    beforeAll(async () => {
      bytes = await letterPdf(letter, values.sender, createdAt);
      pdf = new ReadPdf(bytes);
    });

    it('says its language and shows its title', () => {
      expect(pdf.source).toMatch(new RegExp(`/Lang \\(${language === 'da' ? 'da-DK' : 'en-GB'}\\)`));
      expect(pdf.source).toMatch(/\/DisplayDocTitle true/);
      expect(pdf.source).toMatch(/\/MarkInfo \d+ 0 R/);
      expect(pdf.source).toMatch(/\/Marked true/);
      expect(pdf.all()).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/);
    });

    it('is tagged as one document with a heading, its paragraphs in order and a link', () => {
      const tags = [...pdf.source.matchAll(/\/S \/(\w+)/g)]
        .map((match) => match[1])
        .filter((tag) => tag !== 'URI' && tag !== 'Transparency');
      expect(tags.filter((tag) => tag === 'Document')).toHaveLength(1);
      expect(tags.filter((tag) => tag === 'H1')).toHaveLength(1);
      expect(tags.filter((tag) => tag === 'P')).toHaveLength(letter.paragraphs.length + 2);
      expect(tags.filter((tag) => tag === 'Link')).toHaveLength(1);
      expect(pdf.source).toMatch(/\/StructTreeRoot \d+ 0 R/);
      expect(pdf.source).toMatch(/\/Subtype \/Link/);
      expect(pdf.source).toContain(`/URI (${values.portalUrl})`);
    });

    it('can be read: every word of the letter comes out of it, in order', () => {
      const words = (text: string) => text.replace(/\s+/g, '');
      const text = words(pdf.text());
      let from = 0;
      for (const part of [values.sender, letter.title, ...letter.paragraphs, letter.action.label]) {
        const at = text.indexOf(words(part), from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at;
      }
    });

    it('carries its fonts and nothing that runs', () => {
      expect(pdf.source.match(/\/FontFile[23] \d+ 0 R/g)).toHaveLength(2);
      expect(pdf.source).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/);
      expect(pdf.source).not.toMatch(/\/JavaScript|\/JS |\/Launch|\/EmbeddedFile/);
    });

    it('is the same file whenever it is made again', async () => {
      expect((await letterPdf(letter, values.sender, createdAt)).equals(bytes)).toBe(true);
    });

    it('fits on one page and stays small', () => {
      expect(pdf.source).toMatch(/\/Count 1\b/);
      expect(bytes.byteLength).toBeLessThan(100_000);
    });
  },
);

/** Reads just enough of our own PDFs: objects, inflated streams, and text through the fonts' own maps. */
class ReadPdf {
  readonly source: string;
  private readonly streams: string[];

  constructor(bytes: Buffer) {
    this.source = bytes.toString('latin1');
    this.streams = [...this.source.matchAll(/<<([^]*?)>>\s*stream\r?\n([^]*?)\r?\nendstream/g)].map(
      ([, dictionary, data]) => {
        const raw = Buffer.from(data!, 'latin1');
        return (dictionary!.includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1');
      },
    );
  }

  all(): string {
    return this.streams.join('\n');
  }

  text(): string {
    const maps = this.fontMaps();
    const content = this.streams.find((stream) => stream.includes('BDC'))!;
    let map = new Map<string, string>();
    let text = '';
    for (const [token, font, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>/g)) {
      if (font) map = maps.get(font)!;
      else if (hex) text += (hex.match(/.{4}/g) ?? []).map((glyph) => map.get(glyph) ?? '?').join('');
      else throw new Error(token);
    }
    return text;
  }

  private fontMaps(): Map<string, Map<string, string>> {
    const fonts = [...this.source.matchAll(/\/(F\d+) (\d+) 0 R/g)];
    return new Map(fonts.map(([, name, number]) => [name!, this.glyphsOf(number!)]));
  }

  private glyphsOf(fontObject: string): Map<string, string> {
    const dictionary = this.object(fontObject);
    const stream = this.object(/\/ToUnicode (\d+) 0 R/.exec(dictionary)![1]!);
    const data = /stream\r?\n([^]*?)\r?\nendstream/.exec(stream)![1]!;
    const map = inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
    const glyphs = new Map<string, string>();
    for (const [, first, , list] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g)) {
      [...list!.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, units], index) => {
        const glyph = (parseInt(first!, 16) + index).toString(16).padStart(4, '0');
        glyphs.set(
          glyph,
          (units!.match(/[0-9a-f]{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join(''),
        );
      });
    }
    return glyphs;
  }

  private object(number: string): string {
    return new RegExp(`(?:^|\\n)${number} 0 obj\\n([^]*?)\\nendobj`).exec(this.source)![1]!;
  }
}
