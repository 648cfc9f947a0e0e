import { Injectable } from '@nestjs/common';
import { Outbox } from '#messaging/outbox/outbox.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';
import type { Tx } from '#persistence/tx.js';
import { KeptFacts } from '../../apps/screening/src/record/kept-facts.store.js';
import { RecordStore } from '../../apps/screening/src/record/record.store.js';
import { Projections } from '../../apps/screening/src/tasks/projections.store.js';
import { inVersion2 } from './screening-result-recorded-v2.js';

/** Publishes results in version 2 of their event. */
@Injectable()
export class NextRecordStore extends RecordStore {
  constructor(facts: KeptFacts, projections: Projections, outbox: Outbox) {
    const append = (tx: Tx, events: readonly OutgoingEvent[]) => outbox.append(tx, events.map(inVersion2));
    super(facts, projections, Object.assign(Object.create(outbox), { append }) as Outbox);
  }
}
