/** Six digits that can be a date (day 1-31 or, for replacement numbers, 61-91; month 1-12), then four more. */
const CPR_SHAPED =
  /(?<![0-9A-Za-z])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?![0-9A-Za-z])/g;

/** Replaces everything that could be a CPR number by `***`. The last net under the types that keep people out of the log. */
export function redactCpr(text: string): string {
  return text.length < 10 ? text : text.replace(CPR_SHAPED, '***');
}
