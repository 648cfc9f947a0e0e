import type { LetterKind, LetterLanguage, LetterTemplate } from './letter-template.js';
import { consentRequestDa } from './templates/consent-request.da.js';
import { consentRequestEn } from './templates/consent-request.en.js';
import { firstShareDa } from './templates/first-share.da.js';
import { firstShareEn } from './templates/first-share.en.js';

/** Every wording that may be sent; all are scanned before the service starts. */
export const letterTemplates: readonly LetterTemplate[] = [
  firstShareDa,
  firstShareEn,
  consentRequestDa,
  consentRequestEn,
];

/** The newest wording of a kind in a language, or the version named; throws when there is none. */
export function letterTemplate(kind: LetterKind, language: LetterLanguage, version?: number): LetterTemplate {
  const found = letterTemplates
    .filter((template) => template.kind === kind && template.language === language)
    .filter((template) => version === undefined || template.version === version)
    .sort((a, b) => b.version - a.version)[0];
  if (!found) throw new Error(`No template for ${kind} in ${language}${version ? `, version ${version}` : ''}`);
  return found;
}
