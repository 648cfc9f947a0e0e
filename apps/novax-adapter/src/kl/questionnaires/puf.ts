import { integer, questionnaire, type AnswerRule } from './questionnaire.js';

const items = [
  '1sleepPattern',
  '2fallingAsleep',
  '3cohesiveSleep',
  '4appetite',
  '5pickyEater',
  '6rejectsFood',
  '7throwsUp',
  '8happy',
  '9irritable',
  '10cry',
  '11feelingLow',
  '12curious',
  '13attention',
  '14concentration',
  '15distracted',
  '16motorFunction',
  '17lowActivity',
  '18highActivity',
  '19Impulsive',
  '20eyeContact',
  '21contactSmiles',
  '22communication',
  '23commonAttention',
  '24bodyContact',
  '25selective',
  '26understand',
  '27language',
];

const YES_OR_NO: AnswerRule = { kind: 'boolean' };

/** PUF: 27 yes/no items and a score, for which the guide states no range: any whole number of 32 bits. */
export const puf = questionnaire('puf', 'child', [
  ...items.map((linkId) => [linkId, YES_OR_NO] as const),
  ['score', integer(-2_147_483_648, 2_147_483_647)],
]);
