import { INDICATOR_PROFILE, profileClaims } from './profile-claims.js';
import { codingsOf } from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import type { FhirObject } from '../fhir/fhir-object.js';
import type { ObjectShape } from '../fhir/shape.js';
import { citizen } from './citizen.js';
import { encounter } from './encounter.js';
import { intervention } from './intervention.js';
import { location } from './location.js';
import { observationProfiles, type ObservationProfile } from './observation-profile.js';
import { observationShape } from './observation.js';
import { questionnaireResponse } from './questionnaire-response.js';
import { relatedParent } from './related-parent.js';

interface ResourceProfile {
  readonly name: string;
  readonly shape: ObjectShape;
}

/** The one profile of each resource type but Observation. */
const byType: ReadonlyMap<string, ResourceProfile> = new Map([
  ['Patient', { name: 'citizen', shape: citizen }],
  ['RelatedPerson', { name: 'related-parent', shape: relatedParent }],
  ['Encounter', { name: 'encounter', shape: encounter }],
  ['CarePlan', { name: 'intervention', shape: intervention }],
  ['Location', { name: 'location', shape: location }],
  ['QuestionnaireResponse', { name: 'questionnaire-response', shape: questionnaireResponse }],
]);

const observations: ReadonlyMap<string, ResourceProfile & { readonly profile: ObservationProfile }> = new Map(
  observationProfiles.map((profile) => [
    profile.name,
    { name: profile.name, shape: observationShape(profile), profile },
  ]),
);

interface Choice {
  readonly shape: ObjectShape;
  readonly profile: ObservationProfile | undefined;
}

/** The profile by which a resource is judged; undefined, with the fault told, when the guide has none for it. */
export function profileFor(body: FhirObject, faults: Faults): Choice | undefined {
  const type = body['resourceType'];
  if (type === 'Observation') return observationProfileFor(body, faults);
  const only = typeof type === 'string' ? byType.get(type) : undefined;
  if (!only) {
    faults.add('ELEMENT_FORBIDDEN', 'The guide has no profile for a resource of this type.');
    return undefined;
  }
  if (profileClaims(body).some((claim) => claim.profile !== only.name)) claimFault(faults);
  return { shape: only.shape, profile: undefined };
}

function observationProfileFor(body: FhirObject, faults: Faults): Choice | undefined {
  const claims = profileClaims(body).filter((claim) => claim.profile !== INDICATOR_PROFILE);
  const [claimed] = claims;
  if (claimed) {
    const known = observations.get(claimed.profile);
    if (known && claims.length === 1) return known;
    claimFault(faults);
    return undefined;
  }
  const codings = codingsOf(body['code']);
  const fitting = observationProfiles.find((profile) =>
    profile.codings.every(
      ({ system, codes, min }) =>
        min === 0 || codings.some((coding) => coding['system'] === system && codes.includes(coding['code'] as string)),
    ),
  );
  if (fitting) return observations.get(fitting.name);
  faults.at(['code'], () =>
    faults.add('INVARIANT_BROKEN', 'gateway-children-report-1: the observation follows no profile of the guide.'),
  );
  return undefined;
}

function claimFault(faults: Faults): void {
  faults.at(['meta', 'profile'], () => faults.add('CODE_INVALID', 'Not the profile of the guide for this resource.'));
}

/** Every shape that the guide gives a resource type. */
export function shapesOfType(type: string): ObjectShape[] {
  if (type === 'Observation') return [...observations.values()].map(({ shape }) => shape);
  const only = byType.get(type);
  return only ? [only.shape] : [];
}

/** The shape of a profile by the last part of its address. */
export const shapeOfProfile = (name: string): ObjectShape | undefined =>
  observations.get(name)?.shape ?? [...byType.values()].find((profile) => profile.name === name)?.shape;
