/** Why an operator closes a gap. Stable: a code is never given another meaning. */
export const gapCloseCodes = ['event_discarded', 'done_elsewhere', 'not_needed', 'receipt_lost', 'other'] as const;
export type GapCloseCode = (typeof gapCloseCodes)[number];

/** As a page says it. */
export const gapCloseWords: Readonly<Record<GapCloseCode, string>> = {
  event_discarded: 'The event was discarded: the step never comes',
  done_elsewhere: 'It was done outside of the hub',
  not_needed: 'The step is not needed',
  receipt_lost: 'The letter went out, its receipt never comes',
  other: 'Another reason',
};
