import type { Temporal } from 'temporal-polyfill';

/** Statuses of PKO_PostStatus that the stand-in sends. */
export const postStatuses = [
  'Modtaget Digital Post',
  'Afleveret Digital Post',
  'Fejlet',
  'Afsendt',
  'Modtaget Fjernprint',
  'Klar',
  'Afleveret til print og kuvertering',
  'Modtaget Post Danmark',
  'Tilbagekaldt',
  'Opdatering fra Post Danmark',
] as const;
export type PostStatus = (typeof postStatuses)[number];

export interface PlannedReceipt {
  status: PostStatus;
  at: Temporal.Instant;
  errorCode: string | null;
  /** How often it is still to be pushed; 0 when it is only told to who asks. */
  pushes: number;
}

/** What a valid send says. */
export interface SentLetter {
  messageUuid: string;
  channel: 'digital_post' | 'physical_letter';
  recipientCpr: string;
  senderCvr: string | null;
  label: string | null;
  notification: string | null;
  /** True when the recipient may reply. */
  reply: boolean;
  actionUrl: string | null;
  /** The words of the PDF. */
  text: string;
}

/** A letter that the channel has: the outside effect that happens at most once. */
export interface TakenLetter extends SentLetter {
  transmissionId: string;
  takenAt: Temporal.Instant;
  receipts: PlannedReceipt[];
}
