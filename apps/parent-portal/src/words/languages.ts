import { da } from './da.js';
import { en } from './en.js';
import type { Words } from './words.js';

/** The languages of the pages; the first one is spoken unless another is chosen. A further language is a further file and a line here. */
export const languages = { da, en } satisfies Record<string, Words>;

export type Language = keyof typeof languages;

export const isLanguage = (text: unknown): text is Language =>
  typeof text === 'string' && Object.hasOwn(languages, text);
