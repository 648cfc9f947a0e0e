import { describe, expect, it } from '@jest/globals';
import { isLanguage, languages } from './languages.js';
import { dayWords, whenWords } from './when.js';

/** Every text that stands in a language, functions called with a number or a word. */
function texts(part: unknown, path = ''): [string, string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part === 'function') return [[path, String((part as (...given: unknown[]) => string)(3, 5))]];
  return Object.entries(part as object).flatMap(([key, inner]) => texts(inner, `${path}/${key}`));
}

describe('the words of the pages', () => {
  it('are there in every language, and nothing is left in Danish', () => {
    const danish = new Map(texts(languages.da));
    const same = texts(languages.en).filter(
      ([path, text]) => !path.startsWith('/language') && danish.get(path) === text && /[a-z]{4}/i.test(text),
    );
    expect(same).toEqual([]);
    for (const words of Object.values(languages)) for (const [, text] of texts(words)) expect(text.trim()).not.toBe('');
  });

  it('tell a time as it is on a clock in Denmark', () => {
    expect(whenWords('2026-05-06T12:05:00Z', languages.da)).toBe('6. maj 2026 kl. 14.05');
    expect(whenWords('2026-05-06T12:05:00Z', languages.en)).toBe('6 May 2026 at 14:05');
    expect(dayWords('2026-05-06', languages.da)).toBe('6. maj 2026');
  });

  it('are asked for by the names of languages alone', () => {
    expect(['da', 'en', 'toString', '__proto__', '', 7].map(isLanguage)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
