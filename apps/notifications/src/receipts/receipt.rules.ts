import type { Temporal } from 'temporal-polyfill';
import type { ChannelReceipt } from '../channel/letter-channel.js';
import type { Letter, SubmittedLetter } from '../letters/letter.js';
import { cancel, deliver, fail, failedAfterTry, submit, wasTried, type LetterPauses } from '../letters/letter.rules.js';

/**
 * What a receipt makes of a letter: the states it goes through, in order. Empty: nothing new. `contradicts`: the channel says something
 * that cannot be, or that comes too late to count, such as a refusal after the delivery; it is kept in the history and changes nothing.
 */
export type ReceiptEffect = { readonly states: readonly Letter[] } | 'contradicts';

const NOTHING: ReceiptEffect = { states: [] };

export function receiptEffect(
  letter: Letter,
  receipt: ChannelReceipt,
  now: Temporal.Instant,
  pauses: LetterPauses,
): ReceiptEffect {
  if (letter.tried === null) return 'contradicts';
  switch (receipt.meaning) {
    case 'accepted':
    case 'printing':
      return accepted(letter, now, pauses);
    case 'delivered':
      return delivered(letter, receipt, now, pauses);
    case 'failed':
      return failed(letter, receipt);
    case 'recalled':
      return recalled(letter, now, pauses);
    case 'returned':
      return returned(letter);
    case 'address_changed':
      return NOTHING;
  }
}

/** The channel may have accepted a try whose answer said something else, or never came: its receipt is the better word. */
function underWay(letter: Letter, now: Temporal.Instant, pauses: LetterPauses): SubmittedLetter | null {
  if (letter.state === 'submitting' || letter.state === 'unknown') return submit(letter, now, pauses);
  if (letter.state === 'requested' && wasTried(letter)) return submit(letter, now, pauses);
  return null;
}

function accepted(letter: Letter, now: Temporal.Instant, pauses: LetterPauses): ReceiptEffect {
  const submitted = underWay(letter, now, pauses);
  if (submitted) return { states: [submitted] };
  return letter.state === 'submitted' || letter.state === 'delivered' ? NOTHING : 'contradicts';
}

function delivered(letter: Letter, { at }: ChannelReceipt, now: Temporal.Instant, pauses: LetterPauses): ReceiptEffect {
  const submitted = underWay(letter, now, pauses);
  if (submitted) return { states: [submitted, deliver(submitted, at)] };
  if (letter.state === 'submitted') return { states: [deliver(letter, at)] };
  if (letter.state === 'failed' && failedAfterTry(letter) && letter.code !== 'RETURNED')
    return { states: [deliver(letter, at)] };
  return letter.state === 'delivered' ? NOTHING : 'contradicts';
}

function failed(letter: Letter, { errorCode }: ChannelReceipt): ReceiptEffect {
  switch (letter.state) {
    case 'requested':
    case 'submitting':
    case 'unknown':
    case 'submitted':
      return { states: [fail(letter, failureCode(errorCode))] };
    case 'failed':
      return NOTHING;
    default:
      return 'contradicts';
  }
}

function recalled(letter: Letter, now: Temporal.Instant, pauses: LetterPauses): ReceiptEffect {
  const submitted = underWay(letter, now, pauses);
  if (submitted) return { states: [submitted, cancel(submitted, 'RECALLED')] };
  if (letter.state === 'submitted') return { states: [cancel(letter, 'RECALLED')] };
  return letter.state === 'cancelled' ? NOTHING : 'contradicts';
}

/** Only paper comes back; by then it may count as delivered. */
function returned(letter: Letter): ReceiptEffect {
  if (letter.tried?.channel !== 'physical_letter') return 'contradicts';
  if (letter.state === 'submitted' || letter.state === 'delivered') return { states: [fail(letter, 'RETURNED')] };
  return letter.state === 'failed' ? NOTHING : 'contradicts';
}

/** The channel's own code when it looks like one; never digits that could be a person. */
function failureCode(errorCode: string | null): string {
  return errorCode && /^[A-Z][A-Z0-9_]{0,40}$/.test(errorCode) && !/\d{6}/.test(errorCode)
    ? errorCode
    : 'CHANNEL_REFUSED';
}
