import { Temporal } from 'temporal-polyfill';
import type { ReceiptPlan } from './recipient-script.js';
import type { PlannedReceipt, PostStatus, TakenLetter } from './taken-letter.js';

const ACCEPTED: Record<TakenLetter['channel'], PostStatus[]> = {
  digital_post: ['Modtaget Digital Post'],
  physical_letter: ['Afsendt', 'Modtaget Fjernprint', 'Klar', 'Afleveret til print og kuvertering'],
};
const DELIVERED: Record<TakenLetter['channel'], PostStatus> = {
  digital_post: 'Afleveret Digital Post',
  physical_letter: 'Modtaget Post Danmark',
};

/** The receipts that a plan means for a letter taken at this time. */
export function plannedReceipts(
  channel: TakenLetter['channel'],
  takenAt: Temporal.Instant,
  plan: ReceiptPlan,
): PlannedReceipt[] {
  if (plan.mode === 'none')
    return ACCEPTED[channel].slice(0, 1).map((status) => ({ status, at: takenAt, errorCode: null, pushes: 0 }));
  const pushes = plan.mode === 'silent' ? 0 : plan.copies;
  const endsAt = takenAt.add(durationOf(plan.after));
  const receipts: PlannedReceipt[] = ACCEPTED[channel].map((status) => ({
    status,
    at: takenAt,
    errorCode: null,
    pushes,
  }));
  const failed = plan.outcome === 'failed';
  receipts.push({
    status: failed ? 'Fejlet' : DELIVERED[channel],
    at: endsAt,
    errorCode: failed ? (plan.errorCode ?? 'RECIPIENT_UNKNOWN') : null,
    pushes,
  });
  if (plan.negativeAfter) {
    const at = endsAt.add(durationOf(plan.negativeAfter));
    receipts.push({ status: 'Fejlet', at, errorCode: plan.errorCode ?? 'RECIPIENT_UNKNOWN', pushes });
  }
  return receipts;
}

/** A day is 24 hours here. */
const durationOf = (text: string): Temporal.Duration => Temporal.Duration.from(text).round({ largestUnit: 'hours' });
