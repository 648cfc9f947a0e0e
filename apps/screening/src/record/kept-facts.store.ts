import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { resultKey } from '../adbb/adbb-result.js';
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
  /** Key of the result that the fact is about, to be found by. */
  about: string | null;
}

const COLUMNS =
  'child_id, seq, municipality, type, version, data, occurred_at, recorded_at, traceparent, event_id, about';

/** One JSON text for all rows: escaping arrays of JSON texts in arrays costs more than the database needs to store them. */
const INSERT = `
  insert into child_fact (${COLUMNS})
  select ${COLUMNS} from json_to_recordset($1::json) as fact (
    child_id uuid, seq int, municipality text, type text, version smallint, data jsonb, occurred_at timestamptz,
    recorded_at timestamptz, traceparent text, event_id uuid, about text)`;

/** The facts of all children: written once, never changed, the ground of every view. */
@Injectable()
export class KeptFacts {
  add(tx: Tx, placed: readonly PlacedFact[]): void {
    if (placed.length === 0) return;
    tx.send(INSERT, [JSON.stringify(placed.map(rowOf))]);
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

  /** Which of the results asked for are known, by child. */
  async knownResults(tx: Tx, asked: readonly { childId: string; key: string }[]): Promise<Map<string, Set<string>>> {
    const known = new Map<string, Set<string>>();
    if (asked.length === 0) return known;
    const rows = await tx.query<{ child_id: string; about: string }>(
      `select distinct fact.child_id, fact.about from unnest($1::uuid[], $2::text[]) as asked (child_id, key)
       join child_fact fact on fact.child_id = asked.child_id and fact.about = asked.key`,
      [asked.map(({ childId }) => childId), asked.map(({ key }) => key)],
    );
    for (const { child_id, about } of rows) known.set(child_id, (known.get(child_id) ?? new Set()).add(about));
    return known;
  }
}

function aboutOf(fact: ChildFact): string | null {
  if (fact.type === 'adbb_result.recorded') return resultKey(fact.data.result);
  return fact.type === 'adbb_result.withdrawn' ? fact.data.key : null;
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
    about: aboutOf(fact),
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
