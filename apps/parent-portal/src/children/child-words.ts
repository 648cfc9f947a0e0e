import type { GuardianChild } from '#contracts/questions/guardians.js';
import type { Words } from '../words/words.js';

type Known = Pick<GuardianChild, 'firstName' | 'relation'>;

/** What a child is called on a page. The young person is called by nobody's name but "yourself". */
export function childName({ firstName, relation }: Known, words: Words): string {
  if (relation === 'self') return words.children.self;
  return firstName ?? words.children.nameless;
}

/** A child's age as parents say it: months in the first two years, then years. */
export function ageWords(months: number, words: Words): string {
  if (months < 1) return words.children.newborn;
  return months < 24 ? words.children.ageMonths(months) : words.children.ageYears(Math.floor(months / 12));
}
