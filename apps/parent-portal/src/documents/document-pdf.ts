import PDFDocument from 'pdfkit';
import type { SharedDocument } from '#contracts/questions/shared-documents.js';
import type { PageFrame } from '../layout/page-frame.js';
import { whenWords } from '../words/when.js';
import { inLanguage } from './in-language.js';
import { numberSentences } from './number-sentences.js';
import { pdfFonts } from './pdf-fonts.js';

const MARGIN = 72;
const MEASURE = 450;

/**
 * A version of a document as a tagged PDF (PDF/UA structure: language, title, headings, paragraphs; fonts embedded), so that it can be read
 * aloud. Neither the file's name nor its properties say whom it is about.
 */
export function documentPdf(
  document: SharedDocument,
  { words, user }: Pick<PageFrame, 'words' | 'user'>,
): Promise<Buffer> {
  const sharedAt = new Date(document.sharedAt);
  const sender = user?.municipalityName ?? words.frame.site;
  const title = words.documents.kinds[document.kind];
  const pdf = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    // Known to the library, not yet to its types.
    subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets,
    tagged: true,
    lang: words.language.locale,
    displayTitle: true,
    info: {
      Title: title,
      Author: sender,
      CreationDate: sharedAt,
      ModDate: sharedAt,
      Producer: sender,
      Creator: sender,
    },
  });
  pdf.registerFont('regular', pdfFonts.regular);
  pdf.registerFont('semibold', pdfFonts.semibold);
  const whole = pdf.struct('Document');
  pdf.addStructure(whole);
  const add = (tag: string, font: string, size: number, text: string): void => {
    whole.add(
      pdf.struct(
        tag,
        {},
        () => void pdf.font(font).fontSize(size).fillColor('#000000').text(text, { width: MEASURE, lineGap: 4 }),
      ),
    );
    pdf.moveDown(0.6);
  };
  add('P', 'semibold', 11, sender);
  add('H1', 'semibold', 20, title);
  add('P', 'regular', 12, words.documents.sharedOn(whenWords(document.sharedAt, words)));
  if (document.corrected) add('P', 'semibold', 12, words.documents.corrected);
  const section = (heading: string, texts: readonly string[]): void => {
    add('H2', 'semibold', 15, heading);
    for (const text of texts) add('P', 'regular', 12, text);
  };
  section(words.documents.written, paragraphs(document.text));
  if (document.explanation) {
    section(words.documents.explanation, paragraphs(inLanguage(document.explanation, words).text));
  }
  if (document.numbers) {
    const { lead, items, sums } = numberSentences(document.numbers, words);
    section(words.documents.numbersHeading, [lead, ...items, ...sums]);
  }
  whole.end();
  return bytesOf(pdf);
}

const paragraphs = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== '');

function bytesOf(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}
