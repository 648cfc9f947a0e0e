import { namedUuid } from '#contracts/named-uuid.js';
import type { LetterId } from '#contracts/ids.js';
import type { LetterOrder } from './letter.js';

/** The same event orders the same letter, however often it is read: also in a database that was restored to before. */
export function letterIdOf(causedBy: string, guardianId: string): LetterId {
  return namedUuid('letter', causedBy, guardianId) as LetterId;
}

/**
 * The channel's id of a message, in the form of version 4. A first letter has the same whichever child it is ordered for, so that it goes out
 * once although events about two children are read in another order after a restore. `nth`: how many such letters came to nothing before.
 */
export function messageUuidOf(
  { kind, municipality, guardianId, consent }: Pick<LetterOrder, 'kind' | 'municipality' | 'guardianId' | 'consent'>,
  nth: number,
): string {
  const uuid = namedUuid('letter message', kind, municipality, guardianId, consent?.consentId ?? '', String(nth));
  return `${uuid.slice(0, 14)}4${uuid.slice(15)}`;
}
