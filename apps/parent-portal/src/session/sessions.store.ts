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

interface SessionRow {
  person_key: Buffer;
  municipality: string;
  cpr_sealed: Buffer;
  broker: string;
  assurance: 'substantial' | 'high';
  authenticated_at: Date;
}

const OPEN = `last_seen_at > $2::timestamptz - interval '${IDLE_MINUTES} minutes'
  and created_at > $2::timestamptz - interval '${LONGEST_HOURS} hours'`;

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

  /** The session if it is still open, which from now on was seen at `at`. Found, judged and touched in one statement. */
  async touch(tx: Tx, idHash: Buffer, at: Temporal.Instant): Promise<SessionRecord | null> {
    const [row] = await tx.query<SessionRow>(
      `update portal_session set last_seen_at = $2 where id_hash = $1 and ${OPEN}
       returning person_key, municipality, cpr_sealed, broker, assurance, authenticated_at`,
      [idHash, at.toString()],
    );
    return row
      ? {
          personKey: row.person_key,
          municipality: row.municipality,
          cprSealed: row.cpr_sealed,
          evidence: {
            broker: row.broker,
            assurance: row.assurance,
            authenticatedAt: row.authenticated_at.toISOString(),
          },
        }
      : null;
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
