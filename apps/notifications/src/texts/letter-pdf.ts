import PDFDocument from 'pdfkit';
import { letterFonts } from './letter-fonts.js';
import type { RenderedLetter } from './render-letter.js';

const MARGIN = 72;
const MEASURE = 450;

/**
 * Sets a letter as one tagged PDF (PDF/UA structure: language, title, heading, paragraphs, link; fonts embedded), so that it can be read
 * aloud and resized. The same letter and time give the same bytes: every try of a letter sends the same file.
 */
export async function letterPdf(letter: RenderedLetter, sender: string, createdAt: Date): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    // Known to the library, not yet to its types.
    subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets,
    tagged: true,
    lang: letter.language === 'da' ? 'da-DK' : 'en-GB',
    displayTitle: true,
    info: {
      Title: letter.title,
      Author: sender,
      CreationDate: createdAt,
      ModDate: createdAt,
      // Shown to whoever looks at the file's properties: as neutral as the letter.
      Producer: sender,
      Creator: sender,
    },
  });
  document.registerFont('regular', letterFonts.regular);
  document.registerFont('semibold', letterFonts.semibold);
  const whole = document.struct('Document');
  document.addStructure(whole);
  whole.add(
    document.struct(
      'P',
      {},
      () => void document.font('semibold').fontSize(11).fillColor('#333333').text(sender, MARGIN, MARGIN),
    ),
  );
  whole.add(
    document.struct(
      'H1',
      {},
      () => void document.font('semibold').fontSize(20).fillColor('#000000').text(letter.title, MARGIN, 130),
    ),
  );
  document.moveDown(0.8);
  for (const paragraph of letter.paragraphs) {
    whole.add(document.struct('P', {}, () => void body(document).text(paragraph, { width: MEASURE, lineGap: 4 })));
    document.moveDown(0.8);
  }
  whole.add(
    document.struct('P', {}, [document.struct('Link', { alt: letter.action.label }, () => link(document, letter))]),
  );
  whole.end();
  return bytesOf(document);
}

const body = (document: PDFKit.PDFDocument): PDFKit.PDFDocument =>
  document.font('regular').fontSize(12).fillColor('#000000');

function link(document: PDFKit.PDFDocument, letter: RenderedLetter): void {
  body(document)
    .fillColor('#0059b3')
    .text(letter.action.label, { width: MEASURE, link: letter.action.url, underline: true });
}

function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    document.end();
  });
}
