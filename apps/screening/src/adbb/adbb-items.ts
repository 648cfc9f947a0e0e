/** The eight items in the order of the national questionnaire, by linkId. Names only: the scale's wording is not ours to ship. */
export const adbbItems = [
  { linkId: '1facialExpression', da: 'Ansigtsudtryk', en: 'Facial expression' },
  { linkId: '2eyeContact', da: 'Øjenkontakt', en: 'Eye contact' },
  { linkId: '3generalLevelOfActivity', da: 'Generelt aktivitetsniveau', en: 'General level of activity' },
  { linkId: '4selfStimulatingGestures', da: 'Selvstimulation', en: 'Self-stimulating gestures' },
  { linkId: '5vocalizations', da: 'Vokalisering', en: 'Vocalisation' },
  {
    linkId: '6brisknessOfResponseToStimulation',
    da: 'Hastighed af respons på stimulation',
    en: 'Briskness of response to stimulation',
  },
  { linkId: '7relationship', da: 'Relation', en: 'Relationship' },
  { linkId: '8attraction', da: 'Attraktion', en: 'Attraction' },
] as const;
