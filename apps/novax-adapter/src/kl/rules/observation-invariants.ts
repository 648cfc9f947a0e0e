import type { Faults } from '../fhir/faults.js';
import { isObject, type FhirObject } from '../fhir/fhir-object.js';
import { digitsOf } from '../fhir/number-text.js';
import type { ObservationProfile } from '../profiles/observation-profile.js';

/** dk-core-observation-mandatory-units: a quantity with a value needs its unit or its code. */
export function hasUnit(observation: FhirObject): boolean {
  const quantity = observation['valueQuantity'];
  if (!isObject(quantity) || quantity['value'] === undefined) return true;
  return quantity['unit'] !== undefined || quantity['code'] !== undefined;
}

/**
 * obs-1: a measured value has at most one decimal, counted in the digits as sent. A missing value is no fault here:
 * the guide wants it reported with the reason (obs-2).
 */
export function hasOneDecimal(observation: FhirObject): boolean {
  const quantity = observation['valueQuantity'];
  const value = isObject(quantity) ? quantity['value'] : undefined;
  const digits = digitsOf(value);
  return digits === null || /^[0-9]*\.?[0-9]$/.test(digits);
}

/** obs-2: no value without a reason for its absence. */
export function hasValueOrReason(observation: FhirObject): boolean {
  return hasValue(observation) || observation['dataAbsentReason'] !== undefined;
}

function hasValue(observation: FhirObject): boolean {
  for (const name in observation) if (name.startsWith('value')) return true;
  return false;
}

/** The invariants that the guide puts on observations, and obs-6 of FHIR R4. */
export function judgeObservationRules(observation: FhirObject, profile: ObservationProfile, faults: Faults): void {
  if (profile.units) {
    if (!hasUnit(observation))
      faults.add('INVARIANT_BROKEN', 'dk-core-observation-mandatory-units: the unit is missing.');
    if (!hasOneDecimal(observation)) faults.add('INVARIANT_BROKEN', 'obs-1: at most one decimal may be given.');
  }
  if (profile.name !== 'exam-result' && !hasValueOrReason(observation)) {
    faults.add('INVARIANT_BROKEN', 'obs-2: a missing value needs dataAbsentReason.');
  }
  if (hasValue(observation) && observation['dataAbsentReason'] !== undefined) {
    faults.add('INVARIANT_BROKEN', 'obs-6: a value and a reason for its absence exclude each other.');
  }
}
