import type { Words } from '../words/words.js';

/** A text that the hub holds in some languages: in the page's, or else in English, told to screen readers as such. */
export function inLanguage(
  texts: Readonly<Record<'da' | 'en', string>>,
  { language }: Words,
): { text: string; lang: string } {
  const lang = language.code === 'da' ? 'da' : 'en';
  return { text: texts[lang], lang };
}
