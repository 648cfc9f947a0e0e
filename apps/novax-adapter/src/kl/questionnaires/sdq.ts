import { choice, questionnaire } from './questionnaire.js';

// The answers are compared as sent; they are the item's range, in the words the guide puts on the wire.
const FITS = choice('Passer ikke', 'Passer delvist', 'Passer godt');
const DIFFICULTIES = choice(
  'Nej',
  'Ja, mindre vanskeligheder',
  'Ja, tydelige vanskeligheder',
  'Ja, alvorlige vanskeligheder',
);
const HOW_LONG = choice('Mindre end 1 måned', '1-5 måneder', '6-12 måneder', 'Mere end et år');
const HOW_MUCH = choice('Slet ikke', 'Kun lidt', 'Ret meget', 'Virkelig meget');

const fitting = [
  '1friendly',
  '2restless',
  '3headache',
  '4sharing',
  '5angry',
  '6keepingToOneSelf',
  '7followInstructions',
  '8oftenWorried',
  '9helpfull',
  '10restlessBody',
  '11friend',
  '12fighting',
  '13sad',
  '14liked',
  '15distracted',
  '16uneasy',
  '17treatWell',
  '18lying',
  '19bullied',
  '20offersHelp',
  '21consideration',
  '22steal',
  '23PreferAdults',
  '24afraid',
  '25finish',
];

const burden = [
  '28difficultiesUnhappy',
  '29affectFamilyLife',
  '30affectFriendships',
  '31affectLearning',
  '32affectLeisureActivities',
  '33AffectOthers',
];

const items = [
  ...fitting.map((linkId) => [linkId, FITS] as const),
  ['26difficulties', DIFFICULTIES] as const,
  ['27difficultiesPeriod', HOW_LONG] as const,
  ...burden.map((linkId) => [linkId, HOW_MUCH] as const),
];

/** Strengths and Difficulties Questionnaire, for 4-10 and 11-17 years: the same linkIds in both. */
export const sdq4To10 = questionnaire('sdq_4_10', 'child', items);
export const sdq11To17 = questionnaire('sdq_11_17', 'child', items);
