import { Temporal } from 'temporal-polyfill';
import type { CustodyFacts, CustodyHolder } from './custody-facts.js';

/** persondata.status of a person who can hold no custody: annulled, or dead. Emigrated (80) and missing (70) people still hold it. */
const CANNOT_HOLD = new Set([30, 90]);
const DEAD = 90;
const MAJORITY_YEARS = 18;

/**
 * Who holds custody on that day. It begins on its first day and is over on the day the register names; it ends with the
 * child's majority, and with the death of the child or the holder (source: the register's rules for foraeldremyndighed).
 */
export function currentHolders(
  custody: Pick<CustodyFacts, 'childStatus' | 'holders'>,
  birthDate: Temporal.PlainDate,
  today: Temporal.PlainDate,
): CustodyHolder[] {
  if (custody.childStatus === DEAD) return [];
  if (Temporal.PlainDate.compare(today, birthDate.add({ years: MAJORITY_YEARS })) >= 0) return [];
  return custody.holders.filter(
    ({ from, until, status }) =>
      !CANNOT_HOLD.has(status) &&
      (from === null || Temporal.PlainDate.compare(from, today) <= 0) &&
      (until === null || Temporal.PlainDate.compare(until, today) > 0),
  );
}

/** The guardians among the holders, each once, in a fixed order. */
export function guardiansAmong(holders: readonly CustodyHolder[]): string[] {
  return [...new Set(holders.map(({ guardianId }) => guardianId))].sort();
}
