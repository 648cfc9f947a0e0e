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
  /** Made when it is first asked for: most numbers are only compared. */
  #birthDate: Temporal.PlainDate | undefined;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /** Reads ten digits, with or without a hyphen after the sixth. */
  static parse(text: string, place?: string): Cpr {
    const digits = /^\d{6}-?\d{4}$/.test(text) ? text.slice(0, 6) + text.slice(-4) : '';
    if (!digits || !exists(dateIn(digits))) throw new RefusalError('CPR_INVALID', { place });
    return new Cpr(digits);
  }

  reveal(): string {
    return this.#digits;
  }

  birthDate(): Temporal.PlainDate {
    return (this.#birthDate ??= Temporal.PlainDate.from(dateIn(this.#digits)));
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

interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function dateIn(digits: string): CalendarDate {
  const writtenDay = Number(digits.slice(0, 2));
  const year = Number(digits.slice(4, 6));
  return {
    year: centuryOf(Number(digits[6]), year) + year,
    month: Number(digits.slice(2, 4)),
    day: writtenDay > 60 ? writtenDay - 60 : writtenDay,
  };
}

/** Day 0 of the next month is the last one of this month. */
function exists({ year, month, day }: CalendarDate): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
