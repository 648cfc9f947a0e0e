import { Temporal } from 'temporal-polyfill';
import { RefusalError } from '#contracts/refusal-error.js';
import type { KlDelivery } from '../kl/kl-delivery.js';
import { readKlDelivery } from '../kl/read-kl-delivery.js';
import type { AgeLimits } from '../kl/rules/adbb-rules.js';
import { mayHandIn } from '../senders/may-hand-in.rules.js';
import type { SenderRow } from '../senders/sender.row.js';
import { reportOriginals, type Original } from './report-originals.js';
import { sentBundleId } from './sent-bundle-id.js';

/** A delivery as it came in, and what judging it needs to know. */
export interface SentDelivery {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly sender: Pick<SenderRow, 'formats' | 'observersCertified'>;
  readonly ageLimits: AgeLimits;
  /** Domain time in milliseconds since 1970. */
  readonly nowMs: number;
}

/** What was found; the original of each report in the order of the reports. A refused delivery is known by the id it was sent with. */
export type Judgement =
  | { readonly outcome: 'good'; readonly delivery: KlDelivery; readonly originals: readonly Original[] }
  | { readonly outcome: 'refused'; readonly refusal: RefusalError; readonly bundleId: string | null };

/** Everything that is computed from a delivery alone. The same function judges small ones at once and large ones in a thread. */
export function judgeDelivery({ bytes, mediaType, sender, ageLimits, nowMs }: SentDelivery): Judgement {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    mayHandIn(sender, 'kl_delivery_report');
    const form = mediaType.includes('xml') ? 'application/fhir+xml' : 'application/fhir+json';
    const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
    const delivery = readKlDelivery(buffer, form, { now, sender, ageLimits });
    return { outcome: 'good', delivery, originals: reportOriginals(delivery, buffer, mediaType) };
  } catch (refusal) {
    if (!(refusal instanceof RefusalError)) throw refusal;
    return { outcome: 'refused', refusal, bundleId: sentBundleId(buffer, mediaType) };
  }
}
