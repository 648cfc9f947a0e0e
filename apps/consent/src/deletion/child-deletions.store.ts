import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { Tx } from '#persistence/tx.js';
import type { ChildDeletion, DeletionReason } from './child-deletion.js';

interface DeletionRow {
  deletion_id: string;
  municipality: string;
  health_visiting_unit: string;
  reason: DeletionReason;
  requested_by: string;
  requested_at: Date;
  confirmed_by: string | null;
  confirmed_at: Date | null;
  log_child_id: string | null;
  log_digests: NonNullable<ChildDeletion['done']>['logDigests'] | null;
}

type Requested = Omit<ChildDeletion, 'done'> & { readonly childId: string };

/** The log of deletions: kept for good, without an id of the child once it is gone. */
@Injectable()
export class ChildDeletionsStore {
  /** In the place of a request that lapsed. */
  async request(tx: Tx, requested: Requested): Promise<void> {
    await tx.query('delete from child_deletion where child_id = $1', [requested.childId]);
    await tx.query(
      `insert into child_deletion (deletion_id, municipality, health_visiting_unit, child_id, reason, requested_by, requested_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        requested.deletionId,
        requested.municipality,
        requested.healthVisitingUnit,
        requested.childId,
        requested.reason,
        requested.requestedBy,
        requested.requestedAt.toString(),
      ],
    );
  }

  /** The request about a child that was not confirmed yet. */
  async requested(tx: Tx, childId: string): Promise<ChildDeletion | null> {
    const [row] = await tx.query<DeletionRow>('select * from child_deletion where child_id = $1', [childId]);
    return row ? deletionOf(row) : null;
  }

  async done(tx: Tx, deletionId: string, done: NonNullable<ChildDeletion['done']>): Promise<void> {
    await tx.query(
      `update child_deletion set child_id = null, confirmed_by = $2, confirmed_at = $3, log_child_id = $4, log_digests = $5
       where deletion_id = $1`,
      [deletionId, done.confirmedBy, done.confirmedAt.toString(), done.logChildId, JSON.stringify(done.logDigests)],
    );
  }

  /** A request about a child that is gone already, as it stands in a database that was restored. */
  async forget(tx: Tx, childId: string): Promise<void> {
    await tx.query('delete from child_deletion where child_id = $1', [childId]);
  }

  /** Newest first. */
  async list(tx: Tx, municipality: string, limit: number): Promise<ChildDeletion[]> {
    const rows = await tx.query<DeletionRow>(
      'select * from child_deletion where municipality = $1 order by requested_at desc, deletion_id limit $2',
      [municipality, limit],
    );
    return rows.map(deletionOf);
  }
}

const instantOf = (date: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(date.getTime());

const deletionOf = (row: DeletionRow): ChildDeletion => ({
  deletionId: row.deletion_id,
  municipality: row.municipality,
  healthVisitingUnit: row.health_visiting_unit,
  reason: row.reason,
  requestedBy: row.requested_by,
  requestedAt: instantOf(row.requested_at),
  done: row.confirmed_at && {
    confirmedBy: row.confirmed_by!,
    confirmedAt: instantOf(row.confirmed_at),
    logChildId: row.log_child_id!,
    logDigests: row.log_digests!,
  },
});
