import { journalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import { journalEntryRejectedV1 } from '#contracts/events/journal-entry-rejected.js';
import type { OutgoingEvent } from '#messaging/events/outgoing-event.js';
import type { TakenEntry } from './intake.rules.js';
import type { NumberedRefusal } from './intake.store.js';

/** The fact that an entry was taken in, under its child, or under its receipt when it is about no child. */
export function receivedEvent({ submission, entry, receiptId }: TakenEntry): OutgoingEvent {
  const { sender, format, receivedAt } = submission;
  const { childId, recordId, version, reportedAt, traceparent } = entry;
  return {
    contract: journalEntryReceivedV1,
    key: childId ?? receiptId,
    subject: childId ?? undefined,
    municipality: sender.municipality,
    time: receivedAt,
    traceparent,
    data: {
      receiptId,
      municipality: sender.municipality,
      childId,
      sourceSystem: sender.sourceSystem,
      recordId,
      version,
      reportedAt,
      format,
      ...entry.facts,
    },
  };
}

/** The fact that an entry was refused: code and place. */
export function rejectedEvent({
  sender,
  format,
  recordId,
  code,
  place,
  traceparent,
  receivedAt,
  receiptId,
}: NumberedRefusal): OutgoingEvent {
  const { municipality, sourceSystem } = sender;
  return {
    contract: journalEntryRejectedV1,
    key: receiptId,
    municipality,
    time: receivedAt,
    traceparent,
    data: { receiptId, municipality, sourceSystem, recordId, code, place, format },
  };
}
