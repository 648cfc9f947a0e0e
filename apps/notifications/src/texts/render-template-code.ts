import type { LetterKind, LetterLanguage } from './letter-template.js';
import { letterTemplate } from './letter-templates.js';
import { renderLetter, type LetterValues, type RenderedLetter } from './render-letter.js';

/** The letter that a stored wording stands for: `first_share.v1/da`. Throws when that wording is no longer kept. */
export function renderTemplateCode(code: string, values: LetterValues): RenderedLetter {
  const match = /^([a-z_]+)\.v(\d+)\/(da|en)$/.exec(code);
  if (!match) throw new Error('A stored wording has a form that is not known');
  return renderLetter(letterTemplate(match[1] as LetterKind, match[3] as LetterLanguage, Number(match[2])), values);
}
