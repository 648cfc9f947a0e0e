import type { ObservationReported, ReportedStatus } from '#contracts/events/journal-entry-received.js';
import { copenhagenDate } from '../copenhagen.js';
import { codingsOf } from '../fhir/datatypes.js';
import type { Faults } from '../fhir/faults.js';
import { objectAt, textAt, type FhirObject } from '../fhir/fhir-object.js';
import { digitsOf } from '../fhir/number-text.js';
import type { ObservationProfile } from '../profiles/observation-profile.js';

/** Longest unit that is shown; every UCUM code of the guide is shorter. */
const LONGEST_UNIT = 16;

/** An observation of the child as the record shows it; null, with a warning, when its status says it is not final. */
export function observationReported(
  observation: FhirObject,
  profile: ObservationProfile,
  faults: Faults,
): ObservationReported | null {
  const status = reportedStatus(observation['status']);
  if (status === null || profile.kind === null) {
    faults.at(['status'], () => faults.warn('NOT_SHOWN'));
    return null;
  }
  const main = codingsOf(observation['code']).find((coding) => coding['system'] === profile.codings[0]?.system);
  const answer = codingsOf(observation['valueCodeableConcept']).find((coding) =>
    profile.answers?.includes(textAt(coding, 'code') ?? ''),
  );
  const period = objectAt(observation, 'effectivePeriod');
  return {
    resourceId: observation['id'] as string,
    status,
    kind: profile.kind,
    codeSystem: textAt(main, 'system') ?? '',
    code: textAt(main, 'code') ?? '',
    valueCode: answer ? { system: textAt(answer, 'system') ?? '', code: textAt(answer, 'code') ?? '' } : null,
    quantity: quantityOf(objectAt(observation, 'valueQuantity'), faults),
    date: copenhagenDate(observation['effectiveDateTime'] ?? observation['effectiveInstant']),
    period: period ? { start: copenhagenDate(period['start']), end: copenhagenDate(period['end']) } : null,
    dataAbsentReason: reasonOf(observation['dataAbsentReason']),
  };
}

const STATUSES: Record<string, ReportedStatus> = {
  final: 'final',
  amended: 'amended',
  corrected: 'amended',
  'entered-in-error': 'entered-in-error',
};

const reportedStatus = (status: unknown): ReportedStatus | null => STATUSES[String(status)] ?? null;

/** A bound such as "less than 4 kg" is no measurement: it is not shown as one. */
function quantityOf(quantity: FhirObject | undefined, faults: Faults): ObservationReported['quantity'] {
  const value = digitsOf(quantity?.['value']);
  if (value === null) return null;
  const unit = textAt(quantity, 'code') ?? textAt(quantity, 'unit') ?? '';
  if (quantity?.['comparator'] === undefined && unit.length <= LONGEST_UNIT) return { value, unit };
  faults.at(['valueQuantity'], () => faults.warn('NOT_SHOWN'));
  return null;
}

/** The code of the reason; its text is the sender's free text and stays sealed. */
function reasonOf(concept: unknown): string | null {
  if (concept === undefined) return null;
  const code = textAt(codingsOf(concept)[0], 'code');
  return code !== undefined && code.length <= 64 ? code : 'unknown';
}
