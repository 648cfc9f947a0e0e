import { Temporal } from 'temporal-polyfill';
import type { ConsentDecision, ConsentText, ConsentableKind } from '#contracts/questions/consents.js';
import type { AnsweredAs, Completeness, ConsentEntry, ConsentRecord } from './consent-record.js';

/** A consent with its history, as `CONSENT_COLUMNS` of `consent c` gives it. */
export interface ConsentRow {
  consent_id: string;
  consent_no: string;
  child_id: string;
  municipality: string;
  type: string;
  document_kinds: ConsentableKind[];
  sender: string;
  receiver: string;
  transition_id: string | null;
  valid_until: string;
  completeness: Completeness;
  gdpr_basis: string;
  confidentiality_basis: string;
  text_version: number;
  texts: ConsentText[];
  by_letter: boolean;
  requested_at: Date;
  entries: EntryJson[];
}

interface EntryJson {
  kind: ConsentEntry['kind'];
  at: string;
  holder_ids: string[];
  answerer_id: string;
  answered_as: AnsweredAs;
  decision: ConsentDecision;
  text_version: number;
  language: string;
}

/** Guardians are named by their lasting ids, whichever id they answered under. */
export const CONSENT_COLUMNS = `
  c.consent_id, c.consent_no, c.child_id, c.municipality, c.type, c.document_kinds, c.sender, c.receiver, c.transition_id,
  c.valid_until::text, c.completeness, c.gdpr_basis, c.confidentiality_basis, c.text_version, c.texts, c.by_letter, c.requested_at,
  (select json_agg(json_build_object(
            'kind', e.kind, 'at', e.at, 'answered_as', e.answered_as, 'decision', e.decision, 'text_version', e.text_version,
            'language', e.language,
            'answerer_id', (select coalesce(g.same_as, g.guardian_id) from guardian g where g.guardian_id = e.answerer_id),
            'holder_ids', array(select distinct coalesce(g.same_as, g.guardian_id) from guardian g where g.guardian_id = any(e.holder_ids))
          ) order by e.entry_no)
   from consent_entry e where e.consent_id = c.consent_id) as entries`;

export function recordOf(row: ConsentRow): ConsentRecord {
  return {
    request: {
      consentId: row.consent_id,
      consentNo: Number(row.consent_no),
      childId: row.child_id,
      municipality: row.municipality,
      type: row.type,
      documentKinds: row.document_kinds,
      sender: row.sender,
      receiver: row.receiver,
      transitionId: row.transition_id,
      validUntil: Temporal.PlainDate.from(row.valid_until),
      completeness: row.completeness,
      gdprBasis: row.gdpr_basis,
      confidentialityBasis: row.confidentiality_basis,
      textVersion: row.text_version,
      texts: row.texts,
      byLetter: row.by_letter,
      requestedAt: Temporal.Instant.fromEpochMilliseconds(row.requested_at.getTime()),
    },
    entries: row.entries.map((entry): ConsentEntry => {
      const facts = { at: Temporal.Instant.from(entry.at), holderIds: [...entry.holder_ids].sort() };
      if (entry.kind !== 'answer') return { kind: entry.kind, ...facts };
      const { decision, language } = entry;
      return {
        kind: 'answer',
        ...facts,
        answererId: entry.answerer_id,
        as: entry.answered_as,
        decision,
        language,
        textVersion: entry.text_version,
      };
    }),
  };
}
