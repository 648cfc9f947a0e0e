import { capitalisedWords } from './words/capitalised-words.js';
import { givenNames } from './words/given-names.js';
import { healthWords } from './words/health-words.js';

/** Why a text may not leave the house: the kind of finding and the part of the letter, never the words themselves. */
export interface NeutralityFinding {
  readonly part: string;
  readonly found: 'cpr' | 'digit' | 'name' | 'health_word' | 'hidden_character';
}

/** What stands in the letter by right and is checked on its own: the municipality's name and the portal's address. */
export interface KnownWords {
  readonly allowed: readonly string[];
  /** Full names that must not stand there, however they are spelled: the recipient's own. */
  readonly forbidden: readonly string[];
}

const CPR_SHAPE = /(?<!\d)\d{6}[\s.-]?\d{4}(?!\d)/u;
const DIGIT = /\p{Nd}|\p{Nl}|\p{No}/u;
/** Soft hyphens, zero-width signs and direction marks: they can hide a word from a reader of this list, not from the recipient. */
const HIDDEN = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/u;
const WORD = /[\p{L}][\p{L}\p{M}'’-]*/gu;

/**
 * Everything in the parts of a letter that is not neutral (R15): a CPR shape, any digit at all, a name, a health word in Danish or English.
 * Empty when the letter says nothing about anybody. All languages are searched in every text: a Danish word in an English letter tells as much.
 */
export function neutralityFindings(parts: Readonly<Record<string, string>>, known: KnownWords): NeutralityFinding[] {
  return Object.entries(parts).flatMap(([part, text]) => findingsIn(text, known).map((found) => ({ part, found })));
}

function findingsIn(written: string, known: KnownWords): NeutralityFinding['found'][] {
  const findings = new Set<NeutralityFinding['found']>();
  if (HIDDEN.test(written)) findings.add('hidden_character');
  const folded = written.normalize('NFKC').replace(new RegExp(HIDDEN, 'gu'), '');
  const text = known.allowed.reduce((rest, words) => (words ? rest.replaceAll(words, ' … ') : rest), folded);
  if (CPR_SHAPE.test(text)) findings.add('cpr');
  if (DIGIT.test(text)) findings.add('digit');
  if (hasHealthWord(text)) findings.add('health_word');
  if (hasName(text, known.forbidden)) findings.add('name');
  return [...findings];
}

const allParts = [healthWords.da, healthWords.en, healthWords.any].flatMap((list) => [...list.parts]);
const allWhole = new Set(
  [healthWords.da, healthWords.en, healthWords.any].flatMap((list): string[] => [...list.whole]),
);

/** Also reads the text with its spaces and signs taken out between single letters, so that `s c o r e` is found. */
function hasHealthWord(text: string): boolean {
  const lower = text.toLocaleLowerCase('da');
  const joined = lower.replace(/(?<=(?:^|[^\p{L}])\p{L})[\s._-]+(?=\p{L}(?:[^\p{L}]|$))/gu, '');
  return [lower, joined].some(
    (reading) =>
      allParts.some((part) => reading.includes(part)) ||
      (reading.match(WORD) ?? []).some((word) => word.split(/['’-]/).some((piece) => allWhole.has(piece))),
  );
}

const commonNames = new Set(givenNames.map((name) => name.toLocaleLowerCase('da')));
const mayBeCapitalised = new Set(capitalisedWords);

function hasName(text: string, forbidden: readonly string[]): boolean {
  const words = [...text.matchAll(WORD)];
  if (
    holdsFullName(
      words.map(([word]) => word.toLocaleLowerCase('da')),
      forbidden,
    )
  )
    return true;
  return words.some(({ 0: word, index }) => {
    if (!/^\p{Lu}/u.test(word)) return false;
    const forms = [word, word.replace(/['’]?s$/u, '')].map((form) => form.toLocaleLowerCase('da'));
    if (forms.some((form) => commonNames.has(form))) return true;
    return !mayBeCapitalised.has(word) && !startsSentence(text.slice(0, index));
  });
}

/** Two different parts of a person's name beside each other. One alone proves nothing: people are called Du, Will and Post. */
function holdsFullName(words: readonly string[], names: readonly string[]): boolean {
  return names.some((name) => {
    const parts = new Set(name.normalize('NFKC').toLocaleLowerCase('da').match(WORD) ?? []);
    return words.some((word, at) => parts.has(word) && parts.has(words[at + 1] ?? '') && word !== words[at + 1]);
  });
}

function startsSentence(before: string): boolean {
  return /(?:^|[.!?:]["»”)]?\s+|\n\s*)["«“(]?$/u.test(before);
}
