import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';

const GUIDE = 'http://fhir.kl.dk/children';
const FBOE = 'http://fhir.kl.dk/term/CodeSystem/FBOE';
const CARE_SOCIAL = 'http://fhir.kl.dk/term/CodeSystem/CareSocialCodes';
const SNOMED = 'http://snomed.info/sct';
const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const CPR = 'urn:oid:1.2.208.176.1.2';
const SOR = 'urn:oid:1.2.208.176.1.1';

type Json = Record<string, unknown>;

export interface TwoMonthVisit {
  /** Ten digits each. */
  childCpr: string;
  motherCpr: string;
  /** When the visit began. The report is made up an hour later. */
  visitedAt: Temporal.ZonedDateTime;
  /** The eight ADBB items in their order; the total is their sum. */
  adbb: readonly number[];
  /** Ids of the bundle and of what is in it; random when not given. */
  id?: () => string;
}

const ADBB_ITEMS = [
  '1facialExpression',
  '2eyeContact',
  '3generalLevelOfActivity',
  '4selfStimulatingGestures',
  '5vocalizations',
  '6brisknessOfResponseToStimulation',
  '7relationship',
  '8attraction',
];
const EPDS_ITEMS = [
  '1humor',
  '2happiness',
  '3blame',
  '4worry',
  '5anxious',
  '6grow',
  '7sleep',
  '8sad',
  '9cry',
  '10harm',
];

