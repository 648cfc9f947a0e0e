import { describe, expect, it } from '@jest/globals';
import { JournalEntryReceivedV1Schema } from '#contracts/events/journal-entry-received.js';
import { part, report, without, type Bent } from '#local/two-month-report.fixture.js';
import { faultsOf, read } from './fixtures/read.fixture.js';

const FBOE = 'http://fhir.kl.dk/term/CodeSystem/FBOE';
const coded = (code: string): Bent => ({ coding: [{ system: FBOE, code }] });

describe('what the guide forbids', () => {
  it.each<[string, (bundle: Bent) => void, string]>([
    ['a name', (b) => (part(b, 'child').name = [{ text: 'x' }]), 'ELEMENT_FORBIDDEN Bundle.entry[0].resource.name'],
    [
      'a birthday',
      (b) => (part(b, 'child').birthDate = '2026-03-04'),
      'ELEMENT_FORBIDDEN Bundle.entry[0].resource.birthDate',
    ],
    ['an address', (b) => (part(b, 'mother').address = [{}]), 'ELEMENT_FORBIDDEN Bundle.entry[1].resource.address'],
    [
      'a phone of a parent',
      (b) => (part(b, 'parent').telecom = []),
      'ELEMENT_FORBIDDEN Bundle.entry[2].resource.telecom',
    ],
    [
      'a visit behind answers',
      (b) => (part(b, 'adbb').encounter = {}),
      'ELEMENT_FORBIDDEN Bundle.entry[17].resource.encounter',
    ],
    [
      'an author of answers',
      (b) => (part(b, 'adbb').author = {}),
      'ELEMENT_FORBIDDEN Bundle.entry[17].resource.author',
    ],
    ['a note', (b) => (part(b, 'sleep').note = [{ text: 'x' }]), 'ELEMENT_FORBIDDEN Bundle.entry[15].resource.note'],
    ['a performer', (b) => (part(b, 'sleep').performer = []), 'ELEMENT_FORBIDDEN Bundle.entry[15].resource.performer'],
    [
      'a reason for a visit',
      (b) => (part(b, 'visit').reasonCode = []),
      'ELEMENT_FORBIDDEN Bundle.entry[3].resource.reasonCode',
    ],
    [
      'a contained resource',
      (b) => (part(b, 'visit').contained = []),
      'ELEMENT_FORBIDDEN Bundle.entry[3].resource.contained',
    ],
    [
      'a modifier extension',
      (b) => (part(b, 'visit').modifierExtension = []),
      'ELEMENT_FORBIDDEN Bundle.entry[3].resource.modifierExtension',
    ],
    ['a request in an entry', (b) => (b.entry[4].request = {}), 'ELEMENT_FORBIDDEN Bundle.entry[4].request'],
    [
      'a resource of another kind',
      (b) => (b.entry[4].resource = { resourceType: 'Practitioner', id: 'x' }),
      'ELEMENT_FORBIDDEN Bundle.entry[4].resource',
    ],
    ['an element nobody knows', (b) => (part(b, 'visit').mood = 'x'), 'SHAPE_INVALID Bundle.entry[3].resource.mood'],
    [
      'a key that may be a value',
      (b) => (part(b, 'visit')['6403264012'] = 'x'),
      'SHAPE_INVALID Bundle.entry[3].resource.*',
    ],
    [
      'a value of another type',
      (b) => (part(b, 'sleep').valueString = 'x'),
      'ELEMENT_FORBIDDEN Bundle.entry[15].resource.valueString',
    ],
    ['a signature', (b) => (b.signature = {}), 'ELEMENT_FORBIDDEN Bundle.signature'],
  ])('%s is refused where it stands', (_name, bend, fault) => {
    expect(faultsOf(report(bend))).toContain(fault);
  });
});

