import { holdsCpr } from '../intake/record-id.rules.js';
import { isObject, objectAt, textAt } from './fhir/fhir-object.js';
import type { Faults } from './fhir/faults.js';
import { judgeObject } from './fhir/judge-shape.js';
import { entryShape } from './profiles/bundles.js';
import { profileFor } from './profiles/resource-profiles.js';
import { knownQuestionnaire } from './questionnaires/known-questionnaires.js';
import type { ReportResource } from './report-resource.js';

/** Judges every entry by the profile of its resource and lists the resources that can be told apart. */
export function readResources(entries: unknown, faults: Faults): ReportResource[] {
  if (entries === undefined) return [];
  if (!Array.isArray(entries) || entries.length === 0) {
    faults.at(['entry'], () => faults.add('SHAPE_INVALID', 'A list of entries is expected.'));
    return [];
  }
  const resources: ReportResource[] = [];
  faults.enter('entry');
  entries.forEach((entry: unknown, index) => {
    faults.enter(index);
    judgeObject(entry, entryShape, faults);
    const resource = readResource(entry, index, faults);
    if (resource) resources.push(resource);
    faults.leave();
  });
  faults.leave();
  return resources;
}

function readResource(entry: unknown, index: number, faults: Faults): ReportResource | undefined {
  const body = isObject(entry) ? entry['resource'] : undefined;
  if (body === undefined) return undefined;
  faults.enter('resource');
  try {
    if (!isObject(body)) {
      faults.add('SHAPE_INVALID', 'A resource is expected.');
      return undefined;
    }
    const choice = profileFor(body, faults);
    if (!choice) return undefined;
    judgeObject(body, choice.shape, faults);
    judgeResourceId(body['id'], faults);
    if (typeof body['id'] !== 'string') return undefined;
    return {
      index,
      type: body['resourceType'] as string,
      id: body['id'],
      fullUrl: textAt(entry, 'fullUrl'),
      body,
      profile: choice.profile,
      questionnaire: knownQuestionnaire(body['questionnaire']),
      subject: undefined,
    };
  } finally {
    faults.leave();
  }
}

/** An id travels in events and logs: no civil registration number may stand in it, nor be its whole shape. */
export function judgeResourceId(id: unknown, faults: Faults): void {
  if (typeof id !== 'string' || !(/^\d{6}-?\d{4}$/.test(id) || holdsCpr(id))) return;
  faults.at(['id'], () => faults.add('RECORD_ID_INVALID', 'A civil registration number stands in the id.'));
}

/** The place of a resource of a report, as steps from the report's Bundle. */
export const stepsTo = ({ index }: ReportResource): [string, number, string] => ['entry', index, 'resource'];

/** The reference in `subject`. */
export const subjectReference = ({ body }: ReportResource): string | undefined =>
  textAt(objectAt(body, 'subject'), 'reference');
