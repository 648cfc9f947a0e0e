import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { LoginEvidence } from '#contracts/questions/consents.js';
import type { Tx } from '#persistence/tx.js';
import { IDLE_MINUTES, LONGEST_HOURS } from './session-times.js';

export interface SessionRecord {
  personKey: Buffer;
  municipality: string;
  cprSealed: Buffer;
  evidence: LoginEvidence;
}

/** A session that counts. `untouched`: the use of it that is written down is more than a minute old. */
export interface OpenSession {
  session: SessionRecord;
  untouched: boolean;
}

interface SessionRow {
  person_key: Buffer;
  municipality: string;
  cpr_sealed: Buffer;
  broker: string;
  assurance: 'substantial' | 'high';
  authenticated_at: Date;
  untouched: boolean;
}

const OPEN = `last_seen_at > $2::timestamptz - interval '${IDLE_MINUTES} minutes'
  and created_at > $2::timestamptz - interval '${LONGEST_HOURS} hours'`;

/** A use is written down at most once a minute: a session that is idle ends up to so much sooner, never later. */
const UNTOUCHED = `last_seen_at <= $2::timestamptz - interval '1 minute'`;

/** Sessions by the hash of their id. Times are those of the domain's clock. */
@Injectable()
export class SessionsStore {
  async insert(tx: Tx, idHash: Buffer, session: SessionRecord, at: Temporal.Instant): Promise<void> {
    await tx.query(
      `insert into portal_session
         (id_hash, person_key, municipality, cpr_sealed, broker, assurance, authenticated_at, created_at, last_seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
      [
        idHash,
        session.personKey,
        session.municipality,
        session.cprSealed,
        session.evidence.broker,
        session.evidence.assurance,
        session.evidence.authenticatedAt,
        at.toString(),
      ],
    );
  }

  /** The session if it is still open. Found and judged in one statement. */
  async find(tx: Tx, idHash: Buffer, at: Temporal.Instant): Promise<OpenSession | null> {
    const [row] = await tx.query<SessionRow>(
      `select person_key, municipality, cpr_sealed, broker, assurance, authenticated_at, ${UNTOUCHED} as untouched
       from portal_session where id_hash = $1 and ${OPEN}`,
      [idHash, at.toString()],
    );
    if (!row) return null;
    const { broker, assurance } = row;
    const evidence = { broker, assurance, authenticatedAt: row.authenticated_at.toISOString() };
    const session = { personKey: row.person_key, municipality: row.municipality, cprSealed: row.cpr_sealed, evidence };
    return { session, untouched: row.untouched };
  }

  /** The session was used at `at`; one that is over stays over. */
  async touch(tx: Tx, idHash: Buffer, at: Temporal.Instant): Promise<void> {
    await tx.query(`update portal_session set last_seen_at = $2 where id_hash = $1 and ${OPEN} and ${UNTOUCHED}`, [
      idHash,
      at.toString(),
    ]);
  }

  async remove(tx: Tx, idHash: Buffer): Promise<void> {
    await tx.query('delete from portal_session where id_hash = $1', [idHash]);
  }

  /** Ends every session of the person whose session this is. */
  async removeAllOfPerson(tx: Tx, idHash: Buffer): Promise<void> {
    await tx.query(
      'delete from portal_session where person_key = (select person_key from portal_session where id_hash = $1)',
      [idHash],
    );
  }

  /** Removes what is over; answers how many. */
  async purge(tx: Tx, at: Temporal.Instant): Promise<number> {
    const rows = await tx.query(
      `delete from portal_session where last_seen_at <= $1::timestamptz - interval '${IDLE_MINUTES} minutes'
         or created_at <= $1::timestamptz - interval '${LONGEST_HOURS} hours' returning 1`,
      [at.toString()],
    );
    return rows.length;
  }
}
