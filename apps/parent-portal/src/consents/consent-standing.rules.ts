import type { Consent } from '#contracts/questions/consents.js';
import type { Words } from '../words/words.js';

type Standing = keyof Words['consents']['states'];

/** How a consent stands for the one who looks: whose turn it is where something is missing. */
export function consentStanding({ state, mayAnswer }: Pick<Consent, 'state' | 'mayAnswer'>): Standing {
  if (state !== 'pending' && state !== 'incomplete' && state !== 'in_review') return state;
  return `${state}_${mayAnswer.includes('granted') ? 'mine' : 'others'}`;
}

/** Whether the one who looks is asked now. What is in force is withdrawn, not granted again. */
export const waitsForMe = (consent: Pick<Consent, 'state' | 'mayAnswer'>): boolean =>
  consentStanding(consent).endsWith('_mine');
