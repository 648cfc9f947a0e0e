/** The eight items in the order of the national questionnaire; the names are its linkIds (source: KLChildren 2.1.0). */
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