describe('codes and forms', () => {
  it.each<[string, (bundle: Bent) => void, string]>([
    [
      'an answer of another indicator',
      (b) => (part(b, 'sleep').valueCodeableConcept = coded('d5b876e1-a86c-4768-b46d-cd795eaa89e4')),
      'CODE_INVALID',
    ],
    ['an answer of no system', (b) => delete part(b, 'sleep').valueCodeableConcept.coding[0].system, 'CODE_INVALID'],
    ['a weight in pounds', (b) => (part(b, 'bodyweight').valueQuantity.code = '[lb_av]'), 'CODE_INVALID'],
    ['a weight with two decimals', (b) => (part(b, 'bodyweight').valueQuantity.value = 5420.55), 'INVARIANT_BROKEN'],
    ['a weight without unit', (b) => (part(b, 'bodyweight').valueQuantity = { value: 5420 }), 'INVARIANT_BROKEN'],
    ['no value and no reason', (b) => delete part(b, 'bodyheight').valueQuantity, 'INVARIANT_BROKEN'],
    ['a value and a reason', (b) => (part(b, 'bodyheight').dataAbsentReason = coded('x')), 'INVARIANT_BROKEN'],
    [
      'an observation of no profile',
      (b) => {
        const o = part(b, 'sleep');
        delete o.meta;
        o.code = coded('x');
      },
      'INVARIANT_BROKEN',
    ],
    [
      'another profile than the content',
      (b) =>
        (part(b, 'sleep').meta.profile = ['http://fhir.kl.dk/children/StructureDefinition/klgateway-children-hearing']),
      'CODE_INVALID',
    ],
    ['a visit of no known type', (b) => (part(b, 'visit').type = [coded('x')]), 'CODE_INVALID'],
    ['a visit of no known class', (b) => (part(b, 'visit').class.code = 'HOME'), 'CODE_INVALID'],
    ['a status in capitals', (b) => (part(b, 'sleep').status = 'FINAL'), 'CODE_INVALID'],
    ['a day that does not exist', (b) => (part(b, 'sleep').effectiveDateTime = '2026-02-30'), 'SHAPE_INVALID'],
    [
      'a time at the edge of the calendar',
      (b) => (part(b, 'sleep').effectiveDateTime = '9999-12-31T23:59:59-12:00'),
      'SHAPE_INVALID',
    ],
    ['a time without zone', (b) => (part(b, 'sleep').effectiveDateTime = '2026-05-06T10:00:00'), 'SHAPE_INVALID'],
    ['an empty list', (b) => (part(b, 'sleep').code.coding = []), 'SHAPE_INVALID'],
    ['a list where none belongs', (b) => (part(b, 'sleep').status = ['final']), 'SHAPE_INVALID'],
    ['nothing', (b) => (part(b, 'sleep').status = null), 'SHAPE_INVALID'],
    ['no subject', (b) => delete part(b, 'sleep').subject, 'SHAPE_INVALID'],
    ['two times', (b) => (part(b, 'feeding-now').effectivePeriod = { start: '2026-05-01' }), 'SHAPE_INVALID'],
    ['an unknown questionnaire', (b) => (part(b, 'topi').questionnaire += 'x'), 'CODE_INVALID'],
    ['an unknown informer', (b) => (part(b, 'adbb').extension[0].valueCodeableConcept = coded('x')), 'CODE_INVALID'],
    ['a CPR number of no date', (b) => (part(b, 'mother').identifier[0].value = '3102264000'), 'CPR_INVALID'],
    ['a CPR number with a hyphen', (b) => (part(b, 'mother').identifier[0].value = '690292-1112'), 'CPR_INVALID'],
    [
      'a number of another system',
      (b) => (part(b, 'mother').identifier[0].system = 'urn:oid:1.2.208.176.1.6'),
      'CODE_INVALID',
    ],
    [
      'a short SOR code',
      (b) => (part(b, 'mother').managingOrganization.identifier.value = '1234567890'),
      'INVARIANT_BROKEN',
    ],
    ['a resource without id', (b) => delete part(b, 'sleep').id, 'SHAPE_INVALID'],
    ['an id shaped like a CPR number', (b) => (b.id = '640326-4012'), 'RECORD_ID_INVALID'],
    ['a resource id that holds a CPR number', (b) => (part(b, 'sleep').id = 'sleep-6403264012'), 'RECORD_ID_INVALID'],
    ['a report without id', (b) => delete b.id, 'SHAPE_INVALID'],
    ['a report of no profile', (b) => delete b.meta, 'SHAPE_INVALID'],
    ['a profile of another version', (b) => (b.meta.profile[0] += '|1.0.0'), 'GUIDE_VERSION_UNSUPPORTED'],
    [
      'a weight as guide 1.0.0 coded it',
      (b) => (part(b, 'bodyweight').code.coding[1].code = '425024002'),
      'GUIDE_VERSION_UNSUPPORTED',
    ],
  ])('%s is refused', (_name, bend, code) => {
    expect(faultsOf(report(bend))[0]).toMatch(new RegExp(`^${code} Bundle`));
  });

  it('an observation without profile in meta is judged by its code', () => {
    const bundle = report((bent) => bent.entry.forEach(({ resource }: Bent) => delete resource.meta));
    expect(read(bundle).reports[0]!.observations).toHaveLength(11);
  });

  it('a profile of this version and those of other guides may be named', () => {
    const bundle = report((bent) => {
      bent.meta.profile[0] += '|2.1.0';
      part(bent, 'sleep').meta.profile.push('http://hl7.dk/fhir/core/StructureDefinition/dk-core-observation');
    });
    expect(faultsOf(bundle)).toEqual([]);
  });

  it('unknown extensions and companions of primitives are let through unread', () => {
    const bundle = report((bent) => {
      part(bent, 'sleep').extension = [{ url: 'https://journal.example/x', valueString: 'x' }];
      part(bent, 'sleep')['_status'] = { extension: [{ url: 'https://journal.example/y', valueCode: 'y' }] };
    });
    expect(faultsOf(bundle)).toEqual([]);
  });

  it('a bound is no measurement: it is kept sealed and told', () => {
    const [entry] = read(report((bent) => (part(bent, 'bodyweight').valueQuantity.comparator = '<'))).reports;
    expect(entry!.observations.find(({ kind }) => kind === 'body_weight')!.quantity).toBeNull();
    expect(entry!.warnings.map(({ code }) => code)).toEqual(['NOT_SHOWN']);
  });
});

