import type { FhirObject } from './fhir/fhir-object.js';
import type { ObservationProfile } from './profiles/observation-profile.js';
import type { Questionnaire } from './questionnaires/questionnaire.js';

/** One resource of a report while the report is judged. */
export interface ReportResource {
  /** Place in Bundle.entry. */
  readonly index: number;
  readonly type: string;
  readonly id: string;
  readonly fullUrl: string | undefined;
  readonly body: FhirObject;
  /** The profile an Observation follows. */
  readonly profile: ObservationProfile | undefined;
  /** The questionnaire a QuestionnaireResponse answers. */
  readonly questionnaire: Questionnaire | undefined;
  /** The Patient that `subject` resolves to. */
  subject: ReportResource | undefined;
}

/** Says that something went wrong in the journal and the resource should never have existed. */
export function isWithdrawn({ type, body }: ReportResource): boolean {
  if (type === 'Patient' || type === 'RelatedPerson') return body['active'] === false;
  return body['status'] === (type === 'Location' ? 'inactive' : 'entered-in-error');
}
