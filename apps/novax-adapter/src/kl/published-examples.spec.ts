import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { jsonBytes } from './fixtures/read.fixture.js';
import { publishedBytes, publishedIsHere, publishedJson, publishedNames } from './fixtures/published.fixture.js';
import type { KlDelivery } from './kl-delivery.js';
import { readKlDelivery } from './read-kl-delivery.js';

const here = publishedIsHere();
// The published citizens are read on a day after the last example was written.
const context = { sender: { observersCertified: true }, now: Temporal.Instant.from('2024-12-01T00:00:00Z') };
const json = (bytes: Uint8Array): KlDelivery => readKlDelivery(bytes, 'application/fhir+json', context);
const codeOf = (bytes: Uint8Array): string => {
  try {
    json(bytes);
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const bundles = here ? publishedNames('examples/bundles', '.json') : [];
const resources = here ? publishedNames('examples/resources', '.json') : [];
const REFUSED: Record<string, string> = { 'Bundle-c5b55e0e-3bc4-468a-8600-1b23617dbb58': 'VISIT_CONTENT_MISSING' };

describe('the published reports', () => {
  it('are at hand or said not to be', () => expect(bundles.length).toBe(here ? 11 : 0));

  for (const name of bundles) {
    it(`${name} is ${REFUSED[name] ?? 'taken'}, in JSON and in XML alike`, () => {
      const bytes = publishedBytes(`examples/bundles/${name}.json`);
      expect(codeOf(bytes)).toBe(REFUSED[name] ?? 'taken');
      if (REFUSED[name]) return;
      const twin = readKlDelivery(publishedBytes(`examples/bundles/${name}.xml`), 'application/fhir+xml', context);
      expect(twin).toEqual(json(bytes));
    });
  }

  if (!here) return;

  const first = (path: string) => json(publishedBytes(`examples/${path}.json`)).reports[0]!;

  it('show the two-month visit with what is the mother’s withheld', () => {
    const report = first('bundles/Bundle-RikkeDeliveryReport2months');
    expect(report.withheld).toBe(2);
    expect(report.warnings).toEqual([]);
    expect(report.observations).toHaveLength(12);
  });

  it('show a pregnancy visit as being about no child', () => {
    const report = first('bundles/Bundle-b9479825-6be1-4fa1-a2ae-74fe67014caa');
    expect(report).toMatchObject({ childCpr: null, visit: null, observations: [], withheld: 8 });
  });

  it('show the withdrawal of a mistaken visit', () => {
    const mistaken = first('bundles/Bundle-4cda6c3c-856c-4fe3-ac90-9b6f968207c3');
    const corrected = first('bundles/Bundle-9a966368-052f-42e5-87fa-e57d9b8cbf2c');
    expect(corrected.withdrawn.map(({ resourceType }) => resourceType)).toEqual(['Encounter', 'CarePlan']);
    expect(corrected.reportedAt).toBe(mistaken.reportedAt);
    expect(corrected.contentHash).not.toBe(mistaken.contentHash);
  });

  it('show a missing parent relationship repaired by its reason', () => {
    const repaired = first('bundles/Bundle-74dcb49e-dd6a-4450-9fb8-85ad0e7bed38');
    const relationship = repaired.observations.find(({ kind }) => kind === 'parent_relationship');
    expect(relationship).toMatchObject({ valueCode: null, dataAbsentReason: 'unknown' });
  });

  it('show the incremental delivery as the reports it holds', () => {
    const delivery = json(publishedBytes('examples/bundles/Bundle-TestIncrementalDelivery.json'));
    expect(delivery.kind).toBe('incremental');
    expect(delivery.reports.map(({ recordId }) => recordId)).toEqual(['RikkeDeliveryReport2months']);
  });

  it('carry ADBB, TOPI and AIMS in the two composed reports', () => {
    expect(first('composed/adbb-topi-2mth-visit')).toMatchObject({
      adbb: [{ items: [0, 1, 0, 0, 0, 1, 0, 1], total: 3 }],
      assessments: [{ scheme: 'topi', ordinal: 1 }],
    });
    expect(first('composed/adbb-aims-no-encounter')).toMatchObject({ assessments: [{ scheme: 'aims', score: 10 }] });
  });

  it('are refused cleanly when they follow guide 1.0.0', () => {
    const old = publishedBytes('examples/older-versions/Bundle-RikkeDeliveryReport2nd1mth.v1.0.0.json');
    expect(codeOf(old)).toBe('GUIDE_VERSION_UNSUPPORTED');
  });
});

/** Whom a published single resource needs beside it to stand in a report of its own. */
function reportAround(resource: any): unknown {
  const of = (id: string, cpr: string, link?: unknown) => ({
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'urn:oid:1.2.208.176.1.2', value: cpr }],
    managingOrganization: { identifier: { system: 'urn:oid:1.2.208.176.1.1', value: '123456789012345' } },
    ...(link ? { link: [link] } : {}),
  });
  const parentLink = { other: { reference: 'RelatedPerson/RikkesParent' }, type: 'seealso' };
  const around = [
    of('Rikke', '0505209996'),
    of('Kirsten', '2911829996', parentLink),
    of('Lars', '0107159995'),
    { resourceType: 'RelatedPerson', id: 'RikkesParent', patient: { reference: 'Patient/Rikke' } },
    publishedJson('examples/resources/Encounter-2mthEncounter.json'),
    { ...publishedJson('examples/resources/Encounter-2mthEncounter.json'), id: 'SchoolStartEncounter' },
  ].filter(({ id }) => id !== resource.id);
  for (const one of around) if (one.resourceType === 'Encounter') one.class = { ...one.class, code: 'VR' };
  const isOfLars = JSON.stringify(resource).includes('Patient/Lars');
  const company = around.filter(({ id }) =>
    isOfLars ? id !== 'Rikke' && id !== 'RikkesParent' && id !== 'Kirsten' : id !== 'Lars',
  );
  if (isOfLars)
    for (const one of company) if (one.resourceType === 'Encounter') one.subject = { reference: 'Patient/Lars' };
  if (resource.resourceType === 'Encounter') resource.class.code = 'VR';
  return {
    resourceType: 'Bundle',
    id: 'around',
    meta: { profile: ['http://fhir.kl.dk/children/StructureDefinition/klgateway-children-delivery-report'] },
    type: 'collection',
    timestamp: '2021-10-06T23:25:12Z',
    entry: [...company, resource].map((body) => ({ resource: body })),
  };
}

describe('the published single resources', () => {
  it('are at hand or said not to be', () => expect(resources.length).toBe(here ? 24 : 0));

  for (const name of resources) {
    it(`${name} stands in a report of its own`, () => {
      expect(codeOf(jsonBytes(reportAround(publishedJson(`examples/resources/${name}.json`))))).toBe('taken');
    });
  }

  if (!here) return;

  it('include an EPDS: a total that is not its sum is warned of and not refused', () => {
    const epds = publishedJson('examples/resources/QuestionnaireResponse-EPDSAnswerKirsten.json');
    epds.item.at(-1).answer = [{ valueInteger: 9 }];
    const [report] = json(jsonBytes(reportAround(epds))).reports;
    expect(report!.warnings.map(({ code }) => code)).toEqual(['SCORE_MISMATCH']);
  });
});
