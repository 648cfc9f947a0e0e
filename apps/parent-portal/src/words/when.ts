import { Temporal } from 'temporal-polyfill';
import { ZONE } from '#service/clock.js';
import type { Words } from './words.js';

/** An instant as a person reads it in Denmark: `6. maj 2026 kl. 14.05`. */
export const whenWords = (instant: string, { language }: Words): string =>
  Temporal.Instant.from(instant)
    .toZonedDateTimeISO(ZONE)
    .toLocaleString(language.locale, { dateStyle: 'long', timeStyle: 'short' });

/** A day as a person reads it: `6. maj 2026`. */
export const dayWords = (day: string, { language }: Words): string =>
  Temporal.PlainDate.from(day).toLocaleString(language.locale, { dateStyle: 'long' });
