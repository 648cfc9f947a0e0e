import { integer, questionnaire } from './questionnaire.js';

const parts = ['prone', 'surpine', 'sit', 'stand'];

/** Alberta Infant Motor Scale: four parts and their sum; `surpine` is spelt as in the guide. */
export const aims = questionnaire(
  'aims',
  'child',
  [
    ['prone', integer(0, 21)],
    ['surpine', integer(0, 9)],
    ['sit', integer(0, 12)],
    ['stand', integer(0, 16)],
    ['score', integer(0, 58)],
  ],
  parts,
);
