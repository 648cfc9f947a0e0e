import type { Temporal } from 'temporal-polyfill';
import type { LetterChannelName } from '../letters/letter.js';

/** What goes out in one try. `payload` is the element for the channel: `memo:Message`, or `ForsendelseI` for paper. */
export interface OutgoingLetter {
  readonly channel: LetterChannelName;
  readonly payload: string;
}

/** What became of a send. `lost` means that nobody knows; it is never sent again before the channel has been asked. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly transmissionId: string | null }
  | { readonly kind: 'refused_for_now'; readonly code: string; readonly retryAfter?: Temporal.Duration | undefined }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'lost'; readonly code: string };

/** One thing the channel says about a message, pushed or pulled. */
export interface ChannelReceipt {
  readonly messageUuid: string;
  /** The channel's own word for the status, such as `Afleveret Digital Post`. */
  readonly status: string;
  readonly meaning: ReceiptMeaning;
  /** When it happened, by the channel. */
  readonly at: Temporal.Instant;
  readonly transmissionId: string | null;
  readonly channelCode: string | null;
  readonly errorCode: string | null;
}

export type ReceiptMeaning =
  'accepted' | 'printing' | 'delivered' | 'failed' | 'recalled' | 'returned' | 'address_changed';

/** What the channel knows about a message; null only when it says that it does not know the message. */
export type KnownReceipts = readonly ChannelReceipt[] | null;

/** The way out to a citizen. Everything may throw TransientError, except `send`, whose every outcome is told. */
export abstract class LetterChannel {
  /** Whether the citizen can get Digital Post; false for one who is exempt or whose mailbox is closed. */
  abstract isRegistered(cpr: string): Promise<boolean>;
  abstract send(letter: OutgoingLetter, at: Temporal.Instant): Promise<SendOutcome>;
  abstract receiptsOf(messageUuid: string): Promise<KnownReceipts>;
}
