import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import type { ChildRecord } from '../record/child-record.js';
import { lockRecords } from '../record/lock-records.js';

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

/** Next children of a municipality after one, by id: those with a view and those with facts alone. */
const NEXT = `
  select child_id from (
    (select child_id from child_record where municipality = $3 and child_id > $1 and revision > 0 order by child_id limit $2)
    union
    (select distinct child_id from child_fact where municipality = $3 and child_id > $1 order by child_id limit $2)
  ) as known order by child_id limit $2`;

const COUNT = `
  select count(*) as count from (
    select child_id from child_record where municipality = $1 and revision > 0
    union
    select child_id from child_fact where municipality = $1
  ) as known`;

/** Facts say whose a child is; a view does where there are none. */
const IS_KNOWN = `
  select coalesce(
    (select municipality from child_fact where child_id = $1 order by seq limit 1),
    (select municipality from child_record where child_id = $1 and revision > 0)
  ) = $2 as is_known`;

/** The records being rebuilt beside the live ones, until both are compared and the new ones take their place. */
@Injectable()
export class RecordShadow {
  /**
   * The live records, locked: nothing can change them until the swap, and nothing can begin one that was thrown away. Children
   * without a view are left out.
   */
  async lockLive(tx: Tx, municipality: string, childIds: readonly string[]): Promise<Map<string, ChildRecord>> {
    const records = await lockRecords(tx, new Map(childIds.map((childId) => [childId, municipality])));
    return new Map([...records].filter(([, { revision }]) => revision !== 0));
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

  async next(tx: Tx, municipality: string, after: string, count: number): Promise<string[]> {
    const rows = await tx.query<{ child_id: string }>(NEXT, [after, count, municipality]);
    return rows.map((row) => row.child_id);
  }

  /** How many children `next` goes through. */
  async count(tx: Tx, municipality: string): Promise<number> {
    const [row] = await tx.query<{ count: string }>(COUNT, [municipality]);
    return Number(row?.count ?? 0);
  }

  /** Whether the municipality has facts or a view of the child. */
  async isKnown(tx: Tx, municipality: string, childId: string): Promise<boolean> {
    const [row] = await tx.query<{ is_known: boolean | null }>(IS_KNOWN, [childId, municipality]);
    return row?.is_known === true;
  }
}
