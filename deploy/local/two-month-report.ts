import { narrative, resourceOf, type FhirJson } from './report-resources.js';

const GUIDE = 'http://fhir.kl.dk/children';
const FBOE = 'http://fhir.kl.dk/term/CodeSystem/FBOE';
const CARE_SOCIAL = 'http://fhir.kl.dk/term/CodeSystem/CareSocialCodes';
const CPR = 'urn:oid:1.2.208.176.1.2';
const SOR = 'urn:oid:1.2.208.176.1.1';
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

/** What varies between the reports of two-month visits; everything else is the same invented family visit. */
export interface TwoMonthVisit {
  /** Ten digits, no hyphen. */
  readonly childCpr: string;
  readonly motherCpr: string;
  /** The eight ADBB items in the guide's order. */
  readonly items: readonly number[];
  /** The score as sent; left out when undefined. */
  readonly total?: number | undefined;
  /** Day of the visit, `YYYY-MM-DD`. */
  readonly observedOn: string;
  /** Bundle.id, at most 40 characters so that the resource ids made from it stay within 64. */
  readonly reportId: string;
  /** Bundle.timestamp, ISO instant. */
  readonly timestamp: string;
  /** Start of the resource ids; default the report id. Given again, it sends the same resources again. */
  readonly resourcePrefix?: string | undefined;
  readonly adbbStatus?: 'completed' | 'amended' | 'entered-in-error' | undefined;
  readonly topi?: 'Grøn' | 'Gul' | 'Rød' | undefined;
  readonly epdsItems?: readonly number[] | undefined;
  readonly senderSor?: string | undefined;
  /** Human-readable text beside every resource, as many journals send it; default true. */
  readonly narrative?: boolean | undefined;
}

