import { Injectable } from '@nestjs/common';
import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { Delivery } from '#messaging/events/delivery.js';
import type { Tx } from '#persistence/tx.js';
import { Clock } from '#service/clock.js';
import { ChangeRecords } from '../record/change-records.js';
import { KeptFacts } from '../record/kept-facts.store.js';
import { isoInstant } from '../record/occasion.js';
import type { RecordBatch } from '../record/record-batch.js';
import { RecordStore } from '../record/record.store.js';
import type { RuleSet } from '../rule-sets/rule-set.js';
import { RuleSetStore } from '../rule-sets/rule-set.store.js';
import { decideJournalEntry } from './decide-journal-entry.js';
import { keysOf, needsPast } from './past-results.rules.js';

type OfChild = Delivery<JournalEntryReceivedV1 & { childId: string }>;

const isOfChild = (delivery: Delivery<JournalEntryReceivedV1>): delivery is OfChild => delivery.data.childId !== null;

/** Judges a batch of journal entries by the rules in force and lets them take effect on the records. */
@Injectable()
export class TakeJournalEntries {
  constructor(
    private readonly records: ChangeRecords,
    private readonly store: RecordStore,
    private readonly facts: KeptFacts,
    private readonly ruleSets: RuleSetStore,
    private readonly clock: Clock,
  ) {}

  /** An entry without a child, such as a pregnancy visit, concerns no record and leaves none. */
  async take(tx: Tx, deliveries: readonly Delivery<JournalEntryReceivedV1>[]): Promise<void> {
    const ofChildren = deliveries.filter(isOfChild);
    const municipalities = ofChildren.map(({ data }) => data.municipality);
    let rules: ReadonlyMap<string, RuleSet> = new Map();
    // On one trip to the database with the locks of the records.
    const asking = this.ruleSets
      .inForce(tx, municipalities, isoInstant(this.clock.now()))
      .then((inForce) => (rules = inForce));
    const hearing = this.records.hear(
      tx,
      ofChildren,
      (record, entry, occasion) => decideJournalEntry(record, entry, rules.get(entry.municipality)!, occasion),
      async (batch) => {
        await asking;
        await this.completeWhereNeeded(tx, batch, ofChildren);
      },
    );
    await Promise.all([asking, hearing]);
  }

  /** Corrections, duplicates and observations from long ago are decided on all of the child's results. */
  private async completeWhereNeeded(tx: Tx, batch: RecordBatch, deliveries: readonly OfChild[]): Promise<void> {
    const partial = deliveries.filter(({ data }) => batch.get(data.childId).adbb.past > 0);
    const asked = partial.flatMap(({ data }) => keysOf(data).map((key) => ({ childId: data.childId, key })));
    const known = await this.facts.knownResults(tx, asked);
    const needing = partial.filter(({ data, time }) =>
      needsPast(batch.get(data.childId), data, isoInstant(time), known.get(data.childId) ?? new Set()),
    );
    await this.store.complete(tx, batch, [...new Set(needing.map(({ data }) => data.childId))]);
  }
}
