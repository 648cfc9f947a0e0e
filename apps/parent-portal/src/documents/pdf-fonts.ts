import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const font = (weight: number): Buffer =>
  readFileSync(resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff`));

/** IBM Plex Sans (SIL Open Font License 1.1), Latin letters only. */
export const pdfFonts = { regular: font(400), semibold: font(600) };
