import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = join(
  dirname(createRequire(import.meta.url).resolve('dkfds')),
  '../../src/fonts/IBMPlexSans/complete/ttf',
);
const font = (weight: string): Buffer => readFileSync(join(folder, `IBMPlexSans-${weight}.ttf`));

/**
 * IBM Plex Sans (SIL Open Font License 1.1) as the design system brings it: all Latin letters, Greek and Cyrillic; no Arabic. As TrueType,
 * because each PDF reads it anew and unpacking WOFF takes most of a letter's time.
 */
export const pdfFonts = { regular: font('Regular'), semibold: font('SemiBold') };
