import { integer, questionnaire } from './questionnaire.js';

const items = ['1humor', '2happiness', '3blame', '4worry', '5anxious', '6grow', '7sleep', '8sad', '9cry', '10harm'];

/** Edinburgh Postnatal Depression Scale: ten items of 0-3 and their sum. It belongs to the parent's record. */
export const epds = questionnaire(
  'epds',
  'parent',
  [...items.map((linkId) => [linkId, integer(0, 3)] as const), ['score', integer(0, 30)]],
  items,
);
