import type { Temporal } from 'temporal-polyfill';

/** How somebody came to hold custody: as mother or father (types 3 and 4), or as another holder (5 and 6). */
export type CustodyKind = 'mother' | 'father' | 'other';

export interface CustodyHolder {
  guardianId: string;
  kind: CustodyKind;
  /** First day; null when the register does not say. */
  from: Temporal.PlainDate | null;
  /** The day on which it is over; null: not ended. */
  until: Temporal.PlainDate | null;
  /** persondata.status of the holder. */
  status: number;
  /** Name and address protection of the holder. */
  protected: boolean;
}

/** What the register said about a child's custody, and when. */
export interface CustodyFacts {
  readAt: Temporal.Instant;
  /** persondata.status of the child. */
  childStatus: number;
  holders: CustodyHolder[];
}
