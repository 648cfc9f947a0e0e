import { Temporal } from 'temporal-polyfill';

/** From the 15th birthday, that day included, the journal and the consents are the young person's own (R16). */
export const YOUNG_PERSON_YEARS = 15;

/** Whether the child decides alone on that day (a day in Copenhagen). */
export function isYoungPerson(birthDate: Temporal.PlainDate, day: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, birthDate.add({ years: YOUNG_PERSON_YEARS })) >= 0;
}
