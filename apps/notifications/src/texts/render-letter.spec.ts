import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LetterTemplate } from './letter-template.js';
import { letterTemplates } from './letter-templates.js';
import { neutralityFindings } from './neutrality.rules.js';
import { renderLetter } from './render-letter.js';
import { firstShareDa } from './templates/first-share.da.js';

const values = { sender: 'Kommune Nord', portalUrl: 'https://portal.example' };
const nobody = { allowed: [], forbidden: [] };

describe('the letters that are sent', () => {
  it.each(letterTemplates.map((template) => [`${template.kind}.${template.language}`, template] as const))(
    '%s is neutral and says how to log in',
    (_name, template) => {
      const letter = renderLetter(template, values, 'Karla Prøve Nielsen');
      expect(letter.paragraphs.join(' ')).toContain('MitID');
      expect(letter.paragraphs.join(' ')).toContain(values.portalUrl);
      expect(letter.action.url).toBe(values.portalUrl);
      expect(letter.label.length).toBeLessThanOrEqual(128);
      expect(letter.notification.length).toBeLessThanOrEqual(150);
      expect([letter.label, letter.notification, letter.title, ...letter.paragraphs].join()).not.toMatch(/[{}\d]/);
    },
  );

  it('exist in Danish and in English for every kind', () => {
    const kinds = new Set(letterTemplates.map(({ kind }) => kind));
    for (const kind of kinds) {
      const languages = letterTemplates.filter((template) => template.kind === kind).map(({ language }) => language);
      expect(languages.sort()).toEqual(['da', 'en']);
    }
  });
});

describe('a bad template', () => {
  const bad: [string, Partial<LetterTemplate>][] = [
    ['a CPR number in the text', { paragraphs: ['Log på med 690292-1112.'] }],
    ['a CPR number without hyphen in the file name', { filename: 'Brev 6902921112.pdf' }],
    ['a CPR number in digits of another script', { paragraphs: ['Log på med ٦٩٠٢٩٢١١١٢.'] }],
    ['a sum in the label', { label: 'Resultat: 7' }],
    ['a sum alone', { notification: 'Der er 7 til dig.' }],
    ['a full-width digit', { paragraphs: ['Der er ７ til dig.'] }],
    ['the name of the scale', { title: 'Nyt om adbb' }],
    ['the word score', { paragraphs: ['Her er din score.'] }],
    ['a spaced-out word', { paragraphs: ['Her er din s c o r e nu.'] }],
    ['a soft hyphen inside a word', { paragraphs: ['Nyt fra sund\u00ADhedsplejen.'] }],
    ['a zero-width space inside a word', { paragraphs: ['Her er din sco\u200Bre.'] }],
    ['a Danish health word inside a compound', { paragraphs: ['Der er nyt fra sundhedsplejersken.'] }],
    [
      'a Danish health word in an English letter',
      { language: 'en', paragraphs: ['News from your sundhedsplejerske.'] },
    ],
    ['an English health word', { language: 'en', paragraphs: ['There is news about your health.'] }],
    ['a colour of a position', { paragraphs: ['Der er en gul meddelelse til dig.'] }],
    ['capitals', { paragraphs: ['DER ER EN BEKYMRING.'] }],
    ['a first name inside a sentence', { paragraphs: ['Der er et dokument om Quirinius i portalen.'] }],
    ['a first name that begins a sentence', { paragraphs: ['Portalen er åben. Emma har fået et dokument.'] }],
    ['a first name in the genitive', { paragraphs: ['Emmas dokument ligger i portalen.'] }],
    ['the recipient by name', { paragraphs: ['Prøve nielsen skal logge på.'] }],
    ['a placeholder for a name', { paragraphs: ['Kære {recipientName}.'] }],
    ['a child', { paragraphs: ['Der er et dokument om dit barn.'] }],
  ];
  it.each(bad)('with %s is refused', (_what, changes) => {
    const template = { ...firstShareDa, ...changes };
    expect(() => renderLetter(template, values, 'Karla Prøve Nielsen')).toThrow('LETTER_NOT_NEUTRAL');
  });

  it('is named by its place and never by its words', () => {
    const template = { ...firstShareDa, paragraphs: ['Alt er godt.', 'Nyt fra sundhedsplejen til Quirinius.'] };
    expect(() => renderLetter(template, values)).toThrow(
      'LETTER_NOT_NEUTRAL at first_share.da/paragraph 2: health_word',
    );
  });

  it('is refused wherever a health word or a CPR number is put into it', () => {
    const word = fc.constantFrom('Sundhed', 'score', 'ADBB', '690292-1112', '7512911113', 'depression', 'bekymring');
    fc.assert(
      fc.property(word, fc.nat(), (bad, at) => {
        const text = firstShareDa.paragraphs[0]!;
        const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
        const place = spaces[at % spaces.length]!;
        const paragraphs = [`${text.slice(0, place)} ${bad}${text.slice(place)}`];
        expect(() => renderLetter({ ...firstShareDa, paragraphs }, values)).toThrow('LETTER_NOT_NEUTRAL');
      }),
    );
  });
});

describe('a guardian whose name is an ordinary word', () => {
  it.each(['Du Post', 'Will Hansen', 'My Log'])('gets the letter all the same: %s', (name) => {
    for (const template of letterTemplates) expect(() => renderLetter(template, values, name)).not.toThrow();
  });
});

describe('what a municipality fills in', () => {
  it('may hold capitals and digits', () => {
    expect(
      renderLetter(firstShareDa, { sender: 'K1 Kommune', portalUrl: 'https://portal.k1.example' }).paragraphs[0],
    ).toContain('K1 Kommune');
  });

  it.each([
    ['a sender that tells what the letter is about', { ...values, sender: 'Sundhedsplejen Nord' }],
    ['an address that tells it', { ...values, portalUrl: 'https://sundhedspleje.example' }],
    ['an address that carries a CPR number', { ...values, portalUrl: 'https://portal.example/690292-1112' }],
  ])('is refused with %s', (_what, filled) => {
    expect(() => renderLetter(firstShareDa, filled)).toThrow('LETTER_NOT_NEUTRAL');
  });
});

describe('the scanner', () => {
  it('reports every kind of finding once per part', () => {
    expect(neutralityFindings({ label: 'Om 690292-1112 og Quirinius', title: 'om portalen' }, nobody)).toEqual([
      { part: 'label', found: 'cpr' },
      { part: 'label', found: 'digit' },
      { part: 'label', found: 'name' },
    ]);
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) =>
        Array.isArray(neutralityFindings({ text }, nobody)),
      ),
    );
  });
});