describe('TOPI', () => {
  it.each([
    ['Grøn', 1],
    ['Gul', 2],
    ['Rød', 3],
  ] as const)('%s is ordinal %i', (topi, ordinal) => {
    expect(read(report(undefined, { topi })).reports[0]!.assessments[0]!.ordinal).toBe(ordinal);
  });

  it.each(['gul', 'GUL', 'Gul ', 'Bekymring', ''])('%j is refused', (value) => {
    const bundle = report((bent) => (part(bent, 'topi').item[0].answer = [{ valueString: value }]));
    expect(faultsOf(bundle)).toContain("ITEM_OUT_OF_RANGE Bundle.entry[18].resource.item.where(linkId='1vurdering')");
  });

  it('without a position is taken and told', () => {
    const [entry] = read(report((bent) => delete part(bent, 'topi').item)).reports;
    expect(entry!.assessments[0]!.ordinal).toBeNull();
    expect(entry!.warnings.map(({ code }) => code)).toEqual(['ITEM_MISSING']);
  });
});

describe('EPDS', () => {
  it('a total that is not its sum is a warning', () => {
    const bundle = report((bent) => (part(bent, 'epds').item.at(-1).answer[0].valueInteger = 5));
    expect(read(bundle).reports[0]!.warnings).toEqual([
      { code: 'SCORE_MISMATCH', place: "Bundle.entry[5].resource.item.where(linkId='score')" },
    ]);
  });

  it('an item out of range is refused', () => {
    const bundle = report((bent) => (part(bent, 'epds').item[9].answer[0].valueInteger = 4));
    expect(faultsOf(bundle)).toEqual(["ITEM_OUT_OF_RANGE Bundle.entry[5].resource.item.where(linkId='10harm')"]);
  });
});

