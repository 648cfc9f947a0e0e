import type { ObservationDays } from './observation-days.js';

/** One version of one ADBB result as it stands in the record, with the rules that judged it (R2, R5). */
export interface AdbbResult {
  resultId: string;
  sourceSystem: string;
  /** The sender's record id, or the id of the FHIR resource: with the source it is the key of all its versions. */
  recordId: string;
  /** NOVAX version; null for the national report, whose versions are ordered by `reportedAt`. */
  version: number | null;
  reportedAt: string;
  /** When the hub took the entry in. */
  receivedAt: string;
  receiptId: string;
  observedOn: string;
  observedAt: string | null;
  /** Eight whole numbers 0-4, in the order of the national questionnaire. */
  items: number[];
  total: number;
  atOrAboveCutOff: boolean;
  cutOff: number;
  days: ObservationDays;
  ruleSet: string;
  ruleVersion: number;
  state: 'standing' | 'superseded' | 'withdrawn';
  /** Trace of the journal entry: what is later shared on the ground of this result goes on in it (R19). */
  traceparent: string | null;
}

/** The key that all versions of one result have in common. */
export function resultKey(result: { sourceSystem: string; recordId: string }): string {
  return `${result.sourceSystem}|${result.recordId}`;
}
