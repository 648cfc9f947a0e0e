import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { Asker } from '#contracts/questions/access.js';
import type { ConsentId } from '#contracts/ids.js';
import type { AccessLogQuery } from '#contracts/questions/access-log.js';
import type { ConsentState } from '#contracts/questions/consents.js';
import type { Tx } from '#persistence/tx.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import type { AskedKind } from './asked-kind.js';
import type { Verdict } from './decide.rules.js';
import type { Relation } from './relation.js';

/** One read, allowed or refused, as it is written down (R22). */
export interface LoggedAccess {
  childId: string;
  municipality: string;
  asker: Asker;
  documentKind: AskedKind;
  documentId: string | null;
  action: string;
  relation: Relation;
  consent: { consentId: string; state: ConsentState } | null;
  verdict: Verdict;
}

export interface AccessLogRow {
  logId: string;
  at: Date;
  municipality: string;
  askerKind: Asker['kind'];
  asker: string;
  role: string | null;
  organisation: string | null;
  documentKind: AskedKind;
  action: string;
  outcome: 'allowed' | 'refused';
  code: string | null;
  rule: string;
  line: string | null;
  relation: string | null;
  consentId: ConsentId | null;
  consentState: ConsentState | null;
}

/** The access log: added to, read, never changed. */
@Injectable()
export class AccessLogStore {
  private readonly ready = new Set<string>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Makes sure that there is a part of the log for the month and each municipality; call it before the transaction that writes. */
  async makeReady(at: Temporal.Instant, municipalities: readonly string[]): Promise<void> {
    const month = at.toString().slice(0, 7);
    for (const municipality of new Set(municipalities)) {
      const part = `${month} ${municipality}`;
      if (this.ready.has(part)) continue;
      await this.unitOfWork.run((tx) =>
        tx.query('select ensure_access_log_part($1, $2)', [`${month}-01`, municipality]),
      );
      this.ready.add(part);
    }
  }

  /** A part that was dropped is made again when its month comes back, as it does when a clock is set. */
  forget({ month, municipality }: { month: string; municipality: string }): void {
    this.ready.delete(`${month.slice(0, 7)} ${municipality}`);
  }

  /**
   * Writes in the transaction of the decisions, which keeps deletions away; one statement however many. The id of a child that was deleted
   * is not written down again.
   */
  async append(tx: Tx, at: Temporal.Instant, entries: readonly LoggedAccess[]): Promise<void> {
    if (entries.length === 0) return;
    const column = <T>(value: (entry: LoggedAccess) => T): T[] => entries.map(value);
    await tx.query(
      `insert into access_log (at, child_id, municipality, asker_kind, asker, role, organisation, document_kind, document_id,
                               action, outcome, code, rule, line, relation, consent_id, consent_state)
       select $1, case when forgotten then '00000000-0000-0000-0000-000000000000' else child_id end, municipality, asker_kind, asker, role,
              organisation, document_kind, document_id, action, outcome, code, rule, line, relation, consent_id, consent_state
       from (select given.*, exists (select from forgotten_key where key_hash = sha256(convert_to(child_id::text, 'UTF8'))) as forgotten
             from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
                                $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::uuid[],
                                $17::text[]) as given (child_id, municipality, asker_kind, asker, role, organisation, document_kind,
                                document_id, action, outcome, code, rule, line, relation, consent_id, consent_state)) as entries`,
      [
        at.toString(),
        column(({ childId }) => childId),
        column(({ municipality }) => municipality),
        column(({ asker }) => asker.kind),
        column(({ asker }) => (asker.kind === 'guardian' ? asker.guardianId : asker.subject)),
        column(({ asker }) => (asker.kind === 'staff' ? asker.role : null)),
        column(({ asker }) => (asker.kind === 'staff' ? asker.organisation : null)),
        column(({ documentKind }) => documentKind),
        column(({ documentId }) => documentId),
        column(({ action }) => action),
        column(({ verdict }) => verdict.outcome),
        column(({ verdict }) => verdict.code),
        column(({ verdict }) => verdict.rule),
        column(({ verdict }) => verdict.line),
        column(({ relation }) => relation),
        column(({ consent }) => consent?.consentId ?? null),
        column(({ consent }) => consent?.state ?? null),
      ],
    );
  }

  /** The newest first, as the query asks. */
  ofChild(tx: Tx, childId: string, { before, limit, outcome, who }: AccessLogQuery): Promise<AccessLogRow[]> {
    return tx.query<AccessLogRow>(
      `select log_id as "logId", at, municipality, asker_kind as "askerKind", asker, role, organisation,
              document_kind as "documentKind", action, outcome, code, rule, line, relation, consent_id as "consentId",
              consent_state as "consentState"
       from access_log
       where child_id = $1 and at < coalesce($2::timestamptz, 'infinity')
         and outcome = coalesce($4, outcome) and asker_kind = coalesce($5, asker_kind)
       order by at desc, log_id desc limit $3`,
      [childId, before ?? null, limit, outcome ?? null, who ?? null],
    );
  }
}