const coded = (system: string, code: string): Json => ({ coding: [{ system, code }] });
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A full report of the visit at two months in the national format (KLChildren 2.1.0, FHIR R4, JSON): 21 resources. */
export function twoMonthVisit({ childCpr, motherCpr, visitedAt, adbb, id = randomUUID }: TwoMonthVisit): Json {
  const date = visitedAt.toPlainDate().toString();
  const at = visitedAt.toInstant().toString();
  const yesterday = visitedAt.subtract({ days: 8 }).toInstant().toString();
  const entries: Json[] = [];
  const add = (resourceType: string, profile: string, body: Json): string => {
    const own = id();
    const meta = { profile: [`${GUIDE}/StructureDefinition/klgateway-children-${profile}`] };
    entries.push({ fullUrl: `${GUIDE}/${resourceType}/${own}`, resource: { resourceType, id: own, meta, ...body } });
    return `${resourceType}/${own}`;
  };
  const person = (cpr: string, more: Json = {}): string =>
    add('Patient', 'citizen', {
      identifier: [{ use: 'official', system: CPR, value: cpr }],
      managingOrganization: { identifier: { use: 'official', system: SOR, value: '325421000016001' } },
      ...more,
    });

  const child = person(childCpr, { active: true });
  const parent = add('RelatedPerson', 'related-parent', {
    patient: { reference: child },
    relationship: [coded('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'PRN')],
  });
  const mother = person(motherCpr, { link: [{ other: { reference: parent }, type: 'seealso' }] });
  const encounter = add('Encounter', 'encounter', {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH' },
    type: [coded(FBOE, '51f30d1c-d60e-4e3e-ac22-ec9712ea962d')],
    subject: { reference: child },
    period: { start: at },
  });

  const observe = (profile: string, code: Json, rest: Json): string =>
    add('Observation', profile, {
      status: 'final',
      code,
      subject: { reference: child },
      encounter: { reference: encounter },
      ...rest,
    });
  const judged = (profile: string, code: string, value: string): string =>
    observe(profile, coded(FBOE, code), { effectiveDateTime: at, valueCodeableConcept: coded(FBOE, value) });
  const measured = (profile: string, codes: [string, string][], value: number, unit: string): string =>
    observe(
      profile,
      { coding: codes.map(([system, code]) => ({ system, code })) },
      {
        category: [coded('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs')],
        effectiveDateTime: date,
        valueQuantity: { value, unit, system: UCUM, code: unit },
      },
    );
  const fed = (period: Json, value: string): string =>
    observe(
      'feeding-observation',
      {
        coding: [
          { system: SNOMED, code: '169740003' },
          { system: FBOE, code: 'e61e4dab-54bb-4bf4-9b76-8d991cf4de08' },
        ],
      },
      { ...period, valueCodeableConcept: coded(FBOE, value) },
    );
  const answered = (questionnaire: string, subject: string, informer: string | null, item: Json[]): string =>
    add('QuestionnaireResponse', 'questionnaire-response', {
      ...(informer === null
        ? {}
        : {
            extension: [
              {
                url: `${GUIDE}/StructureDefinition/FindingInformer`,
                valueCodeableConcept: coded(CARE_SOCIAL, informer),
              },
            ],
          }),
      questionnaire: `${GUIDE}/Questionnaire/klgateway-children-${questionnaire}`,
      status: 'completed',
      subject: { reference: subject },
      authored: date,
      item,
    });
  const scored = (linkIds: readonly string[], values: readonly number[]): Json[] => [
    ...linkIds.map((linkId, index) => ({ linkId, answer: [{ valueInteger: values[index] }] })),
    { linkId: 'score', answer: [{ valueInteger: sum(values) }] },
  ];

  add('Observation', 'parent-mental-status', {
    status: 'final',
    code: coded(FBOE, '2c39af9f-8e45-4c88-962f-e7a9e2cd31b6'),
    subject: { reference: mother },
    effectiveDateTime: at,
    valueCodeableConcept: coded(FBOE, 'b8220216-e185-451b-8d2a-67cdf73c42c3'),
  });
  answered('epds', mother, '25b4e705-2e9a-47a2-b11a-c829316b9d3a', scored(EPDS_ITEMS, [0, 1, 1, 1, 0, 1, 0, 0, 0, 0]));
  judged('social-interaction', '68605f88-49fb-44b9-b327-86947af6aa93', 'e1c1674c-9384-4d95-999f-763f3868f444');
  judged('parent-relationship', '763c6f21-5467-4713-82fb-716c9d0a1fdf', '7a107df6-8fb8-4744-8413-be10b4c5c1d9');
  measured(
    'bodyweight',
    [
      [LOINC, '29463-7'],
      [SNOMED, '27113001'],
    ],
    5_420,
    'g',
  );
  measured(
    'bodyheight',
    [
      [LOINC, '8302-2'],
      [SNOMED, '1153637007'],
    ],
    58.5,
    'cm',
  );
  measured(
    'headcircum',
    [
      [LOINC, '9843-4'],
      [SNOMED, '363812007'],
    ],
    38.7,
    'cm',
  );
  const born = visitedAt.subtract({ days: 63 }).toInstant().toString();
  fed({ effectivePeriod: { start: born, end: yesterday } }, '77a008dd-21cc-452f-a1ee-ac8d025b7817');
  fed({ effectiveDateTime: at }, '3edc905c-2830-442a-98cc-463cc3701dd1');
  fed({ effectivePeriod: { start: yesterday } }, '3edc905c-2830-442a-98cc-463cc3701dd1');
  judged('communication', '653c2b0b-bb64-4906-888b-aea6fef3c3f8', '042d522d-0abe-46eb-a958-6e235b5d5408');
  judged('sleep', '73f981f8-455a-4158-b435-7c6d83ab84da', 'b07eec60-941d-484d-8c2a-aeaa2ba798bf');
  judged('motor-function', 'e04f2ca1-888a-4671-a97a-371b525cd2a3', '936a0163-08eb-4fdb-bf0c-bcf5bc7cb3f6');
  observe('exam-result', coded(SNOMED, '363788007'), {
    effectiveDateTime: date,
    valueCodeableConcept: coded(FBOE, 'bfd18100-d007-4465-95ce-5bf2ac8bc091'),
  });
  answered('adbb', child, '8fe80acb-2c2a-4f10-b2b8-ddb77d2f69dc', scored(ADBB_ITEMS, adbb));
  answered('topi', child, null, [{ linkId: '1vurdering', answer: [{ valueString: 'Grøn' }] }]);

  return {
    resourceType: 'Bundle',
    id: id(),
    meta: { profile: [`${GUIDE}/StructureDefinition/klgateway-children-delivery-report`] },
    type: 'collection',
    timestamp: visitedAt.add({ hours: 1 }).toInstant().toString(),
    entry: entries,
  };
}
