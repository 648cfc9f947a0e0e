import type { JournalEntryReceivedV1 } from '#contracts/events/journal-entry-received.js';
import type { SenderRow } from '../senders/sender.row.js';

/** What the hub takes over from one report or result, judged and with its child found. */
export interface Entry {
  readonly recordId: string;
  /** NOVAX record version; null for the national report, which has none. */
  readonly version: number | null;
  /** What tells this sending from others of the same record: `v2`, or the instant that the report names, as it was sent. */
  readonly edition: string;
  /** ISO instant in UTC. */
  readonly reportedAt: string;
  readonly childId: string | null;
  /** Equal for equal contents; keyed. */
  readonly contentHash: Buffer;
  readonly facts: Pick<
    JournalEntryReceivedV1,
    'visit' | 'adbb' | 'observations' | 'assessments' | 'withdrawn' | 'warnings' | 'withheld'
  >;
  /** Of this entry's own trace: a delivery of many reports gives each one its own (R19). */
  readonly traceparent: string | null;
  /** What is kept sealed. */
  readonly original: { readonly bytes: Uint8Array; readonly mediaType: string };
}

/** One request that was found good: taken in as a whole or not at all. */
export interface Submission {
  readonly sender: SenderRow;
  readonly format: JournalEntryReceivedV1['format'];
  /** At least one. */
  readonly entries: readonly Entry[];
  /** Of the request. */
  readonly traceparent: string | null;
  /** Domain time, ISO instant. */
  readonly receivedAt: string;
}

/** One request that was refused: nothing of it is kept but this. */
export interface Refusal {
  readonly sender: SenderRow;
  readonly format: JournalEntryReceivedV1['format'];
  readonly recordId: string | null;
  readonly code: string;
  readonly place: string | null;
  readonly traceparent: string | null;
  readonly receivedAt: string;
}
