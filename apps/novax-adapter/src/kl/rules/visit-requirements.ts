import { indicators, observables } from '../codes/observation-codes.js';
import { visitTypes } from '../codes/visit-types.js';

/** A visit of one of these types, held face to face, needs an observation with one of these codes in the same report. */
export interface VisitRequirement {
  readonly invariant: string;
  readonly visits: readonly string[];
  readonly anyOf: readonly string[];
  /** What is missing, in words for the sender. */
  readonly needs: string;
}

const v = visitTypes;
const SCHOOL_MEASURED = [v.schoolStart, v.middleSchoolMeasured, v.schoolLeaving];
const FIRST_YEAR = [v.twoMonths, v.fourToSixMonths, v.eightToElevenMonths];
const EXAMINED = [v.schoolStart, v.schoolLeaving];

const requirement = (name: string, needs: string, anyOf: readonly string[], ...visits: string[]): VisitRequirement => ({
  invariant: `gateway-children-report-${name}`,
  visits,
  anyOf,
  needs,
});

/**
 * What each visit type must contain: 17 invariants of the delivery report, as published. Two oddities are the guide's own:
 * `motor-function` asks for the code of sleep, and `parent-relationship` leaves the 8-11 months visit out although its text names it.
 */
export const visitRequirements: readonly VisitRequirement[] = [
  requirement('parent-mental-state', 'parent mental state', [indicators.parentMentalStatus], v.pregnancy, v.twoMonths),
  requirement(
    'parent-social-status',
    'parent vulnerability',
    [indicators.parentSocialStatus],
    v.pregnancy,
    v.establishing,
  ),
  requirement('support-network', 'social network', [indicators.socialSupportNetwork], v.pregnancy, v.establishing),
  requirement('social-interaction', 'social interaction', [indicators.socialInteraction], ...FIRST_YEAR, ...EXAMINED),
  requirement(
    'parent-relationship',
    'parent-child relationship',
    [indicators.parentRelationship],
    ...[v.afterBirth, v.establishing, v.withinFirstMonth, v.twoMonths, v.fourToSixMonths],
  ),
  requirement(
    'weight',
    'body weight',
    [observables.bodyWeight],
    ...[v.afterBirth, v.establishing, v.withinFirstMonth, ...FIRST_YEAR, ...SCHOOL_MEASURED],
  ),
  requirement(
    'height',
    'body height',
    [observables.bodyHeight, observables.standingHeight, observables.recumbentHeight],
    ...[v.establishing, v.withinFirstMonth, ...FIRST_YEAR, ...SCHOOL_MEASURED],
  ),
  requirement(
    'head-circumference',
    'head circumference',
    [observables.headCircumference],
    ...[v.establishing, v.withinFirstMonth, ...FIRST_YEAR],
  ),
  requirement('passive-smoking', 'passive smoking', [indicators.passiveSmoking], v.establishing),
  requirement('nicotine', 'use of nicotine', [indicators.nicotine], v.schoolLeaving),
  requirement(
    'nutrition',
    'nutrition',
    [indicators.nutrition],
    ...[v.afterBirth, v.establishing, v.withinFirstMonth, ...FIRST_YEAR, ...EXAMINED],
  ),
  requirement(
    'communication',
    'communication',
    [indicators.communication],
    v.withinFirstMonth,
    ...FIRST_YEAR,
    ...EXAMINED,
  ),
  requirement('sleep', 'sleep', [indicators.sleep], ...FIRST_YEAR, ...EXAMINED),
  requirement(
    'motor-function',
    'sleep (asked for under the name of motor function)',
    [indicators.sleep],
    ...FIRST_YEAR,
    ...EXAMINED,
  ),
  requirement('physical-activity', 'physical activity', [indicators.physicalActivity], ...EXAMINED),
  requirement('hearing', 'hearing', [indicators.hearing], ...EXAMINED),
  requirement('sight', 'sight', [indicators.sight], ...EXAMINED),
];

/** The classes that count as face to face. */
const FACE_TO_FACE: ReadonlySet<string> = new Set(['HH', 'AMB']);

interface Visit {
  readonly typeCodes: readonly string[];
  readonly classCode: string | undefined;
}

/** The requirements that a report does not meet. Code systems are not compared: the published rules do not either. */
export function unmetRequirements(visits: readonly Visit[], observed: ReadonlySet<string>): VisitRequirement[] {
  const types = new Set<string>();
  for (const visit of visits) {
    if (visit.classCode !== undefined && FACE_TO_FACE.has(visit.classCode)) {
      for (const type of visit.typeCodes) types.add(type);
    }
  }
  if (types.size === 0) return [];
  return visitRequirements.filter(
    ({ visits: asked, anyOf }) => asked.some((type) => types.has(type)) && !anyOf.some((code) => observed.has(code)),
  );
}
