import type { AccessLogEntry } from '#contracts/questions/access-log.js';
import type { AccessLogRow } from './access-log.store.js';
import { policyWords, type PolicyLineName } from './policy-words.js';

/** For whom the log is shown: the unit's leader, who sees which colleague it was, or one guardian, who does not. */
export type AccessLogReader = { kind: 'leader' } | { kind: 'guardian'; guardianId: string; placesWithheld: boolean };

/**
 * A line of the log as that reader may see it, with why it was answered so. Guardians never learn which person at work it was, nor which
 * guardian; nor a place while somebody else in the family is protected.
 */
export function accessLogEntry(row: AccessLogRow, reader: AccessLogReader): AccessLogEntry {
  const placesWithheld = reader.kind === 'guardian' && reader.placesWithheld;
  return {
    at: row.at.toISOString(),
    who: row.askerKind,
    own: reader.kind === 'guardian' && row.askerKind === 'guardian' && row.asker === reader.guardianId,
    role: row.role as AccessLogEntry['role'],
    municipality: placesWithheld ? null : (row.municipality as AccessLogEntry['municipality']),
    organisation: placesWithheld ? null : (row.organisation as AccessLogEntry['organisation']),
    placesWithheld,
    staffSubject: reader.kind === 'leader' && row.askerKind === 'staff' ? row.asker : null,
    documentKind: row.documentKind,
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    why: whyOf(row),
  };
}

/** Null for what was written down before lines had names, and for a line that is no longer in the policy. */
function whyOf({ line, rule, relation, consentId, consentState }: AccessLogRow): AccessLogEntry['why'] {
  if (line === null || !Object.hasOwn(policyWords, line)) return null;
  return { rule, ...policyWords[line as PolicyLineName], relation, consentId, consentState };
}
