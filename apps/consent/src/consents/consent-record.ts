import type { Temporal } from 'temporal-polyfill';
import type { ConsentDecision, ConsentText, ConsentableKind } from '#contracts/questions/consents.js';

/** `all`: everybody who holds custody must grant; `any`: one of them is enough. */
export type Completeness = 'all' | 'any';

/** What was asked for. Never changed afterwards. */
export interface ConsentRequest {
  consentId: string;
  /** A later request has a higher number. */
  consentNo: number;
  childId: string;
  municipality: string;
  type: string;
  documentKinds: ConsentableKind[];
  sender: string;
  receiver: string;
  transitionId: string | null;
  /** The last day on which the consent counts. */
  validUntil: Temporal.PlainDate;
  completeness: Completeness;
  gdprBasis: string;
  confidentialityBasis: string;
  textVersion: number;
  texts: ConsentText[];
  byLetter: boolean;
  requestedAt: Temporal.Instant;
}

interface EntryFacts {
  at: Temporal.Instant;
  /** Who held custody at that moment. */
  holderIds: readonly string[];
}

/** Who somebody answers as: the subject of a consent is the guardians until the 15th birthday, then the young person. */
export type AnsweredAs = 'guardian' | 'young_person';

/** An answer as it was given. */
export interface ConsentAnswer extends EntryFacts {
  kind: 'answer';
  answererId: string;
  as: AnsweredAs;
  decision: ConsentDecision;
  textVersion: number;
  language: string;
}

/** The history of a consent, in the one order in which the database took it in: the request, answers, changes of custody. */
export type ConsentEntry = ConsentAnswer | (EntryFacts & { kind: 'requested' | 'custody' });

export interface ConsentRecord {
  request: ConsentRequest;
  entries: ConsentEntry[];
}
