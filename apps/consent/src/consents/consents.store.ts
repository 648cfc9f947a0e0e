import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { AnswerConsent } from '#contracts/questions/consents.js';
import { activeTraceId } from '#observability/traceparent.js';
import type { Tx } from '#persistence/tx.js';
import type { AnsweredAs, ConsentRecord, ConsentRequest } from './consent-record.js';
import { CONSENT_COLUMNS, recordOf, type ConsentRow } from './consent.row.js';

/** What the newest consent is asked for: it names the receiver and the kind. */
export interface AskedConsent {
  childId: string;
  receiver: string;
  kind: string;
}

/** How an answer came about, beside what was answered. */
export type AnswerEvidence = Pick<AnswerConsent, 'login' | 'textVersion' | 'language' | 'decision'>;

/** Consents and their histories: added to, never changed. */
@Injectable()
export class ConsentsStore {
  async find(tx: Tx, consentId: string): Promise<ConsentRecord | null> {
    const rows = await tx.query<ConsentRow>(`select ${CONSENT_COLUMNS} from consent c where consent_id = $1`, [
      consentId,
    ]);
    return rows[0] ? recordOf(rows[0]) : null;
  }

  /** Every consent of the children, newest first. */
  async ofChildren(tx: Tx, childIds: readonly string[]): Promise<ConsentRecord[]> {
    const rows = await tx.query<ConsentRow>(
      `select ${CONSENT_COLUMNS} from consent c where child_id = any($1::uuid[]) order by consent_no desc`,
      [childIds],
    );
    return rows.map(recordOf);
  }

  /** For each of the asked, in their order, the newest consent that names receiver and kind; null: none was ever asked for. */
  async newest(tx: Tx, asked: readonly AskedConsent[]): Promise<(ConsentRecord | null)[]> {
    if (asked.length === 0) return [];
    const rows = await tx.query<ConsentRow & { nth: string }>(
      `select q.nth, ${CONSENT_COLUMNS}
       from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as q(child_id, receiver, kind, nth)
       cross join lateral (
         select * from consent where child_id = q.child_id and receiver = q.receiver and q.kind = any(document_kinds)
         order by consent_no desc limit 1) c`,
      [asked.map(({ childId }) => childId), asked.map(({ receiver }) => receiver), asked.map(({ kind }) => kind)],
    );
    const found = new Map(rows.map((row) => [Number(row.nth), recordOf(row)]));
    return asked.map((_, index) => found.get(index + 1) ?? null);
  }

  /** Keeps others from adding to these histories until the transaction ends. */
  async lock(tx: Tx, consentIds: readonly string[]): Promise<void> {
    await tx.query('select from consent where consent_id = any($1::uuid[]) order by consent_no for update', [
      consentIds,
    ]);
  }

  async insert(tx: Tx, request: Omit<ConsentRequest, 'consentNo'>, requestedBy: string): Promise<void> {
    await tx.query(
      `insert into consent (consent_id, child_id, municipality, type, document_kinds, sender, receiver, transition_id, valid_until,
                            completeness, gdpr_basis, confidentiality_basis, text_version, texts, by_letter, requested_at, requested_by)
       values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        request.consentId,
        request.childId,
        request.municipality,
        request.type,
        request.documentKinds,
        request.sender,
        request.receiver,
        request.transitionId,
        request.validUntil.toString(),
        request.completeness,
        request.gdprBasis,
        request.confidentialityBasis,
        request.textVersion,
        JSON.stringify(request.texts),
        request.byLetter,
        request.requestedAt.toString(),
        requestedBy,
      ],
    );
  }

  /** The moment of the request, or of a change of custody, with who holds custody from then on. */
  async note(
    tx: Tx,
    consentIds: readonly string[],
    kind: 'requested' | 'custody',
    moment: { at: Temporal.Instant; holderIds: readonly string[]; custodyReadAt: Temporal.Instant | null },
  ): Promise<void> {
    await tx.query(
      `insert into consent_entry (consent_id, kind, at, holder_ids, custody_read_at)
       select id, $2, $3, $4::uuid[], $5 from unnest($1::uuid[]) as id`,
      [consentIds, kind, moment.at.toString(), moment.holderIds, moment.custodyReadAt?.toString() ?? null],
    );
  }

  async addAnswer(
    tx: Tx,
    consentId: string,
    answerer: { id: string; as: AnsweredAs },
    { decision, textVersion, language, login }: AnswerEvidence,
    moment: { at: Temporal.Instant; holderIds: readonly string[]; custodyReadAt: Temporal.Instant | null },
  ): Promise<void> {
    await tx.query(
      `insert into consent_entry (consent_id, kind, at, holder_ids, custody_read_at, answerer_id, answered_as, decision, text_version,
                                  language, broker, assurance, authenticated_at)
       values ($1, 'answer', $2, $3::uuid[], $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        consentId,
        moment.at.toString(),
        moment.holderIds,
        moment.custodyReadAt?.toString() ?? null,
        answerer.id,
        answerer.as,
        decision,
        textVersion,
        language,
        login.broker,
        login.assurance,
        login.authenticatedAt,
      ],
    );
  }

  /**
   * Consents that may still count on that day, of children born at the latest on `bornBy`, for which the child itself has not been asked.
   */
  async notAskedOfYoungPeople(tx: Tx, today: Temporal.PlainDate, bornBy: Temporal.PlainDate): Promise<ConsentRecord[]> {
    const rows = await tx.query<ConsentRow>(
      `select ${CONSENT_COLUMNS} from consent c join child using (child_id)
       where c.valid_until >= $1 and child.birth_date <= $2
         and not exists (
           select from consent_asked a join guardian g on g.guardian_id = child.young_person_id
           where a.consent_id = c.consent_id and a.guardian_id in (g.guardian_id, g.same_as))
         and not exists (select from consent_entry e where e.consent_id = c.consent_id and e.decision = 'withdrawn')
       order by c.consent_no limit 200`,
      [today.toString(), bornBy.toString()],
    );
    return rows.map(recordOf);
  }

  /** Of these people, those who had not been asked for the consent before, under whichever id; from now on they have. */
  async ask(tx: Tx, consentId: string, guardianIds: readonly string[], at: Temporal.Instant): Promise<string[]> {
    const rows = await tx.query<{ guardian_id: string }>(
      `insert into consent_asked (consent_id, guardian_id, asked_at, trace_id) select $1, id, $3, $4 from unnest($2::uuid[]) as id
       where not exists (
         select from consent_asked a join guardian g using (guardian_id) where a.consent_id = $1 and id in (g.guardian_id, g.same_as))
       on conflict do nothing returning guardian_id`,
      [consentId, guardianIds, at.toString(), activeTraceId()],
    );
    return rows.map(({ guardian_id }) => guardian_id).sort();
  }
}
