import { Injectable } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { Tx } from '#persistence/tx.js';
import { withoutPast, withPast } from '../adbb/past-results.rules.js';
import { Projections } from '../tasks/projections.store.js';
import type { ChildRecord } from './child-record.js';
import { foldFacts } from './fold-facts.js';
import { KeptFacts } from './kept-facts.store.js';
import { lockRecords } from './lock-records.js';
import { countFacts } from './record-metrics.js';
import { publicationOf } from './publication.rules.js';
import { RecordBatch, type PlacedFact } from './record-batch.js';

interface RecordRow {
  child_id: string;
  record: ChildRecord;
}

const UPDATE = `
  update child_record set revision = changed.revision, record = changed.record
  from json_to_recordset($1::json) as changed (child_id uuid, revision int, record jsonb)
  where child_record.child_id = changed.child_id`;

const RESULT_FACTS = ['adbb_result.recorded', 'adbb_result.confirmed', 'adbb_result.withdrawn'] as const;

/** The records under change: locked together, decided on in memory, written with their facts and events in a few statements. */
@Injectable()
export class RecordStore {
  constructor(
    private readonly facts: KeptFacts,
    private readonly projections: Projections,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Locks the records of the children until the transaction ends. One never heard of begins empty; a view that was thrown away is folded
   * again. Refuses NOT_FOUND for a child that was deleted.
   */
  async lock(tx: Tx, municipalityOf: ReadonlyMap<string, string>): Promise<RecordBatch> {
    const records = await lockRecords(tx, municipalityOf);
    if (records.size < municipalityOf.size) throw new RefusalError('NOT_FOUND');
    const unfolded = [...records.values()].filter(({ revision }) => revision === 0).map(({ childId }) => childId);
    for (const [childId, record] of foldFacts(await this.facts.of(tx, unfolded))) records.set(childId, record);
    return new RecordBatch(records);
  }

  /** Keeps what happened in the batch: facts, records, projections, and the events that others are told. */
  async keep(tx: Tx, batch: RecordBatch): Promise<void> {
    const changes = batch.changed();
    if (changes.length === 0) return;
    this.facts.add(tx, batch.placed);
    const rows = changes.map(({ after }) => ({
      child_id: after.childId,
      revision: after.revision,
      record: withoutPast(after),
    }));
    tx.send(UPDATE, [JSON.stringify(rows)]);
    this.projections.follow(tx, changes);
    await this.outbox.append(tx, batch.placed.flatMap(outgoing));
    tx.afterCommit(() => countFacts(batch.placed));
  }

  /** One record locked, with all its results. */
  async lockWhole(tx: Tx, childId: string, municipality: string): Promise<RecordBatch> {
    const batch = await this.lock(tx, new Map([[childId, municipality]]));
    await this.complete(tx, batch, [childId]);
    return batch;
  }

  /** Gives these records of the batch the results back that were left out of storage. */
  async complete(tx: Tx, batch: RecordBatch, childIds: readonly string[]): Promise<void> {
    const records = childIds.map((childId) => batch.get(childId));
    for (const record of await this.whole(tx, records)) batch.complete(record);
  }

  /** The record as it stands, with all its results, without locking it; null for a child that nothing is known of. */
  async find(tx: Tx, childId: string): Promise<ChildRecord | null> {
    const [row] = await tx.query<RecordRow>('select child_id, record from child_record where child_id = $1', [childId]);
    if (!row || row.record.revision === 0) return foldFacts(await this.facts.of(tx, [childId])).get(childId) ?? null;
    const [record] = await this.whole(tx, [row.record]);
    return record ?? row.record;
  }

  private async whole(tx: Tx, records: readonly ChildRecord[]): Promise<ChildRecord[]> {
    const partial = records.filter(({ adbb }) => adbb.past > 0);
    const facts = await this.facts.of(
      tx,
      partial.map(({ childId }) => childId),
      RESULT_FACTS,
    );
    const folded = foldFacts(facts);
    return partial.map((record) => withPast(record, folded.get(record.childId)?.adbb.results ?? []));
  }
}

function outgoing({ childId, municipality, fact }: PlacedFact): OutgoingEvent[] {
  const publication = publicationOf(fact);
  if (!publication) return [];
  return [
    {
      contract: publication.contract,
      key: childId,
      subject: childId,
      municipality,
      time: fact.recordedAt,
      data: { childId, municipality, ...publication.data },
      traceparent: fact.traceparent,
      causationId: fact.eventId,
    },
  ];
}
