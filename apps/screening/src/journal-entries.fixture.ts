import {
  journalEntryReceivedV1,
  type AdbbReported,
  type JournalEntryReceivedV1,
} from '#contracts/events/journal-entry-received.js';
import type { Delivery } from '#messaging/events/delivery.js';
import { namedUuid } from '#contracts/named-uuid.js';

export const someChild = '9e7ab1a2-3a42-4c1e-8a3e-3b0a4f2d7c01';
export const entryTrace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** One ADBB observation as a test tells it; `version: null` makes it a national report. */
export interface Reported {
  recordId: string;
  version?: number | null;
  on: string;
  items: number[];
  reportedAt?: string;
  status?: AdbbReported['status'];
}

const sum = (items: number[]): number => items.reduce((total, item) => total + item, 0);

/** The entry that carries the observation. `nth` tells apart reports that are otherwise alike. */
export function entryOf(reported: Reported, childId = someChild, nth = 0): JournalEntryReceivedV1 {
  const { recordId, version = 1, on, items, status = 'final' } = reported;
  const at = reported.reportedAt ?? `${on}T10:00:00Z`;
  return journalEntryReceivedV1.parse({
    ...journalEntryReceivedV1.example,
    receiptId: namedUuid('receipt', childId, recordId, String(version), at, String(nth)),
    childId,
    recordId,
    version,
    reportedAt: at,
    adbb: [
      {
        resourceId: recordId,
        status,
        observedOn: on,
        observedAt: null,
        items,
        total: sum(items),
        observerCertified: true,
      },
    ],
  });
}

/** The entry as it reaches the consumer. */
export function deliveryOf(data: JournalEntryReceivedV1, time = data.reportedAt): Delivery<JournalEntryReceivedV1> {
  return {
    eventId: namedUuid('event', data.receiptId),
    type: journalEntryReceivedV1.type,
    key: data.childId ?? data.receiptId,
    subject: data.childId,
    municipality: data.municipality,
    time,
    data,
    traceparent: entryTrace,
    causationId: null,
    topic: 'hub.journal.v1',
    partition: 0,
    offset: 0,
  };
}
