/** What an observation is about: the FBOE indicators of the guide. */
export const indicators = {
  parentMentalStatus: '2c39af9f-8e45-4c88-962f-e7a9e2cd31b6',
  parentSocialStatus: '58997614-ba43-4534-90bd-10c7e76802f4',
  socialSupportNetwork: '7e7fab2f-278a-4b14-9bc9-efc36fffcba5',
  socialInteraction: '68605f88-49fb-44b9-b327-86947af6aa93',
  parentRelationship: '763c6f21-5467-4713-82fb-716c9d0a1fdf',
  communication: '653c2b0b-bb64-4906-888b-aea6fef3c3f8',
  sleep: '73f981f8-455a-4158-b435-7c6d83ab84da',
  motorFunction: 'e04f2ca1-888a-4671-a97a-371b525cd2a3',
  physicalActivity: 'b331fe02-a781-4abd-b6db-9331d6a69b15',
  hearing: 'a22c4b53-b622-4394-ba13-910a7b0d7b0d',
  sight: '01fddd46-ed7c-423d-b191-ffdd977dd61e',
  passiveSmoking: '28972d4b-fea3-42ec-b2a5-e2a26f79b14d',
  nicotine: '76891f7b-cf49-4cb2-88d6-728a509eb75d',
  nutrition: 'e61e4dab-54bb-4bf4-9b76-8d991cf4de08',
} as const;

/** SNOMED CT observables of the guide. */
export const observables = {
  bodyWeight: '27113001',
  bodyHeight: '1153637007',
  standingHeight: '248333004',
  recumbentHeight: '1149101003',
  headCircumference: '363812007',
  infantFeeding: '169740003',
  examinationFinding: '363788007',
} as const;
