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

const YOUNG_FROM_MONTHS = 15 * 12;

/** From the 15th birthday the young person decides (R16). Only for words: consent decides who may see what. */
export const isYoungPerson = ({ ageMonths }: Pick<GuardianChild, 'ageMonths'>): boolean =>
  ageMonths >= YOUNG_FROM_MONTHS;
