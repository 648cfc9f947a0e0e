import { Temporal } from 'temporal-polyfill';
import type { ConsentState } from '#contracts/questions/consents.js';
import { ZONE } from '#service/clock.js';
import { isYoungPerson } from '../children/young-person.rules.js';
import { consentHistory, isGranted, type ConsentHistory } from './consent-history.rules.js';
import type { ConsentRecord } from './consent-record.js';

/** The moment at which a consent is looked at or used. */
export interface ConsentMoment {
  birthDate: Temporal.PlainDate;
  /** Who holds custody now (R13: decided when the consent is used). */
  holderIds: readonly string[];
  /** The day in Copenhagen. */
  today: Temporal.PlainDate;
}

/** What a consent is worth at that moment. Derived each time, never stored. */
export interface ConsentStanding {
  state: ConsentState;
  history: ConsentHistory;
  /** How many of those who must grant have not. */
  missing: number;
  completedAt: Temporal.Instant | null;
  /** When it was withdrawn, declined or ran out. */
  endedAt: Temporal.Instant | null;
}

/**
 * The state of a consent. What is withdrawn, declined or past its last day stays so, whatever comes after. From the 15th birthday the
 * young person's own answer is the only one that completes it (R16).
 */
export function consentState(
  { request, entries }: ConsentRecord,
  { birthDate, holderIds, today }: ConsentMoment,
): ConsentStanding {
  const history = consentHistory(request.completeness, entries);
  const { guardians, youngPerson, completedAt, end } = history;
  const standing = (state: ConsentState, missing: number, endedAt: Temporal.Instant | null = null) => ({
    state,
    history,
    missing,
    completedAt,
    endedAt,
  });
  if (end) return standing(end.state, 0, end.at);
  if (isPast(request.validUntil, today)) return standing('expired', 0, endOf(request.validUntil));
  if (isYoungPerson(birthDate, today)) {
    if (youngPerson === 'granted') return standing('active', 0);
    const askedOn = request.requestedAt.toZonedDateTimeISO(ZONE).toPlainDate();
    return standing(isYoungPerson(birthDate, askedOn) ? 'pending' : 'in_review', 1);
  }
  if (isGranted(request.completeness, holderIds, guardians)) return standing('active', 0);
  const waiting = holderIds.filter((id) => guardians.get(id) !== 'granted').length;
  return standing(completedAt ? 'incomplete' : 'pending', request.completeness === 'any' ? 1 : waiting);
}

/** Whether the last day is over. */
export function isPast(lastDay: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(today, lastDay) > 0;
}

const endOf = (lastDay: Temporal.PlainDate): Temporal.Instant =>
  lastDay.add({ days: 1 }).toZonedDateTime(ZONE).toInstant();
