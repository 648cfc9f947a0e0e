import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import type { ChildRecord } from '../record/child-record.js';

const LOCK = 'select child_id, record from child_record where child_id = any($1::uuid[]) order by child_id for update';

const FILL = `
  insert into child_record_shadow (rebuild_id, child_id, municipality, revision, record)
  select $1, child_id, municipality, revision, record from json_to_recordset($2::json) as rebuilt (
    child_id uuid, municipality text, revision int, record jsonb)`;

const SWAP = `
  with rebuilt as (delete from child_record_shadow where rebuild_id = $1 returning child_id, municipality, revision, record)
  insert into child_record (child_id, municipality, revision, record)
  select child_id, municipality, revision, record from rebuilt
  on conflict (child_id) do update set
    municipality = excluded.municipality, revision = excluded.revision, record = excluded.record`;

/** Next children after one, by id: those with a view and those with facts alone. */
const NEXT = `
  select child_id from (
    (select child_id from child_record where child_id > $1 and revision > 0 order by child_id limit $2)
    union
    (select distinct child_id from child_fact where child_id > $1 order by child_id limit $2)
  ) as known order by child_id limit $2`;

/** The records being rebuilt beside the live ones, until both are compared and the new ones take their place. */
@Injectable()
export class RecordShadow {
  /** The live records, locked: nothing can change them until the swap. Children without a view are left out. */
  async lockLive(tx: Tx, childIds: readonly string[]): Promise<Map<string, ChildRecord>> {
    const rows = await tx.query<{ child_id: string; record: ChildRecord }>(LOCK, [childIds]);
    return new Map(rows.filter(({ record }) => record.revision > 0).map((row) => [row.child_id, row.record]));
  }

  async fill(tx: Tx, rebuildId: string, records: readonly ChildRecord[]): Promise<void> {
    const rows = records.map((record) => ({
      child_id: record.childId,
      municipality: record.municipality,
      revision: record.revision,
      record,
    }));
    await tx.query(FILL, [rebuildId, JSON.stringify(rows)]);
  }

  /** What stands in the shadow, read back as the database holds it. */
  async read(tx: Tx, rebuildId: string): Promise<Map<string, ChildRecord>> {
    const rows = await tx.query<{ child_id: string; record: ChildRecord }>(
      'select child_id, record from child_record_shadow where rebuild_id = $1',
      [rebuildId],
    );
    return new Map(rows.map((row) => [row.child_id, row.record]));
  }

  async swap(tx: Tx, rebuildId: string): Promise<void> {
    await tx.query(SWAP, [rebuildId]);
  }

  async next(tx: Tx, after: string, count: number): Promise<string[]> {
    const rows = await tx.query<{ child_id: string }>(NEXT, [after, count]);
    return rows.map((row) => row.child_id);
  }

  async count(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ count: string }>('select count(distinct child_id) as count from child_fact');
    return Number(row?.count ?? 0);
  }
}
