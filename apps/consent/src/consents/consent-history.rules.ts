import type { Temporal } from 'temporal-polyfill';
import type { ConsentDecision } from '#contracts/questions/consents.js';
import type { Completeness, ConsentEntry } from './consent-record.js';

/** What the history of a consent comes to, whatever day it is and whoever holds custody now. */
export interface ConsentHistory {
  /** The latest decision of each guardian who has not lost custody since. */
  guardians: ReadonlyMap<string, ConsentDecision>;
  /** The young person's own latest decision. */
  youngPerson: ConsentDecision | null;
  /** When everybody who had to had granted, for the first time. */
  completedAt: Temporal.Instant | null;
  /** Set once and for all: nothing after it counts. */
  end: { state: 'withdrawn' | 'declined'; at: Temporal.Instant } | null;
}

/** Reads the entries in their order. A grant lapses with the custody of the one who gave it; it does not return with the custody. */
export function consentHistory(completeness: Completeness, entries: readonly ConsentEntry[]): ConsentHistory {
  const guardians = new Map<string, ConsentDecision>();
  let youngPerson: ConsentDecision | null = null;
  let completedAt: Temporal.Instant | null = null;
  for (const entry of entries) {
    const { at, holderIds } = entry;
    if (entry.kind === 'answer' && entry.as === 'young_person') {
      youngPerson = entry.decision;
      if (entry.decision === 'granted') completedAt ??= at;
    } else {
      for (const id of guardians.keys()) if (!holderIds.includes(id)) guardians.delete(id);
      if (entry.kind === 'answer') guardians.set(entry.answererId, entry.decision);
      if (isGranted(completeness, holderIds, guardians)) completedAt ??= at;
    }
    if (entry.kind !== 'answer' || entry.decision === 'granted') continue;
    const ends =
      entry.decision === 'withdrawn' ||
      entry.as === 'young_person' ||
      completeness === 'all' ||
      holderIds.every((id) => guardians.get(id) === 'declined');
    if (ends) return { guardians, youngPerson, completedAt, end: { state: entry.decision, at } };
  }
  return { guardians, youngPerson, completedAt, end: null };
}

/** Whether those who hold custody have granted what they must. Where nobody holds it, nobody has. */
export function isGranted(
  completeness: Completeness,
  holderIds: readonly string[],
  decisions: ReadonlyMap<string, ConsentDecision>,
): boolean {
  const granted = holderIds.filter((id) => decisions.get(id) === 'granted');
  return granted.length > 0 && (completeness === 'any' || granted.length === holderIds.length);
}
