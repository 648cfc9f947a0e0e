import type { Cpr } from '#contracts/cpr.js';
import type { JournalEntryReceivedV1, ReportedStatus } from '#contracts/events/journal-entry-received.js';

/** A resource of a report as the key and state under which the record keeps it. */
export interface KlResource {
  readonly resourceType: string;
  readonly resourceId: string;
  /** FHIR status reduced to what changes a record; `active=false` and `inactive` read as entered-in-error. */
  readonly status: ReportedStatus;
  readonly subjectIsChild: boolean;
}

/** One delivery report that follows the guide, reduced to facts about the child. */
export interface KlReport {
  /** Bundle.id. */
  readonly recordId: string;
  /** Bundle.timestamp in UTC: with the id it tells one sending from another, so it is never changed. */
  readonly sentAt: string;
  /** The same, but never later than the moment of reading: what orders reports. */
  readonly reportedAt: string;
  /** SHA-256, hex, over the content without narrative: the same for the JSON and the XML form. */
  readonly contentHash: string;
  /** Null when the report is about no child, such as a pregnancy visit. */
  readonly childCpr: Cpr | null;
  /** SOR code of the authority that sent it; null when the report holds no citizen. */
  readonly senderOrganisationSor: string | null;
  readonly visit: JournalEntryReceivedV1['visit'];
  readonly adbb: JournalEntryReceivedV1['adbb'];
  readonly observations: JournalEntryReceivedV1['observations'];
  readonly assessments: JournalEntryReceivedV1['assessments'];
  /** The child's resources and the places with status entered-in-error; they stand in no other list. */
  readonly withdrawn: JournalEntryReceivedV1['withdrawn'];
  readonly warnings: JournalEntryReceivedV1['warnings'];
  /** Observations, answers, visits and interventions of a parent: counted, never mapped. */
  readonly withheld: number;
  readonly resources: readonly KlResource[];
}

/** What a journal system delivered: one report, or an outer bundle of reports in no order. */
export interface KlDelivery {
  readonly kind: 'report' | 'incremental';
  readonly deliveryId: string;
  readonly reports: readonly KlReport[];
}
