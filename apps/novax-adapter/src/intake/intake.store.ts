import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { traceIdOf } from '#observability/traceparent.js';
import type { Refusal } from './entry.js';
import { type EarlierEntry, entryKey, type TakenEntry } from './intake.rules.js';

const mostLocks = 1000;
/** The lock that every batch shares and a very large one has for itself. */
const wholeIntake = '7463001';

/** A taken entry with its original sealed. */
export interface SealedEntry extends TakenEntry {
  readonly dataKeyId: string;
  readonly sealed: Buffer;
}

/** A refusal with its own receipt id; a conflict names the entry that was there first. */
export interface NumberedRefusal extends Refusal {
  readonly receiptId: string;
  readonly conflictsWith: string | null;
}

/** One line of the log of who handed in what. */
export interface IntakeLine {
  readonly at: string;
  readonly municipality: string;
  readonly clientId: string;
  readonly outcome: 'taken' | 'repeated' | 'conflict' | 'refused';
  readonly receiptId: string;
  readonly traceId: string | null;
}

/** Reads and writes a whole batch of the intake at a time, whatever its size in one statement each. */
@Injectable()
export class IntakeStore {
  /**
   * Holds the children and the ids of the batch until its transaction ends, so that entries of one child follow each
   * other and the same entry is decided once. Taken in the order of the numbers, by all alike, so nobody waits in a circle.
   * A delivery of very many would fill the server's lock table: it waits for all others instead and goes alone. Whatever is asked after
   * this in the transaction is answered when the locks are had.
   */
  lockAll(tx: Tx, names: readonly string[]): void {
    const locks = [...new Set(names.map(lockOf))].sort((a, b) => (a < b ? -1 : 1));
    if (locks.length > mostLocks) {
      tx.send('select pg_advisory_xact_lock($1)', [wholeIntake]);
      return;
    }
    tx.send(
      `select pg_advisory_xact_lock_shared($1)
       union all select pg_advisory_xact_lock(lock) from unnest($2::bigint[]) as wanted (lock)`,
      [wholeIntake, locks.map(String)],
    );
  }

  /** What is stored under the ids of these entries, by entryKey. */
  async findEarlier(
    tx: Tx,
    entries: readonly Pick<TakenEntry, 'submission' | 'entry'>[],
  ): Promise<Map<string, EarlierEntry>> {
    const rows = await tx.query<{ nth: number; receipt_id: string; content_hash: Buffer; receipt: string }>(
      `select nth::int, receipt_id, content_hash, receipt
       from unnest($1::text[], $2::text[], $3::text[], $4::text[])
            with ordinality as asked (municipality, source_system, record_id, edition, nth)
       join journal_entry using (municipality, source_system, record_id, edition)`,
      [
        entries.map(({ submission }) => submission.sender.municipality),
        entries.map(({ submission }) => submission.sender.sourceSystem),
        entries.map(({ entry }) => entry.recordId),
        entries.map(({ entry }) => entry.edition),
      ],
    );
    const found = new Map<string, EarlierEntry>();
    for (const row of rows) {
      const asked = entries[row.nth - 1];
      if (!asked) continue;
      const earlier = { receiptId: row.receipt_id, contentHash: row.content_hash, receipt: row.receipt };
      found.set(entryKey(asked.submission, asked.entry), earlier);
    }
    return found;
  }

  addEntries(tx: Tx, entries: readonly SealedEntry[]): void {
    if (entries.length === 0) return;
    const senders = entries.map(({ submission }) => submission.sender);
    tx.send(
      `with taken as (
         select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::uuid[],
           $9::text[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::bytea[])
         as taken (receipt_id, municipality, source_system, record_id, edition, content_hash, client_id, child_id, format,
           reported_at, received_at, trace_id, receipt, data_key_id, media_type, sealed)
       ), entry as (
         insert into journal_entry (receipt_id, municipality, source_system, record_id, edition, content_hash, client_id,
           child_id, format, reported_at, received_at, trace_id, receipt)
         select receipt_id, municipality, source_system, record_id, edition, content_hash, client_id,
           child_id, format, reported_at, received_at, trace_id, receipt from taken
       )
       insert into sealed_entry (receipt_id, data_key_id, media_type, sealed)
       select receipt_id, data_key_id, media_type, sealed from taken`,
      [
        entries.map(({ receiptId }) => receiptId),
        senders.map(({ municipality }) => municipality),
        senders.map(({ sourceSystem }) => sourceSystem),
        entries.map(({ entry }) => entry.recordId),
        entries.map(({ entry }) => entry.edition),
        entries.map(({ entry }) => entry.contentHash),
        senders.map(({ clientId }) => clientId),
        entries.map(({ entry }) => entry.childId),
        entries.map(({ submission }) => submission.format),
        entries.map(({ entry }) => entry.reportedAt),
        entries.map(({ submission }) => submission.receivedAt),
        entries.map(({ entry }) => traceIdOf(entry.traceparent)),
        entries.map(({ receipt }) => receipt),
        entries.map(({ dataKeyId }) => dataKeyId),
        entries.map(({ entry }) => entry.original.mediaType),
        entries.map(({ sealed }) => sealed),
      ],
    );
  }

  addRefusals(tx: Tx, refusals: readonly NumberedRefusal[]): void {
    if (refusals.length === 0) return;
    tx.send(
      `insert into refused_entry (receipt_id, municipality, source_system, client_id, record_id, format, code, place,
         conflicts_with, refused_at, trace_id)
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
         $9::uuid[], $10::timestamptz[], $11::text[])`,
      [
        refusals.map(({ receiptId }) => receiptId),
        refusals.map(({ sender }) => sender.municipality),
        refusals.map(({ sender }) => sender.sourceSystem),
        refusals.map(({ sender }) => sender.clientId),
        refusals.map(({ recordId }) => recordId),
        refusals.map(({ format }) => format),
        refusals.map(({ code }) => code),
        refusals.map(({ place }) => place),
        refusals.map(({ conflictsWith }) => conflictsWith),
        refusals.map(({ receivedAt }) => receivedAt),
        refusals.map(({ traceparent }) => traceIdOf(traceparent)),
      ],
    );
  }

  addLines(tx: Tx, lines: readonly IntakeLine[]): void {
    tx.send(
      `insert into intake_log (at, municipality, client_id, outcome, receipt_id, trace_id)
       select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[])`,
      [
        lines.map(({ at }) => at),
        lines.map(({ municipality }) => municipality),
        lines.map(({ clientId }) => clientId),
        lines.map(({ outcome }) => outcome),
        lines.map(({ receiptId }) => receiptId),
        lines.map(({ traceId }) => traceId),
      ],
    );
  }
}

/** 64 bits of a hash: two names with the same number only wait for each other. */
function lockOf(name: string): bigint {
  return createHash('sha1').update(name).digest().readBigInt64BE();
}
