import type { ObservationKind } from '#contracts/events/journal-entry-received.js';
import { FBOE, LOINC, SNOMED_CT } from '../codes/code-systems.js';
import { examResults } from '../codes/exam-results.js';
import { indicatorAnswers } from '../codes/indicator-answers.js';
import { indicators, observables } from '../codes/observation-codes.js';

/** One coding that an observation's code must (min 1) or may (min 0) hold for its system. */
export interface CodingRule {
  readonly system: string;
  readonly codes: readonly string[];
  readonly min: 0 | 1;
}

/** What sets one observation profile of the guide apart from the others. */
export interface ObservationProfile {
  /** Last part of the profile's address, after `klgateway-children-`. */
  readonly name: string;
  readonly kind: ObservationKind | null;
  /** Whose observation it is; an examination may be of either. */
  readonly about: 'child' | 'parent' | 'either';
  readonly codings: readonly CodingRule[];
  /** True when no coding of another system may stand beside the listed ones. */
  readonly closed: boolean;
  /** Vital signs are measured in one of these UCUM units; all others are answered by one of these FBOE codes. */
  readonly units: readonly string[] | null;
  readonly answers: readonly string[] | null;
}

const measured = (name: string, kind: ObservationKind, loinc: string, snomed: readonly string[], units: string[]) =>
  ({
    name,
    kind,
    about: 'child',
    codings: [
      { system: LOINC, codes: [loinc], min: 1 },
      { system: SNOMED_CT, codes: snomed, min: 0 },
    ],
    closed: false,
    units,
    answers: null,
  }) satisfies ObservationProfile;

const indicated = (
  name: string,
  kind: ObservationKind | null,
  indicator: Exclude<keyof typeof indicatorAnswers, 'feeding'>,
  about: 'child' | 'parent' = 'child',
) =>
  ({
    name,
    kind,
    about,
    codings: [{ system: FBOE, codes: [indicators[indicator]], min: 1 }],
    closed: true,
    units: null,
    answers: indicatorAnswers[indicator],
  }) satisfies ObservationProfile;

const { bodyHeight, standingHeight, recumbentHeight } = observables;

/** The 19 profiles that the report allows (invariant gateway-children-report-1). */
export const observationProfiles: readonly ObservationProfile[] = [
  measured('bodyweight', 'body_weight', '29463-7', [observables.bodyWeight], ['kg', 'g']),
  measured('bodyheight', 'body_height', '8302-2', [bodyHeight, standingHeight, recumbentHeight], ['cm']),
  measured('headcircum', 'head_circumference', '9843-4', [observables.headCircumference], ['cm']),
  {
    name: 'feeding-observation',
    kind: 'feeding',
    about: 'child',
    codings: [
      { system: SNOMED_CT, codes: [observables.infantFeeding], min: 1 },
      { system: FBOE, codes: [indicators.nutrition], min: 1 },
    ],
    closed: true,
    units: null,
    answers: indicatorAnswers.feeding,
  },
  {
    name: 'exam-result',
    kind: 'exam_result',
    about: 'either',
    codings: [{ system: SNOMED_CT, codes: [observables.examinationFinding], min: 1 }],
    closed: true,
    units: null,
    answers: examResults,
  },
  indicated('social-interaction', 'social_interaction', 'socialInteraction'),
  indicated('parent-relationship', 'parent_relationship', 'parentRelationship'),
  indicated('parent-social-status', null, 'parentSocialStatus', 'parent'),
  indicated('parent-mental-status', null, 'parentMentalStatus', 'parent'),
  indicated('social-support-network', null, 'socialSupportNetwork', 'parent'),
  indicated('communication', 'communication', 'communication'),
  indicated('sleep', 'sleep', 'sleep'),
  indicated('motor-function', 'motor_function', 'motorFunction'),
  indicated('nutrition', 'nutrition', 'nutrition'),
  indicated('physical-activity', 'physical_activity', 'physicalActivity'),
  indicated('hearing', 'hearing', 'hearing'),
  indicated('sight', 'sight', 'sight'),
  indicated('passive-smoking', 'passive_smoking', 'passiveSmoking'),
  indicated('nicotine', 'nicotine', 'nicotine'),
];
