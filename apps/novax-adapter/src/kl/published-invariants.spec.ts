import { describe, expect, it } from '@jest/globals';
import fhirpath from 'fhirpath';
import { CPR_SYSTEM } from './codes/code-systems.js';
import { visitTypes } from './codes/visit-types.js';
import { publishedIsHere, publishedJson } from './fixtures/published.fixture.js';
import { Cpr } from '#contracts/cpr.js';
import { isSorCode } from './profiles/citizen.js';
import { observationProfiles } from './profiles/observation-profile.js';
import { hasAnswerLength } from './profiles/questionnaire-response.js';
import { hasOneDecimal, hasUnit, hasValueOrReason } from './rules/observation-invariants.js';
import { unmetRequirements, visitRequirements } from './rules/visit-requirements.js';

interface Invariant {
  key: string;
  expression: string;
  on: string[];
}

const published: Invariant[] = publishedIsHere() ? publishedJson('definitions/invariants.json') : [];
const expressionOf = (key: string): string => published.find((invariant) => invariant.key === key)!.expression;

/** A published rule, ready to be asked; true as validators see it. */
function compiled(expression: string): (resource: object) => boolean {
  // `resource as X` needs the FHIR model; in plain JSON the type is told by resourceType.
  const plain = expression.replaceAll(/\(?resource as (\w+)\)?/g, "resource.where(resourceType='$1')");
  const ask = fhirpath.compile(plain);
  return (resource) => (ask(resource) as unknown[]).every((result) => result === true);
}

const holds = (resource: object, expression: string): boolean => compiled(expression)(resource);

const CLASSES = ['HH', 'AMB', 'VR', '1b55a4b0-1156-4f58-b2df-b5c6014d9048'];

describe('the rules of the guide, by hand and as published', () => {
  it('are all known: 25 published ones have a counterpart here', () => {
    const own = [
      ...visitRequirements.map(({ invariant }) => invariant),
      ...[
        'dk-core-observation-mandatory-units',
        'obs-1',
        'obs-2',
        'gateway-children-report-1',
        'cpr',
        'min-digits-sor',
      ],
      ...['questionnaire-response-string-length', 'marital-status-unknown-usage'],
    ];
    expect(own).toHaveLength(25);
    if (published.length > 0) expect(published.map(({ key }) => key).sort()).toEqual([...own].sort());
  });

  if (published.length === 0) return;

  it.each(visitRequirements.map((requirement) => [requirement.invariant, requirement] as const))(
    '%s agrees for every visit type, class and observation',
    (key, requirement) => {
      const rule = compiled(expressionOf(key));
      for (const type of Object.values(visitTypes)) {
        for (const classCode of CLASSES) {
          for (const code of [...requirement.anyOf, 'e04f2ca1-888a-4671-a97a-371b525cd2a3', '0000']) {
            const bundle = {
              resourceType: 'Bundle',
              entry: [
                {
                  resource: {
                    resourceType: 'Encounter',
                    class: { code: classCode },
                    type: [{ coding: [{ code: type }] }],
                  },
                },
                { resource: { resourceType: 'Observation', code: { coding: [{ code }] } } },
              ],
            };
            const unmet = unmetRequirements([{ typeCodes: [type], classCode }], new Set([code]));
            expect([type, classCode, code, !unmet.includes(requirement)]).toEqual([
              type,
              classCode,
              code,
              rule(bundle),
            ]);
          }
        }
      }
    },
  );

  const observations = [
    { value: 58.5, unit: 'cm', code: 'cm' },
    { value: 58, unit: 'cm' },
    { value: 58, code: 'cm' },
    { value: 58 },
    { value: 58.55, unit: 'cm' },
    { value: 0.5, unit: 'cm' },
    { value: 6200, unit: 'g' },
  ].map((quantity) => ({ resourceType: 'Observation', valueQuantity: quantity }));

  /** The published expressions ask for `value.ofType(Quantity)`: in plain JSON that is valueQuantity. */
  const inJson = (key: string): string => expressionOf(key).replaceAll('value.ofType(Quantity)', 'valueQuantity');

  it.each(observations.map((observation) => [JSON.stringify(observation.valueQuantity), observation] as const))(
    'units and decimals agree for %s',
    (_text, observation) => {
      expect(hasUnit(observation)).toBe(holds(observation, inJson('dk-core-observation-mandatory-units')));
      expect(hasOneDecimal(observation)).toBe(holds(observation, inJson('obs-1')));
    },
  );

  it('obs-1 is stricter than published below zero: its escaped dot reads as any character, so that -4 passes there', () => {
    const negative = { resourceType: 'Observation', valueQuantity: { value: -4, unit: 'cm' } };
    expect([hasOneDecimal(negative), holds(negative, inJson('obs-1'))]).toEqual([false, true]);
  });

  it('obs-2 agrees with and without value and reason', () => {
    const reason = { dataAbsentReason: { coding: [{ code: 'unknown' }] } };
    const value = { valueCodeableConcept: { coding: [{ code: 'x' }] } };
    for (const observation of [{}, reason, value, { ...reason, ...value }]) {
      const expression = expressionOf('obs-2').replace('value.empty()', 'valueCodeableConcept.empty()');
      expect(hasValueOrReason(observation)).toBe(holds({ resourceType: 'Observation', ...observation }, expression));
    }
  });

  it('gateway-children-report-1 names the same 19 observation profiles', () => {
    const named = [...expressionOf('gateway-children-report-1').matchAll(/klgateway-children-([a-z-]+)'/g)].map(
      ([, name]) => name,
    );
    expect(named.sort()).toEqual(observationProfiles.map(({ name }) => name).sort());
  });

  it.each(['', 'a', 'x'.repeat(30), 'x'.repeat(31), 'Grøn', 'a\nb'])(
    'the length of an answer agrees for %j',
    (text) => {
      expect(hasAnswerLength(text)).toBe(matches(expressionOf('questionnaire-response-string-length'), text));
    },
  );

  it.each(['1234567890', '12345678901', '123456789012345', '1234567890a'])(
    'the length of a SOR code agrees for %s',
    (text) => {
      expect(isSorCode(text)).toBe(matches(expressionOf('min-digits-sor'), text));
    },
  );

  it('the CPR rule agrees but for replacement numbers (R20) and 29 February of other years', () => {
    const own = (text: string): boolean => {
      try {
        return Cpr.parse(text) instanceof Cpr;
      } catch {
        return false;
      }
    };
    for (let day = 0; day <= 99; day++) {
      for (let month = 0; month <= 13; month++) {
        const text = `${String(day).padStart(2, '0')}${String(month).padStart(2, '0')}239996`;
        const publishedSays = matches(expressionOf('cpr'), text);
        const expected =
          day > 60
            ? matches(expressionOf('cpr'), `${String(day - 60).padStart(2, '0')}${text.slice(2)}`)
            : publishedSays;
        const leapDay = month === 2 && (day === 29 || day === 89);
        expect([text, own(text)]).toEqual([text, expected && !leapDay]);
      }
    }
    expect(own('2902249996')).toBe(true);
    expect(CPR_SYSTEM).toBe('urn:oid:1.2.208.176.1.2');
  });

  it('marital-status-unknown-usage can never speak: the citizen profile forbids maritalStatus', () => {
    expect(holds({ resourceType: 'Patient' }, expressionOf('marital-status-unknown-usage'))).toBe(true);
  });
});

/** A published rule on one text. */
const matches = (expression: string, text: string): boolean =>
  compiled(`text.${expression}`)({ resourceType: 'Basic', text });
