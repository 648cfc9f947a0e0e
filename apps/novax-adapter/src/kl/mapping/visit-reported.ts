import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { instantOf } from '../copenhagen.js';
import { codingsOf } from '../fhir/datatypes.js';
import { objectAt, objectsAt, textAt } from '../fhir/fhir-object.js';
import type { ReportResource } from '../report-resource.js';

const NOT_HELD: ReadonlySet<unknown> = new Set(['entered-in-error', 'cancelled', 'planned']);

/** The contact with the child that the report is about: the first one held. */
export function visitReported(
  resources: readonly ReportResource[],
  child: ReportResource | null,
): JournalEntryReceivedV1['visit'] {
  const visit = resources.find(
    ({ type, subject, body }) => type === 'Encounter' && child && subject === child && !NOT_HELD.has(body['status']),
  )?.body;
  if (!visit) return null;
  return {
    typeCode: textAt(codingsOf(objectsAt(visit, 'type')[0])[0], 'code') ?? '',
    classCode: textAt(objectAt(visit, 'class'), 'code') ?? '',
    startedAt: instantOf(objectAt(visit, 'period')?.['start']),
  };
}