describe('references', () => {
  it.each<[string, (bundle: Bent) => void, string]>([
    [
      'to nobody',
      (b) => (part(b, 'sleep').subject.reference = 'Patient/nobody'),
      'REFERENCE_UNRESOLVED Bundle.entry[15].resource.subject.reference',
    ],
    [
      'to the wrong kind',
      (b) => (part(b, 'sleep').encounter = part(b, 'sleep').subject),
      'REFERENCE_UNRESOLVED Bundle.entry[15].resource.encounter.reference',
    ],
    [
      'of a link',
      (b) => (part(b, 'mother').link[0].other.reference = 'RelatedPerson/x'),
      'REFERENCE_UNRESOLVED Bundle.entry[1].resource.link[0].other.reference',
    ],
    [
      'of a place',
      (b) => (part(b, 'visit').location = [{ location: { reference: 'Location/x' } }]),
      'REFERENCE_UNRESOLVED Bundle.entry[3].resource.location[0].location.reference',
    ],
    [
      'of an intervention',
      (b) =>
        (part(b, 'visit').extension = [
          {
            url: 'http://fhir.kl.dk/children/StructureDefinition/BasedOnInterventionExtension',
            valueReference: { reference: 'CarePlan/x' },
          },
        ]),
      'REFERENCE_UNRESOLVED Bundle.entry[3].resource.extension[0].valueReference.reference',
    ],
  ])('%s are refused', (_name, bend, fault) => {
    expect(faultsOf(report(bend))).toContain(fault);
  });

  it('by the full address of an entry are as good as by type and id', () => {
    const bundle = report((bent) => (part(bent, 'sleep').subject.reference = bent.entry[0].fullUrl));
    expect(faultsOf(bundle)).toEqual([]);
  });

  it('must be to one resource: the same twice, a version or a foreign address is refused', () => {
    expect(faultsOf(report((b) => b.entry.push(b.entry[15])))).toEqual(['INVARIANT_BROKEN Bundle.entry[19]']);
    expect(faultsOf(report((b) => (b.entry[15].fullUrl += '/_history/2')))).toContain(
      'INVARIANT_BROKEN Bundle.entry[15]',
    );
    expect(faultsOf(report((b) => (b.entry[15].fullUrl = 'https://x.example/Patient/1')))).toContain(
      'SHAPE_INVALID Bundle.entry[15].fullUrl',
    );
  });
});

describe('what a visit must contain', () => {
  it.each([
    'parent-mental-status',
    'social-interaction',
    'parent-relationship',
    'bodyweight',
    'bodyheight',
    'headcircum',
    'communication',
    'sleep',
  ])('a two-month visit lacks %s', (name) =>
    expect(faultsOf(report((bent) => without(bent, name)))[0]).toBe('VISIT_CONTENT_MISSING Bundle.entry'),
  );

  it('a telephone call of the same type lacks nothing', () => {
    const call = report((bent) => {
      without(bent, 'bodyweight');
      part(bent, 'visit').class = {
        system: 'http://fhir.kl.dk/term/CodeSystem/CareSocialCodes',
        code: '1b55a4b0-1156-4f58-b2df-b5c6014d9048',
      };
    });
    expect(faultsOf(call)).toEqual([]);
    const { visit } = read(call).reports[0]!;
    expect(JournalEntryReceivedV1Schema.shape.visit.parse(visit)).toEqual(visit);
  });

  it('tells every fault of a report, the first one deciding', () => {
    const bundle = report((bent) => {
      part(bent, 'child').name = [{ text: 'x' }];
      part(bent, 'adbb').item[4].answer[0].valueInteger = 5;
      without(bent, 'sleep');
    });
    expect(faultsOf(bundle).map((fault) => fault.split(' ')[0])).toEqual([
      'ELEMENT_FORBIDDEN',
      'ITEM_OUT_OF_RANGE',
      'VISIT_CONTENT_MISSING',
      'VISIT_CONTENT_MISSING',
    ]);
  });
});
