import type { OutgoingLetter } from './letter-channel.js';

const CHOICE = { digital_post: 'Digital Post', physical_letter: 'Fysisk Post' } as const;

/** The body for KombiPostAfsend: the choice of channel, made by us, and the one payload that fits it. */
export function kombiRequest({ channel, payload }: OutgoingLetter): string {
  const wrapped = channel === 'physical_letter' ? `<ForsendelseISamling>${payload}</ForsendelseISamling>` : payload;
  return `<?xml version="1.0" encoding="UTF-8"?><kombi_request><KombiValgKode>${CHOICE[channel]}</KombiValgKode>${wrapped}</kombi_request>`;
}
