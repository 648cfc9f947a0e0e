import { describe, expect, it } from '@jest/globals';
import { languages } from '../words/languages.js';
import { ageWords, childName } from './child-words.js';

const { da, en } = languages;

describe('what a child is called', () => {
  it('is the first name, or nobody’s name', () => {
    expect(childName({ firstName: 'Alma', relation: 'guardian' }, da)).toBe('Alma');
    expect(childName({ firstName: null, relation: 'guardian' }, da)).toBe('Dit barn');
    expect(childName({ firstName: 'Magnus', relation: 'self' }, en)).toBe('Yourself');
  });
});

describe('how old a child is', () => {
  it.each([
    [0, 'Under 1 måned', 'Under 1 month'],
    [1, '1 måned', '1 month'],
    [23, '23 måneder', '23 months'],
    [24, '2 år', '2 years'],
    [179, '14 år', '14 years'],
  ])('is said as parents say it: %i months', (months, danish, english) => {
    expect([ageWords(months, da), ageWords(months, en)]).toEqual([danish, english]);
  });
});
