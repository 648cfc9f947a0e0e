import { Temporal } from 'temporal-polyfill';
import { ZONE } from '#service/clock.js';
import type { Words } from './words.js';

/** Making a format costs far more than using it, and a page may have dozens of times on it. One of each for every language. */
const times = new Map<string, Intl.DateTimeFormat>();
const days = new Map<string, Intl.DateTimeFormat>();

/** An instant as a person reads it in Denmark: `6. maj 2026 kl. 14.05`. */
export function whenWords(instant: string, { language: { locale } }: Words): string {
  const format =
    times.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE });
  times.set(locale, format);
  return format.format(Temporal.Instant.from(instant).epochMilliseconds);
}

/** A day as a person reads it: `6. maj 2026`. */
export function dayWords(day: string, { language: { locale } }: Words): string {
  const format = days.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  days.set(locale, format);
  return format.format(Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds);
}
