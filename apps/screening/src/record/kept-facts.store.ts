import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import type { ChildFact, FactType } from './child-fact.js';
import { isoInstant } from './occasion.js';
import type { PlacedFact } from './record-batch.js';

interface FactRow {
  child_id: string;
  seq: number;
  municipality: string;
  type: string;
  version: number;
  data: unknown;
  occurred_at: Date;
  recorded_at: Date;
  traceparent: string | null;
  event_id: string | null;
}

const COLUMNS = 'child_id, seq, municipality, type, version, data, occurred_at, recorded_at, traceparent, event_id';

/** One JSON text for all rows: escaping arrays of JSON texts in arrays costs more than the database needs to store them. */
const INSERT = `
  insert into child_fact (${COLUMNS})
  select ${COLUMNS} from json_to_recordset($1::json) as fact (
    child_id uuid, seq int, municipality text, type text, version smallint, data jsonb, occurred_at timestamptz,
    recorded_at timestamptz, traceparent text, event_id uuid)`;

/** The facts of all children: written once, never changed, the ground of every view. */
@Injectable()
export class KeptFacts {
  async add(tx: Tx, placed: readonly PlacedFact[]): Promise<void> {
    if (placed.length === 0) return;
    await tx.query(INSERT, [JSON.stringify(placed.map(rowOf))]);
  }

  /** The facts of the children, each child's in the order they were kept; all of them unless types are named. */
  async of(tx: Tx, childIds: readonly string[], types: readonly FactType[] | null = null): Promise<PlacedFact[]> {
    if (childIds.length === 0) return [];
    const rows = await tx.query<FactRow>(
      `select ${COLUMNS} from child_fact
       where child_id = any($1) and ($2::text[] is null or type = any($2)) order by child_id, seq`,
      [childIds, types],
    );
    return rows.map((row) => ({
      childId: row.child_id,
      municipality: row.municipality,
      seq: row.seq,
      fact: factOf(row),
    }));
  }
}

function rowOf({ childId, seq, municipality, fact }: PlacedFact): Record<keyof FactRow, unknown> {
  return {
    child_id: childId,
    seq,
    municipality,
    type: fact.type,
    version: fact.version,
    data: fact.data,
    occurred_at: fact.occurredAt,
    recorded_at: fact.recordedAt,
    traceparent: fact.traceparent,
    event_id: fact.eventId,
  };
}

function factOf(row: FactRow): ChildFact {
  return {
    type: row.type,
    version: row.version,
    data: row.data,
    occurredAt: isoInstant(row.occurred_at),
    recordedAt: isoInstant(row.recorded_at),
    traceparent: row.traceparent,
    eventId: row.event_id,
  } as ChildFact;
}
