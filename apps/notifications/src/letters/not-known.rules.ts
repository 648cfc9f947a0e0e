import type { Temporal } from 'temporal-polyfill';
import type { UnknownLetter } from './letter.js';
import type { LetterPauses } from './letter.rules.js';

/**
 * What follows when the channel says that it does not know a message whose answer was lost. Soon after the try it may still be on its way.
 * After that, Digital Post never received it, and would refuse the same message id a second time. Remote print gives no such word: the
 * letter may be in an envelope already, so that it stays unknown and a person has to look.
 */
export function whenNotKnown(
  { triedAt, tried }: UnknownLetter,
  now: Temporal.Instant,
  { settle }: LetterPauses,
): 'ask_later' | 'send_again' | 'in_doubt' {
  const passed = now.epochMilliseconds - triedAt.epochMilliseconds;
  if (passed < settle.total('milliseconds')) return 'ask_later';
  return tried.channel === 'digital_post' ? 'send_again' : 'in_doubt';
}
