import type { ConsentFact } from './consent-fact.js';
import type { ConsentRecord } from './consent-record.js';
import { consentState, isPast, type ConsentMoment, type ConsentStanding } from './consent-state.rules.js';
import { isYoungPerson } from '../children/young-person.rules.js';

/** The moment of use; `holderIds` is null while nobody knows who holds custody. */
export type UseOfConsent = Omit<ConsentMoment, 'holderIds'> & {
  holderIds: readonly string[] | null;
  /** The transition for which something is handed over; null for plain reading. */
  transitionId: string | null;
};

/** What the consent is worth to its receiver, in R13's order; with the standing it rests on. */
export function consentFact(
  record: ConsentRecord,
  { transitionId, holderIds, ...moment }: UseOfConsent,
): { fact: Exclude<ConsentFact, 'never_asked'>; standing: ConsentStanding } {
  const standing = consentState(record, { ...moment, holderIds: holderIds ?? [] });
  const { request } = record;
  if (standing.state === 'withdrawn') return { fact: 'withdrawn', standing };
  if (isPast(request.validUntil, moment.today)) return { fact: 'expired', standing };
  if (transitionId !== null && request.transitionId !== transitionId) return { fact: 'other_transition', standing };
  const restsOnCustody = !standing.endedAt && !isYoungPerson(moment.birthDate, moment.today);
  if (restsOnCustody && !holderIds) return { fact: 'custody_unknown', standing };
  return { fact: standing.state === 'active' ? 'active' : 'incomplete', standing };
}
