import type { Judgement } from './adbb.rules.js';
import type { Language } from './level-words.js';

type Told = Pick<Judgement, 'level' | 'window'>;

const opening = {
  da: 'Sundhedsplejersken har set på, hvordan dit barn søger kontakt og svarer på kontakt.',
  en: 'The health visitor has looked at how your child seeks contact and answers contact.',
};

const days = {
  da: new Intl.DateTimeFormat('da-DK', { dateStyle: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
};
/** A day as people say it: `25. maj 2026`. */
const dayWords = (day: string, language: Language): string => days[language].format(new Date(day));

const again = {
  da: (window: Told['window']) =>
    window
      ? `Sundhedsplejersken vil gerne se dit barn igen mellem den ${dayWords(window.from, 'da')} og den ${dayWords(window.to, 'da')}, for børn kan have en dårlig dag.`
      : 'Sundhedsplejersken vil gerne se dit barn igen om en til to uger, for børn kan have en dårlig dag.',
  en: (window: Told['window']) =>
    window
      ? `The health visitor would like to see your child again between ${dayWords(window.from, 'en')} and ${dayWords(window.to, 'en')}, for children can have a bad day.`
      : 'The health visitor would like to see your child again in one to two weeks, for children can have a bad day.',
};

const outcome = {
  da: {
    below_cutoff: () => 'Det giver ikke anledning til at se dit barn igen før det næste besøg.',
    repeat_due: again.da,
    repeat_overdue: () => 'Sundhedsplejersken vil gerne se dit barn igen snarest; besøget er forsinket.',
    sustained: () =>
      'Det blev set ved begge besøg, at dit barn trækker sig noget fra kontakt. Sundhedsplejersken taler med dig om, hvad der kan hjælpe.',
    not_confirmed: () => 'Det, der blev set første gang, blev ikke set igen ved det næste besøg.',
  },
  en: {
    below_cutoff: () => 'There is no reason to see your child again before the next visit.',
    repeat_due: again.en,
    repeat_overdue: () => 'The health visitor would like to see your child again soon; the visit is delayed.',
    sustained: () =>
      'At both visits your child was seen to hold back somewhat from contact. The health visitor talks with you about what can help.',
    not_confirmed: () => 'What was seen the first time was not seen again at the next visit.',
  },
};

/** What the level means, in plain words: no number but that of a day. */
export function parentWords(told: Told, language: Language): string {
  return `${opening[language]} ${outcome[language][told.level](told.window)}`;
}
