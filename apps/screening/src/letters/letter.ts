export type LetterChannel = 'digital_post' | 'physical_letter';
export type LetterKind = 'first_share' | 'consent_request';

/** A letter as the child's record sees it: state and times, never text or recipient. */
export interface Letter {
  letterId: string;
  /** Null until the order has been heard of: a receipt may come first. */
  guardianId: string | null;
  kind: LetterKind | null;
  state: 'requested' | 'submitted' | 'unknown' | 'delivered' | 'failed' | 'cancelled';
  channel: LetterChannel | null;
  tries: number;
  failedTries: { at: string; code: string }[];
  code: string | null;
  requestedAt: string | null;
  submittedAt: string | null;
  deliveredAt: string | null;
  late: boolean;
  replies: { replyId: string; guardianId: string; at: string }[];
}
