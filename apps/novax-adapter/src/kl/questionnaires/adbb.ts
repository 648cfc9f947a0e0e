import { integer, questionnaire } from './questionnaire.js';

/** The eight ADBB items in the guide's order. */
export const adbbItems = [
  '1facialExpression',
  '2eyeContact',
  '3generalLevelOfActivity',
  '4selfStimulatingGestures',
  '5vocalizations',
  '6brisknessOfResponseToStimulation',
  '7relationship',
  '8attraction',
] as const;

/** Alarm Distress Baby Scale: eight items of 0-4 and their sum. */
export const adbb = questionnaire('adbb', 'child', [
  ...adbbItems.map((linkId) => [linkId, integer(0, 4)] as const),
  ['score', integer(0, 32)],
]);
