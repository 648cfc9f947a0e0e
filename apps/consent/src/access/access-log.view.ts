import type { AccessLogEntry } from '#contracts/questions/access-log.js';
import type { AccessLogRow } from './access-log.store.js';

/** For whom the log is shown: the unit's leader, who sees which colleague it was, or one guardian, who does not. */
export type AccessLogReader = { kind: 'leader' } | { kind: 'guardian'; guardianId: string };

/** A line of the log as that reader may see it. Guardians never learn which person at work it was, nor which guardian. */
export function accessLogEntry(row: AccessLogRow, reader: AccessLogReader): AccessLogEntry {
  return {
    at: row.at.toISOString(),
    who: row.askerKind,
    own: reader.kind === 'guardian' && row.askerKind === 'guardian' && row.asker === reader.guardianId,
    role: row.role as AccessLogEntry['role'],
    municipality: row.municipality as AccessLogEntry['municipality'],
    organisation: row.organisation as AccessLogEntry['organisation'],
    staffSubject: reader.kind === 'leader' && row.askerKind === 'staff' ? row.asker : null,
    documentKind: row.documentKind,
    action: row.action,
    outcome: row.outcome,
    code: row.code,
  };
}
