/**
 * What a CPR number looks like, as the source of a regular expression that stands alone and in the `pattern` of an input: six digits that can be
 * a date (day 1-31 or, for replacement numbers, 61-91; month 1-12), then four more.
 */
export const CPR_SHAPE = String.raw`(?<![0-9A-Za-z])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d{2}[\- ]?\d{4}(?![0-9A-Za-z])`;
