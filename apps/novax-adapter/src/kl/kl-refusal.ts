import { RefusalError } from '#contracts/refusal-error.js';
import type { KlIssue } from './fhir/faults.js';

/** A delivery refused as a whole: the first fault decides the code, all of them are told to the sender. */
export class KlRefusal extends RefusalError {
  constructor(readonly issues: readonly [KlIssue, ...KlIssue[]]) {
    const [first] = issues;
    super(first.code, { place: first.place, detail: first.detail, cure: first.cure });
  }
}