/** A full KLChildren 2.1.0 delivery report of the two-month visit: child, mother, measures, indicators, EPDS, ADBB and TOPI. */
export function buildTwoMonthReport(visit: TwoMonthVisit): FhirJson {
  const prefix = visit.resourcePrefix ?? visit.reportId;
  const ids = (name: string): string => `${prefix}-${name}`;
  const at = `${visit.observedOn}T10:15:00+02:00`;
  const child = { reference: `Patient/${ids('child')}` };
  const mother = { reference: `Patient/${ids('mother')}` };
  const encounter = { reference: `Encounter/${ids('visit')}` };
  const resources: FhirJson[] = [];
  const add = (type: string, profile: string, name: string, body: FhirJson): void => {
    const text = visit.narrative === false ? undefined : narrative(type, name, body);
    resources.push(
      resourceOf(type, `${GUIDE}/StructureDefinition/klgateway-children-${profile}`, ids(name), text, body),
    );
  };
  const managed = {
    managingOrganization: {
      identifier: { use: 'official', system: SOR, value: visit.senderSor ?? '999000000000001' },
    },
  };
  const identified = (cpr: string): FhirJson => ({ identifier: [{ use: 'official', system: CPR, value: cpr }] });
  add('Patient', 'citizen', 'child', { ...identified(visit.childCpr), active: true, ...managed });
  add('Patient', 'citizen', 'mother', {
    ...identified(visit.motherCpr),
    ...managed,
    link: [{ other: { reference: `RelatedPerson/${ids('parent')}` }, type: 'seealso' }],
  });
  add('RelatedPerson', 'related-parent', 'parent', {
    patient: child,
    relationship: [concept('http://terminology.hl7.org/CodeSystem/v3-RoleCode', 'PRN', 'parent')],
  });
  add('Encounter', 'encounter', 'visit', {
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HH', display: 'home health' },
    type: [concept(FBOE, '51f30d1c-d60e-4e3e-ac22-ec9712ea962d', 'Besøg hos det ca. 2 måneder gamle barn')],
    subject: child,
    period: { start: at, end: `${visit.observedOn}T11:05:00+02:00` },
  });

  const indicator = (profile: string, code: string, display: string, answer: string, label: string, of = child): void =>
    add('Observation', profile, profile, {
      status: 'final',
      code: concept(FBOE, code, display),
      subject: of,
      ...(of === child ? { encounter } : {}),
      effectiveDateTime: at,
      valueCodeableConcept: concept(FBOE, answer, label),
    });
  const measure = (
    profile: string,
    loinc: string,
    snomed: string,
    display: string,
    value: number,
    unit: string,
  ): void =>
    add('Observation', profile, profile, {
      status: 'final',
      category: [concept('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs', 'Vital Signs')],
      code: {
        coding: [
          { system: 'http://loinc.org', code: loinc },
          { system: 'http://snomed.info/sct', code: snomed, display },
        ],
      },
      subject: child,
      encounter,
      effectiveDateTime: at,
      valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
    });
  const feeding = (name: string, when: FhirJson, answer: string, label: string): void =>
    add('Observation', 'feeding-observation', name, {
      status: 'final',
      code: {
        coding: [
          { system: 'http://snomed.info/sct', code: '169740003', display: 'Infant feeding method' },
          { system: FBOE, code: 'e61e4dab-54bb-4bf4-9b76-8d991cf4de08', display: 'Ernæring' },
        ],
      },
      subject: child,
      encounter,
      ...when,
      valueCodeableConcept: concept(FBOE, answer, label),
    });
  const answers = (name: string, of: FhirJson, status: string, informer: string, item: FhirJson[]): void =>
    add('QuestionnaireResponse', 'questionnaire-response', name, {
      extension: [
        {
          url: `${GUIDE}/StructureDefinition/FindingInformer`,
          valueCodeableConcept: concept(CARE_SOCIAL, informer),
        },
      ],
      questionnaire: `${GUIDE}/Questionnaire/klgateway-children-${name}`,
      status,
      subject: of,
      authored: visit.observedOn,
      item,
    });

  indicator(
    'parent-mental-status',
    '2c39af9f-8e45-4c88-962f-e7a9e2cd31b6',
    'Forælders psykiske tilstand',
    '0e5db980-8c6e-4034-abab-054e0eb40935',
    'Ingen psykisk reaktion',
    mother,
  );
  const epdsItems = visit.epdsItems ?? [0, 1, 0, 1, 0, 1, 1, 0, 0, 0];
  answers(
    'epds',
    mother,
    'completed',
    '25b4e705-2e9a-47a2-b11a-c829316b9d3a',
    scored(EPDS_ITEMS, epdsItems, sum(epdsItems)),
  );
  indicator(
    'social-interaction',
    '68605f88-49fb-44b9-b327-86947af6aa93',
    'Social kontakt',
    '008b1890-4be5-463a-b618-0ab3d89515d0',
    'Alderssvarende social kontakt',
  );
  indicator(
    'parent-relationship',
    '763c6f21-5467-4713-82fb-716c9d0a1fdf',
    'Forældre-barn-relation',
    '7a107df6-8fb8-4744-8413-be10b4c5c1d9',
    'Velfungerende forældre-barn-relation',
  );
  measure('bodyweight', '29463-7', '27113001', 'Body weight', 5420, 'g');
  measure('bodyheight', '8302-2', '1153637007', 'Body height', 58.5, 'cm');
  measure('headcircum', '9843-4', '363812007', 'Head circumference', 39.2, 'cm');
  const [breastfed, supplemented] = ['77a008dd-21cc-452f-a1ee-ac8d025b7817', '3edc905c-2830-442a-98cc-463cc3701dd1'];
  const changed = daysBefore(visit.observedOn, 14);
  const since = { start: daysBefore(visit.observedOn, 56), end: changed };
  feeding('feeding-first', { effectivePeriod: since }, breastfed, 'Ammes fuldt');
  feeding('feeding-since', { effectivePeriod: { start: changed } }, supplemented, 'Ammes delvist');
  feeding('feeding-now', { effectiveDateTime: at }, supplemented, 'Ammes delvist');
  indicator(
    'communication',
    '653c2b0b-bb64-4906-888b-aea6fef3c3f8',
    'Kommunikation',
    '042d522d-0abe-46eb-a958-6e235b5d5408',
    'Alderssvarende kommunikation',
  );
  indicator(
    'sleep',
    '73f981f8-455a-4158-b435-7c6d83ab84da',
    'Søvn',
    'b07eec60-941d-484d-8c2a-aeaa2ba798bf',
    'Søvn med normale variationer',
  );
  indicator(
    'motor-function',
    'e04f2ca1-888a-4671-a97a-371b525cd2a3',
    'Motorik',
    'd5b876e1-a86c-4768-b46d-cd795eaa89e4',
    'Alderssvarende motorik',
  );
  const adbb = scored(ADBB_ITEMS, visit.items, visit.total);
  answers('adbb', child, visit.adbbStatus ?? 'completed', '8fe80acb-2c2a-4f10-b2b8-ddb77d2f69dc', adbb);
  answers('topi', child, 'completed', '8fe80acb-2c2a-4f10-b2b8-ddb77d2f69dc', [
    { linkId: '1vurdering', answer: [{ valueString: visit.topi ?? 'Grøn' }] },
  ]);
  return {
    resourceType: 'Bundle',
    id: visit.reportId,
    meta: { profile: [`${GUIDE}/StructureDefinition/klgateway-children-delivery-report`] },
    type: 'collection',
    timestamp: visit.timestamp,
    entry: resources.map((resource) => ({
      fullUrl: `https://journal.example/fhir/${String(resource['resourceType'])}/${String(resource['id'])}`,
      resource,
    })),
  };
}

function concept(system: string, code: string, display?: string): FhirJson {
  return { coding: [{ system, code, ...(display === undefined ? {} : { display }) }] };
}

function scored(linkIds: readonly string[], items: readonly number[], total: number | undefined): FhirJson[] {
  const answered = items.map((value, n) => ({ linkId: linkIds[n] ?? `${n + 1}`, answer: [{ valueInteger: value }] }));
  return total === undefined ? answered : [...answered, { linkId: 'score', answer: [{ valueInteger: total }] }];
}

const sum = (items: readonly number[]): number => items.reduce((total, value) => total + value, 0);

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
