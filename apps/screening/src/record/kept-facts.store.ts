import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import type { ChildFact } from './child-fact.js';
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

const INSERT = `
  insert into child_fact (${COLUMNS})
  select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::smallint[], $6::jsonb[], $7::timestamptz[],
                       $8::timestamptz[], $9::text[], $10::uuid[])`;

/** The facts of all children: written once, never changed, the ground of every view. */
@Injectable()
export class KeptFacts {
  async add(tx: Tx, placed: readonly PlacedFact[]): Promise<void> {
    if (placed.length === 0) return;
    const column = (value: (each: PlacedFact) => unknown): unknown[] => placed.map(value);
    await tx.query(INSERT, [
      column(({ childId }) => childId),
      column(({ seq }) => seq),
      column(({ municipality }) => municipality),
      column(({ fact }) => fact.type),
      column(({ fact }) => fact.version),
      column(({ fact }) => JSON.stringify(fact.data)),
      column(({ fact }) => fact.occurredAt),
      column(({ fact }) => fact.recordedAt),
      column(({ fact }) => fact.traceparent),
      column(({ fact }) => fact.eventId),
    ]);
  }

  /** Every fact of the children, each child's in the order they were kept. */
  async of(tx: Tx, childIds: readonly string[]): Promise<PlacedFact[]> {
    if (childIds.length === 0) return [];
    const rows = await tx.query<FactRow>(
      `select ${COLUMNS} from child_fact where child_id = any($1) order by child_id, seq`,
      [childIds],
    );
    return rows.map((row) => ({
      childId: row.child_id,
      municipality: row.municipality,
      seq: row.seq,
      fact: factOf(row),
    }));
  }
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
