import { RefusalError } from '#contracts/refusal-error.js';
import type { Temporal } from 'temporal-polyfill';
import { adbbItems } from './adbb-items.js';

/** R3: 56 days and not two months, because the regular first visit is often held at eight weeks. */
const youngestDays = 56;
const oldestCompletedMonths = 24;

/**
 * The eight items as numbers, in the questionnaire's order (R1). `sent` holds the sender's own text per linkId, so that
 * 1.5 or 1e0 is refused and not rounded.
 */
export function judgeAdbbItems(sent: ReadonlyMap<string, string>): number[] {
  const missing = adbbItems.find((linkId) => !sent.has(linkId));
  if (missing) throw new RefusalError('ITEM_MISSING', { place: missing });
  return adbbItems.map((linkId) => {
    const text = sent.get(linkId) ?? '';
    if (!/^[0-4]$/.test(text)) throw new RefusalError('ITEM_OUT_OF_RANGE', { place: linkId });
    return Number(text);
  });
}

/** The total 0-32 is the items' sum; one that the sender states must agree with it (R1). */
export function judgeAdbbTotal(items: readonly number[], stated: string | null): number {
  const sum = items.reduce((total, item) => total + item, 0);
  if (stated !== null && stated !== String(sum)) throw new RefusalError('SCORE_MISMATCH', { place: 'score' });
  return sum;
}

/** R3: at least 56 days, at most 24 completed months, both counted in Copenhagen dates. */
export function judgeAdbbAge(birthDate: Temporal.PlainDate, observedOn: Temporal.PlainDate, place: string): void {
  const { days } = birthDate.until(observedOn);
  const { years, months } = birthDate.until(observedOn, { largestUnit: 'years' });
  if (days < youngestDays || years * 12 + months > oldestCompletedMonths) {
    throw new RefusalError('AGE_OUT_OF_RANGE', { place });
  }
}
