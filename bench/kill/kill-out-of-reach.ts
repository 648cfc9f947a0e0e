interface OutOfReach {
  /** The whole name of a kill point, or its beginning up to and with a dot. */
  readonly points: string;
  readonly reason: string;
}

const nothingFails = 'no event fails in this life, so none is parked, buried or replayed';

/** Kill points that the campaign's daily life never passes, and why. Every other point must be reached. */
export const outOfReach: readonly OutOfReach[] = [
  { points: 'consumer.before-setback-commit', reason: nothingFails },
  { points: 'consumer.after-setback-commit', reason: nothingFails },
  { points: 'parked.', reason: nothingFails },
  { points: 'replay.', reason: nothingFails },
  { points: 'screening.overdue.', reason: "no observation's repeat runs out within the campaign's days" },
  { points: 'screening.rule-set.', reason: 'no municipality changes its rules in this life' },
];
