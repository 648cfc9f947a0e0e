// Answers of the guide's indicators, KLChildren 2.1.0 (terminology kl.dk.fhir.term 2.2.0, CC0-1.0), all in FBOE.

/** Answers per indicator, in the guide's order. */
export const indicatorAnswers = {
  parentMentalStatus: [
    '0e5db980-8c6e-4034-abab-054e0eb40935',
    'b8220216-e185-451b-8d2a-67cdf73c42c3',
    'f86c2526-3b04-454c-a99e-d350f699dc94',
  ],
  parentSocialStatus: [
    '57dd67d7-175a-4541-87ff-db1381c4e1d9',
    '546e7bef-7a22-451e-971a-326fcd78a843',
    '2461e246-b75c-46bb-b6ad-c68d529ace7e',
  ],
  socialSupportNetwork: ['fbd9a8a5-0ed6-4e1a-9841-066ade34b071', '983ff338-2e77-413d-b157-66d0141a4a96'],
  socialInteraction: [
    '008b1890-4be5-463a-b618-0ab3d89515d0',
    '18938eb0-3f40-48c5-9971-7255aa86336a',
    'e1c1674c-9384-4d95-999f-763f3868f444',
  ],
  parentRelationship: [
    '7a107df6-8fb8-4744-8413-be10b4c5c1d9',
    '274791a5-094d-4e6a-831e-e712d3d66aeb',
    '80aa0dab-aa41-45b1-a2cc-16d7e3733fdd',
  ],
  communication: [
    '042d522d-0abe-46eb-a958-6e235b5d5408',
    '851ad2f2-a805-4d81-a1d8-15c3b09f5949',
    'd9f00ad4-4305-4bd0-aedf-2e51bef602e2',
  ],
  sleep: [
    'b07eec60-941d-484d-8c2a-aeaa2ba798bf',
    'd13ad530-d8f6-4933-be18-bb77e2334f9f',
    'c25b5cda-3f6b-4ef7-998d-c22c58c6dd18',
  ],
  motorFunction: [
    'd5b876e1-a86c-4768-b46d-cd795eaa89e4',
    '936a0163-08eb-4fdb-bf0c-bcf5bc7cb3f6',
    'aeade013-b14a-4ad3-80da-66742782411e',
  ],
  physicalActivity: [
    '05086dad-8718-4a6c-b096-54c7101d0b2c',
    '2effe989-0cc3-4dce-ad93-9f6503b91eaa',
    '38f72570-630f-40c6-8a60-cf2e1bddc8eb',
    '2ef19cdf-f6e6-4b2c-aaef-f466e33cf261',
  ],
  hearing: [
    '9628db65-7460-4ecc-bbb1-48c0ac4b3f02',
    'c4c79311-ba80-4890-9008-c2f62ab00eda',
    '4d4b20b6-0159-4014-ac1c-46a7a860b204',
  ],
  sight: [
    'bdcb835d-6ef6-4c4f-9fdf-94c3ebd17182',
    '0896610c-1322-44f2-836c-774de52fc3f1',
    'e489119b-de75-47cc-a53b-6ba90ed2c7e8',
  ],
  passiveSmoking: ['b54723cf-3114-4119-b1cb-28107a283a99', '5bc59698-bdf9-48db-ab97-20c43d7ff4f1'],
  nicotine: [
    'a7a53cfd-c7bb-4573-a4ae-2eb18e3dda1f',
    'fd145ea6-b7de-466c-9053-8b4a0be960ac',
    'cfe9150e-380e-4ce3-a120-2e2b227c8b9f',
  ],
  nutrition: [
    '78dcf013-8ae9-4541-b175-100cde77a9f0',
    'abecea75-32cd-4388-80fd-319a30701bf6',
    '019e3a2d-775c-4660-8183-75206b47048f',
  ],
  /** How an infant is fed: answers of the feeding observation. */
  feeding: [
    '77a008dd-21cc-452f-a1ee-ac8d025b7817',
    '0a993974-e314-4f76-8c80-c3770fdefe37',
    '3edc905c-2830-442a-98cc-463cc3701dd1',
    'dfab6d07-b1b6-4210-ac8a-b8a0d095c8ab',
    '5101d1ac-b96f-4dd9-a42e-e3f765f747e1',
  ],
} as const;
