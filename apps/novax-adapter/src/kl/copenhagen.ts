import { Temporal } from 'temporal-polyfill';

const ZONE = 'Europe/Copenhagen';
const MS_PER_MINUTE = 60_000;

interface Change {
  readonly from: number;
  readonly offsetMs: number;
}

/** Changes of the offset by year: the rules of the time zone, asked once a year and not once a value. */
const changesOfYear = new Map<number, readonly Change[]>();

function changesOf(year: number): readonly Change[] {
  const known = changesOfYear.get(year);
  if (known) return known;
  const changes: Change[] = [];
  const start = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1)).toZonedDateTimeISO(ZONE);
  for (let at: Temporal.ZonedDateTime | null = start; at && at.year <= year; at = at.getTimeZoneTransition('next')) {
    changes.push({ from: at.epochMilliseconds, offsetMs: at.offsetNanoseconds / 1e6 });
  }
  changesOfYear.set(year, changes);
  return changes;
}

/** The last date-time asked for and its date: what was seen at one visit bears one time. */
let last: { readonly text: string; readonly date: string | null } = { text: '', date: null };

/** The calendar date in Copenhagen, `YYYY-MM-DD`, of a FHIR date or date-time; null when it names no full day. */
export function copenhagenDate(text: unknown): string | null {
  if (typeof text !== 'string' || text.length < 10) return null;
  if (text.length === 10) return text;
  if (text !== last.text) {
    const at = Date.parse(text);
    last = { text, date: Number.isNaN(at) ? null : dateAt(at) };
  }
  return last.date;
}

/** The calendar date in Copenhagen of a moment in milliseconds since 1970. */
export function dateAt(at: number): string {
  let offsetMs = 60 * MS_PER_MINUTE;
  for (const change of changesOf(new Date(at).getUTCFullYear())) if (change.from <= at) offsetMs = change.offsetMs;
  return new Date(at + offsetMs).toISOString().slice(0, 10);
}

/** The instant in UTC of a FHIR date-time with time of day; null for a date. */
export function instantOf(text: unknown): string | null {
  if (typeof text !== 'string' || text.length <= 10) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
