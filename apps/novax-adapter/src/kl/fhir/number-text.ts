/**
 * A number that a double could not give back digit by digit: a decimal such as 38.30, an exponent, a very long integer.
 * Plain integers stay JavaScript numbers.
 */
export class NumberText {
  constructor(readonly digits: string) {}
}

const PLAIN_INTEGER = /^-?(?:0|[1-9]\d{0,14})$/;

/** From the digits of a JSON number to the value that is judged. */
export function numberFromDigits(digits: string): number | NumberText {
  return PLAIN_INTEGER.test(digits) && digits !== '-0' ? Number(digits) : new NumberText(digits);
}

/** The digits as sent, or null when the value is no number. */
export function digitsOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return value instanceof NumberText ? value.digits : null;
}
