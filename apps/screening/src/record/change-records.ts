import { Injectable } from '@nestjs/common';
import type { Delivery } from '#messaging/events/delivery.js';
import { killPoint } from '#observability/kill-point.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import type { ChildRecord } from './child-record.js';
import { isoInstant, type Occasion } from './occasion.js';
import type { RecordBatch } from './record-batch.js';
import type { RecordDraft } from './record-draft.js';
import { RecordStore } from './record.store.js';

interface AboutChild {
  childId: string;
  municipality: string;
}

/** Lets a batch of events take effect, in order: the records are locked once, decided on in memory and written once. */
@Injectable()
export class ChangeRecords {
  constructor(
    private readonly records: RecordStore,
    private readonly clock: Clock,
  ) {}

  async hear<Data extends AboutChild>(
    tx: Tx,
    deliveries: readonly Delivery<Data>[],
    decide: (record: ChildRecord, data: Data, occasion: Occasion) => RecordDraft,
    prepare?: (batch: RecordBatch) => Promise<void>,
  ): Promise<void> {
    if (deliveries.length === 0) return;
    const recordedAt = isoInstant(this.clock.now());
    const municipalityOf = new Map(deliveries.map(({ data }) => [data.childId, data.municipality]));
    const batch = await this.records.lock(tx, municipalityOf);
    await prepare?.(batch);
    for (const { eventId, time, traceparent, data } of deliveries) {
      const occasion = { occurredAt: isoInstant(time), recordedAt, traceparent, eventId };
      batch.take(decide(batch.get(data.childId), data, occasion));
    }
    await this.records.keep(tx, batch);
    killPoint('screening.facts.before-commit');
  }
}
