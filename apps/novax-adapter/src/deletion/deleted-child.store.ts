import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';

/** Refusals of the child's own reports, before they were right or after: the sender's id in them leads to the child at the sender. */
const REFUSALS = `
  update refused_entry as refused set record_id = null from journal_entry as entry
  where entry.child_id = $1 and refused.municipality = entry.municipality
    and refused.source_system = entry.source_system and refused.record_id = entry.record_id
  returning refused.receipt_id, refused.trace_id`;

const REMOVE = [
  'delete from sealed_entry where receipt_id = any($1::uuid[])',
  'delete from intake_log where receipt_id = any($1::uuid[])',
  'update refused_entry set conflicts_with = null where conflicts_with = any($1::uuid[])',
  'delete from journal_entry where receipt_id = any($1::uuid[])',
] as const;

/** All that the adapter holds of a child beside its key: entries, sealed originals, the log of their intake. */
@Injectable()
export class DeletedChild {
  /** Answers the traces in which nothing more is due. */
  async remove(tx: Tx, childId: string): Promise<string[]> {
    const entries = await tx.query<{ receipt_id: string; trace_id: string | null }>(
      'select receipt_id, trace_id from journal_entry where child_id = $1',
      [childId],
    );
    const refusals = await tx.query<{ receipt_id: string; trace_id: string | null }>(REFUSALS, [childId]);
    // Nobody needs to be told of them any more.
    await tx.query('delete from outbox where key = any($1::text[])', [refusals.map(({ receipt_id }) => receipt_id)]);
    const receiptIds = entries.map(({ receipt_id }) => receipt_id);
    for (const statement of REMOVE) await tx.query(statement, [receiptIds]);
    return [...entries, ...refusals].flatMap(({ trace_id }) => trace_id ?? []);
  }
}
