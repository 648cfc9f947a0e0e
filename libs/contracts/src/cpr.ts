import { Temporal } from 'temporal-polyfill';
import { RefusalError } from './refusal-error.js';

/**
 * A Danish civil registration number. Prints as `***` wherever it ends up by mistake; `reveal()` is the one way out.
 *
 * Ten digits whose date exists: day 1-31, or 61-91 for a municipal replacement number (R20). Modulus 11 is never
 * checked: numbers issued since 2007 need not fulfil it (source: the CPR office).
 */
export class Cpr {
  readonly #digits: string;
  readonly #birthDate: Temporal.PlainDate;

  private constructor(digits: string, birthDate: Temporal.PlainDate) {
    this.#digits = digits;
    this.#birthDate = birthDate;
  }

  /** Reads ten digits, with or without a hyphen after the sixth. */
  static parse(text: string, place?: string): Cpr {
    const match = /^(\d{2})(\d{2})(\d{2})-?(\d{4})$/.exec(text);
    const birthDate = match ? birthDateOf(match.slice(1).join('')) : null;
    if (!match || !birthDate) throw new RefusalError('CPR_INVALID', { place });
    return new Cpr(match.slice(1).join(''), birthDate);
  }

  reveal(): string {
    return this.#digits;
  }

  birthDate(): Temporal.PlainDate {
    return this.#birthDate;
  }

  equals(other: Cpr): boolean {
    return this.#digits === other.#digits;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Cpr(***)';
  }
}

/** The century follows from the seventh digit and the year (source: the CPR office, "Personnummeret i CPR"). */
function centuryOf(seventhDigit: number, year: number): number {
  if (seventhDigit <= 3) return 1900;
  if (seventhDigit === 4 || seventhDigit === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

function birthDateOf(digits: string): Temporal.PlainDate | null {
  const writtenDay = Number(digits.slice(0, 2));
  const day = writtenDay > 60 ? writtenDay - 60 : writtenDay;
  const month = Number(digits.slice(2, 4));
  const year = Number(digits.slice(4, 6));
  if (day < 1 || day > 31 || month < 1 || month > 12) return null;
  try {
    return Temporal.PlainDate.from(
      { year: centuryOf(Number(digits[6]), year) + year, month, day },
      { overflow: 'reject' },
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
