import { Injectable } from '@nestjs/common';
import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { Delivery } from '#messaging/delivery.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import { isoInstant } from '../record/occasion.js';
import { RecordStore } from '../record/record.store.js';
import { RuleSetStore } from '../rule-sets/rule-set.store.js';
import { decideJournalEntry } from './decide-journal-entry.js';

/** Lets a batch of journal entries take effect, in order: the records are locked once, decided on in memory and written once. */
@Injectable()
export class TakeJournalEntries {
  constructor(
    private readonly records: RecordStore,
    private readonly ruleSets: RuleSetStore,
    private readonly clock: Clock,
  ) {}

  /** An entry without a child, such as a pregnancy visit, concerns no record and leaves none. */
  async take(tx: Tx, deliveries: readonly Delivery<JournalEntryReceivedV1>[]): Promise<void> {
    const municipalityOf = new Map<string, string>();
    for (const { data } of deliveries) if (data.childId) municipalityOf.set(data.childId, data.municipality);
    if (municipalityOf.size === 0) return;
    const recordedAt = isoInstant(this.clock.now());
    const rules = await this.ruleSets.inForce(tx, [...municipalityOf.values()], recordedAt);
    const batch = await this.records.lock(tx, municipalityOf);
    for (const { data, eventId, time, traceparent } of deliveries) {
      if (!data.childId) continue;
      const occasion = { occurredAt: isoInstant(time), recordedAt, traceparent, eventId };
      batch.take(decideJournalEntry(batch.get(data.childId), data, rules.get(data.municipality)!, occasion));
    }
    await this.records.keep(tx, batch);
  }
}
