import { Temporal } from 'temporal-polyfill';
import type { PlannedReceipt, PostStatus, TakenLetter } from './taken-letter.js';

interface PulledReceipt {
  transmissionId: string;
  messageUUID: string;
  messageId: null;
  errorCode: string | null;
  errorMessage: string | null;
  timeStamp: string;
  receiptStatus: 'RECEIVED' | 'COMPLETED' | 'INVALID' | 'NOT_ALLOWED';
}

const COMPLETED: readonly PostStatus[] = ['Afleveret Digital Post', 'Modtaget Post Danmark'];

/** The receipts of a letter whose time has come, as Digital Post's own interface gives them. */
export function pulledReceipts(letter: TakenLetter, now: Temporal.Instant): PulledReceipt[] {
  return letter.receipts
    .filter(({ at }) => Temporal.Instant.compare(at, now) <= 0)
    .map((receipt) => ({
      transmissionId: letter.transmissionId,
      messageUUID: letter.messageUuid,
      messageId: null,
      errorCode: receipt.errorCode,
      errorMessage: receipt.errorCode && 'The message was refused',
      timeStamp: receipt.at.toString(),
      receiptStatus: statusOf(receipt),
    }));
}

function statusOf({ status }: PlannedReceipt): PulledReceipt['receiptStatus'] {
  if (status === 'Fejlet') return 'NOT_ALLOWED';
  return COMPLETED.includes(status) ? 'COMPLETED' : 'RECEIVED';
}
