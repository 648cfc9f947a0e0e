import { FBOE, OBSERVATION_CATEGORY, UCUM } from '../codes/code-systems.js';
import { codeSet } from '../codes/code-set.js';
import {
  CODEABLE_CONCEPT,
  CODING,
  codingsOf,
  conceptIn,
  conceptOfOne,
  PERIOD,
  PERIOD_FROM,
  REFERENCE,
} from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import type { FhirObject } from '../fhir/fhir-object.js';
import { list, LOOSE, may, must, object, primitive, type ElementRule, type ObjectShape } from '../fhir/shape.js';
import { judgeObservationRules } from '../rules/observation-invariants.js';
import type { CodingRule, ObservationProfile } from './observation-profile.js';
import { resource } from './resource-shape.js';

const STATUS = primitive(
  'code',
  'registered',
  'preliminary',
  'final',
  'amended',
  'corrected',
  'cancelled',
  'entered-in-error',
  'unknown',
);

const FORBIDDEN = [
  'identifier',
  'basedOn',
  'partOf',
  'focus',
  'issued',
  'performer',
  'interpretation',
  'note',
  'bodySite',
  'method',
  'specimen',
  'device',
  'hasMember',
  'derivedFrom',
];

const OTHER_VALUES = [
  'valueString',
  'valueBoolean',
  'valueInteger',
  'valueRange',
  'valueRatio',
  'valueSampledData',
  'valueTime',
  'valueDateTime',
  'valuePeriod',
];

const VITAL_SIGNS = codeSet([OBSERVATION_CATEGORY, ['vital-signs']]);

const quantityIn = (units: readonly string[]): ObjectShape =>
  object({
    value: may('decimal'),
    comparator: may(primitive('code', '<', '<=', '>=', '>')),
    unit: may('string'),
    system: may(primitive('uri', UCUM)),
    code: may(primitive('code', ...units)),
  });

interface Variable {
  readonly elements: Record<string, ElementRule>;
  readonly forbids: readonly string[];
}

function valueOf(profile: ObservationProfile): Variable {
  if (profile.units) {
    return {
      elements: {
        category: list(conceptIn(VITAL_SIGNS), 1, 1),
        valueQuantity: may(quantityIn(profile.units)),
        dataAbsentReason: may(CODEABLE_CONCEPT),
      },
      forbids: [...OTHER_VALUES, 'valueCodeableConcept'],
    };
  }
  const set = codeSet([FBOE, profile.answers ?? []]);
  const feeding = profile.name === 'feeding-observation';
  const exam = profile.name === 'exam-result';
  return {
    elements: {
      valueCodeableConcept: may(feeding ? conceptIn(set) : conceptOfOne(set)),
      ...(feeding ? { category: list(CODEABLE_CONCEPT) } : {}),
      ...(exam ? {} : { dataAbsentReason: may(CODEABLE_CONCEPT) }),
    },
    forbids: [
      ...OTHER_VALUES,
      'valueQuantity',
      ...(feeding ? [] : ['category']),
      ...(exam ? ['dataAbsentReason'] : []),
    ],
  };
}

function codingsFor({ closed, codings }: ObservationProfile): ElementRule {
  return closed ? list(CODING, codings.length, codings.length) : list(CODING, 1);
}

/** Feeding has periods, an examination leaves the form of its time open; all others have a point in time. */
const isTimed = ({ name }: ObservationProfile): boolean => name === 'feeding-observation' || name === 'exam-result';

/** When: a point in time for all; feeding has periods, an examination leaves it open. */
function effectiveOf(profile: ObservationProfile): Variable {
  const point = { effectiveDateTime: may('dateTime') };
  if (profile.name === 'feeding-observation') {
    return {
      elements: { ...point, effectivePeriod: may(PERIOD_FROM) },
      forbids: ['effectiveInstant', 'effectiveTiming'],
    };
  }
  if (profile.name === 'exam-result') {
    const open = { effectivePeriod: may(PERIOD), effectiveInstant: may('instant'), effectiveTiming: may(LOOSE) };
    return { elements: { ...point, ...open }, forbids: [] };
  }
  return {
    elements: { effectiveDateTime: must('dateTime') },
    forbids: ['effectivePeriod', 'effectiveInstant', 'effectiveTiming'],
  };
}

/** One observation profile of the guide as a shape. */
export function observationShape(profile: ObservationProfile): ObjectShape {
  const value = valueOf(profile);
  const effective = effectiveOf(profile);
  return resource(
    'Observation',
    {
      id: must('id'),
      status: must(STATUS),
      code: must(object({ coding: codingsFor(profile), text: may('string') })),
      subject: must(REFERENCE),
      encounter: may(REFERENCE),
      referenceRange: list(LOOSE),
      component: list(LOOSE),
      ...value.elements,
      ...effective.elements,
    },
    {
      forbids: [...FORBIDDEN, ...value.forbids, ...effective.forbids],
      choices: isTimed(profile) ? [{ names: Object.keys(effective.elements), min: 1 }] : [],
      check: (observation, faults) => {
        judgeCode(observation, profile, faults);
        judgeObservationRules(observation, profile, faults);
      },
    },
  );
}

/** The codings of `code` against the slices of the profile. */
function judgeCode(observation: FhirObject, profile: ObservationProfile, faults: Faults): void {
  const codings = codingsOf(observation['code']);
  faults.enter('code');
  for (const rule of profile.codings) judgeSlice(codings, rule, faults);
  if (profile.closed) {
    const systems = profile.codings.map((rule) => rule.system);
    if (codings.some((coding) => !systems.includes(coding['system'] as string))) {
      faults.add('CODE_INVALID', 'A coding of a system that the profile does not allow.');
    }
  }
  faults.leave();
}

function judgeSlice(codings: readonly FhirObject[], rule: CodingRule, faults: Faults): void {
  const own = codings.filter((coding) => coding['system'] === rule.system);
  if (own.length < rule.min) faults.add('CODE_INVALID', `A coding of ${rule.system} is required.`);
  if (own.length > 1) faults.add('CODE_INVALID', `Only one coding of ${rule.system} may stand.`);
  if (own.some((coding) => !rule.codes.includes(coding['code'] as string))) {
    faults.add('CODE_INVALID', `Not the code of ${rule.system} that the profile requires.`);
  }
}
