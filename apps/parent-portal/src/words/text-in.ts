import type { Words } from './words.js';

/** A text that somebody else keeps, by language: Danish always, others where they wrote one. */
export type Texts = Readonly<Record<string, string>>;

/** In the page's language, else in English, else in Danish; `lang` says which, for screen readers. */
export function textIn(texts: Texts, { language }: Words): { text: string; lang: string } {
  const lang = [language.code, 'en'].find((code) => Object.hasOwn(texts, code)) ?? 'da';
  return { text: texts[lang] ?? '', lang };
}
