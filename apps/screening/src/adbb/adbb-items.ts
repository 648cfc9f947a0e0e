/** The eight items in the order of the national questionnaire, by linkId. Names only: the scale's wording is not ours to ship. */
export const adbbItems = [
  { linkId: '1facialExpression', da: 'ansigtsudtryk', en: 'facial expression' },
  { linkId: '2eyeContact', da: 'øjenkontakt', en: 'eye contact' },
  { linkId: '3generalLevelOfActivity', da: 'generelt aktivitetsniveau', en: 'general level of activity' },
  { linkId: '4selfStimulatingGestures', da: 'selvstimulation', en: 'self-stimulating gestures' },
  { linkId: '5vocalizations', da: 'vokalisering', en: 'vocalisations' },
  {
    linkId: '6brisknessOfResponseToStimulation',
    da: 'hastighed af respons på stimulation',
    en: 'briskness of response to stimulation',
  },
  { linkId: '7relationship', da: 'relation', en: 'relationship' },
  { linkId: '8attraction', da: 'attraktion', en: 'attraction' },
] as const;
