import { describe, expect, it } from '@jest/globals';
import { part, report, without, type Bent } from '#local/two-month-report.fixture.js';
import { faultsOf, read } from './fixtures/read.fixture.js';

const childOf = (bundle: Bent): string | null => read(bundle).reports[0]!.childCpr?.reveal() ?? null;
const SECOND_CHILD = '6403264020';

/** Only citizens and their relation, no content. */
const people = (change: (bundle: Bent) => void = () => {}): Bent =>
  report((bent) => {
    bent.entry = bent.entry.slice(0, 3);
    change(bent);
  });

describe('who the child is', () => {
  it('the one that RelatedPerson.patient points at, whatever the order of entries', () => {
    expect(childOf(report((bent) => bent.entry.reverse()))).toBe('6403264012');
  });

  it('without a relation, the only citizen with content that a child alone can have', () => {
    const bundle = report((bent) => {
      without(bent, 'parent');
      delete part(bent, 'mother').link;
    });
    expect(childOf(bundle)).toBe('6403264012');
  });

  it('a relation that should never have existed says nothing', () => {
    const bundle = report((bent) => {
      part(bent, 'parent').active = false;
      part(bent, 'parent').patient = { reference: part(bent, 'sleep').subject.reference.replace('child', 'mother') };
    });
    expect(childOf(bundle)).toBe('6403264012');
  });

  it('a minor of whom nothing else is known, never an adult', () => {
    const alone = (cpr: string) =>
      people((bent) => {
        bent.entry = bent.entry.slice(0, 1);
        part(bent, 'child').identifier[0].value = cpr;
      });
    expect(childOf(alone('6403264012'))).toBe('6403264012');
    expect(childOf(alone('6902921112'))).toBeNull();
  });

  it('nobody at a pregnancy visit: all of it is withheld', () => {
    const bundle = people((bent) => {
      bent.entry = [bent.entry[1]];
      delete part(bent, 'mother').link;
      const source = report();
      const mother = { reference: 'Patient/KL-1001-mother' };
      for (const name of ['visit', 'parent-mental-status', 'epds'])
        bent.entry.push({ resource: { ...part(source, name), subject: mother } });
      part(bent, 'visit').type[0].coding[0].code = 'd3c00541-f1d3-4c43-b5fc-16e8914ca1df';
      part(bent, 'visit').class.code = 'VR';
    });
    expect(read(bundle).reports[0]).toMatchObject({
      childCpr: null,
      visit: null,
      observations: [],
      assessments: [],
      withheld: 3,
    });
  });

  it('two children in one report are refused', () => {
    const twins = report((bent) => {
      const second = structuredClone(part(bent, 'child'));
      second.id = 'KL-1001-second';
      second.identifier[0].value = SECOND_CHILD;
      bent.entry.push({ resource: second });
      bent.entry.push({
        resource: {
          ...structuredClone(part(bent, 'parent')),
          id: 'KL-1001-other',
          patient: { reference: 'Patient/KL-1001-second' },
        },
      });
    });
    expect(faultsOf(twins)).toEqual(['CHILD_UNCLEAR Bundle.entry']);
  });
});

describe('whose content it is', () => {
  it.each([
    ['adbb', 'mother', 17],
    ['bodyweight', 'mother', 8],
    ['topi', 'mother', 18],
    ['epds', 'child', 5],
    ['parent-mental-status', 'child', 4],
  ])('%s of the %s is refused', (name, person, at) => {
    const bundle = report((bent) => (part(bent, name).subject = { reference: `Patient/KL-1001-${person}` }));
    expect(faultsOf(bundle)).toContain(`SUBJECT_WRONG Bundle.entry[${at}].resource.subject`);
  });

  it('an examination of the mother is withheld, one of the child is shown', () => {
    const exam = (person: string): Bent => ({
      resource: {
        resourceType: 'Observation',
        id: 'KL-1001-exam',
        status: 'final',
        code: { coding: [{ system: 'http://snomed.info/sct', code: '363788007' }] },
        subject: { reference: `Patient/KL-1001-${person}` },
        effectiveDateTime: '2026-05-06',
        valueCodeableConcept: {
          coding: [{ system: 'http://fhir.kl.dk/term/CodeSystem/FBOE', code: 'a038c064-b57d-4a62-9333-c9456817595d' }],
        },
      },
    });
    const shown = (person: string) => read(report((bent) => bent.entry.push(exam(person)))).reports[0]!;
    expect(shown('child')).toMatchObject({
      withheld: 2,
      observations: expect.arrayContaining([expect.objectContaining({ kind: 'exam_result' })]),
    });
    expect(shown('mother').withheld).toBe(3);
    expect(JSON.stringify(shown('mother').observations)).not.toContain('exam_result');
  });
});
