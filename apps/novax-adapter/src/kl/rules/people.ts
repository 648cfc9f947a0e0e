import { Cpr } from '#contracts/cpr.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { visitTypes } from '../codes/visit-types.js';
import { codingsOf } from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import { objectAt, objectsAt, textAt } from '../fhir/fhir-object.js';
import { isWithdrawn, type ReportResource } from '../report-resource.js';
import type { ResourceIndex } from './references.js';

/** Whose record a resource belongs to by its own content; null when it could be either. */
export function aboutOf({ type, body, profile, questionnaire }: ReportResource): 'child' | 'parent' | null {
  if (profile) return profile.about === 'either' ? null : profile.about;
  if (questionnaire) return questionnaire.about;
  if (type !== 'Encounter') return null;
  const visit = codingsOf(objectsAt(body, 'type')[0])[0]?.['code'];
  if (visit === visitTypes.pregnancy) return 'parent';
  return typeof visit !== 'string' || EITHER.has(visit) ? null : 'child';
}

/** Contacts that the health visitor may also have with a parent alone. */
const EITHER: ReadonlySet<string> = new Set([visitTypes.needBasedInfant, visitTypes.preventiveInfant]);

/** A citizen of whom nothing else is known counts as a child below this age. */
const ADULT_YEARS = 18;

/**
 * The child of a report: the one that RelatedPerson.patient points at; without such, the only citizen with content that a child
 * alone can have; failing that, the only minor who is not named as a parent. Null when the report is about no child.
 */
export function childOf(
  resources: readonly ReportResource[],
  index: ResourceIndex,
  reportedOn: string,
  faults: Faults,
): ReportResource | null {
  const patients = resources.filter(({ type }) => type === 'Patient');
  const relations = resources.filter((resource) => resource.type === 'RelatedPerson' && !isWithdrawn(resource));
  const pointedAt = new Set(relations.map(({ body }) => index.resolve(textAt(objectAt(body, 'patient'), 'reference'))));
  pointedAt.delete(undefined);
  if (pointedAt.size > 0) return only([...pointedAt], faults);

  const about = (patient: ReportResource, whose: 'child' | 'parent'): boolean =>
    resources.some((resource) => resource.subject === patient && aboutOf(resource) === whose);
  const children = patients.filter((patient) => about(patient, 'child'));
  if (children.length > 0) return only(children, faults);

  const minors = patients.filter(
    (patient) =>
      !about(patient, 'parent') && objectsAt(patient.body, 'link').length === 0 && isMinor(patient, reportedOn),
  );
  return minors.length > 0 ? only(minors, faults) : null;
}

function only(candidates: readonly (ReportResource | undefined)[], faults: Faults): ReportResource | null {
  const [first] = candidates;
  if (candidates.length === 1 && first) return first;
  faults.at(['entry'], () => faults.add('CHILD_UNCLEAR', 'More than one citizen could be the child.'));
  return null;
}

/** The citizen's CPR, or null where the shape has reported it. */
export function cprOf(patient: ReportResource): Cpr | null {
  try {
    return Cpr.parse(textAt(objectsAt(patient.body, 'identifier')[0], 'value') ?? '');
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

function isMinor(patient: ReportResource, reportedOn: string): boolean {
  const birth = cprOf(patient)?.birthDate();
  return birth !== undefined && birth.add({ years: ADULT_YEARS }).toString() > reportedOn;
}

/** A child's result must be the child's, and a parent's never the child's. */
export function judgeSubject(resource: ReportResource, child: ReportResource, faults: Faults): void {
  const about = aboutOf(resource);
  if (about === null || !resource.subject || (about === 'child') === (resource.subject === child)) return;
  const detail =
    about === 'child'
      ? 'This belongs to the child, but its subject is another.'
      : 'This belongs to a parent, but its subject is the child.';
  faults.at(['subject'], () => faults.add('SUBJECT_WRONG', detail));
}
