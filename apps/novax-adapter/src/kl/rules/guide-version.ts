import { SNOMED_CT } from '../codes/code-systems.js';
import { codingsOf } from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import { isObject, type FhirObject } from '../fhir/fhir-object.js';
import { isSupported, profileClaims } from '../profiles/profile-claims.js';

/** Guide 1.0.0 used the same profile addresses, but this SNOMED CT code for body weight. */
const RETIRED_BODY_WEIGHT = '425024002';

/** Tells a report of another guide version before anything else: the rest of its faults would only mislead. */
export function judgeGuideVersion(bundle: FhirObject, faults: Faults): void {
  if (!profileClaims(bundle).every(isSupported)) unsupported(faults, 'meta', 'profile');
  const entries = bundle['entry'];
  if (!Array.isArray(entries)) return;
  entries.forEach((entry: unknown, index) => {
    const body = isObject(entry) ? entry['resource'] : undefined;
    if (!isObject(body)) return;
    const steps = ['entry', index, 'resource'] as const;
    const version = typeof body['questionnaire'] === 'string' ? body['questionnaire'].split('|')[1] : undefined;
    if (version !== undefined && !isSupported({ profile: '', version })) unsupported(faults, ...steps, 'questionnaire');
    if (!profileClaims(body).every(isSupported)) unsupported(faults, ...steps, 'meta', 'profile');
    else if (body['resourceType'] === 'Observation' && hasRetiredCode(body)) unsupported(faults, ...steps, 'code');
  });
}

function hasRetiredCode(observation: FhirObject): boolean {
  const codings = codingsOf(observation['code']);
  return codings.some((coding) => coding['code'] === RETIRED_BODY_WEIGHT && coding['system'] === SNOMED_CT);
}

function unsupported(faults: Faults, ...steps: (string | number)[]): void {
  faults.at(steps, () => faults.add('GUIDE_VERSION_UNSUPPORTED', 'This belongs to another version of the guide.'));
}
