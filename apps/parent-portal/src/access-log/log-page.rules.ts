import { Temporal } from 'temporal-polyfill';
import type { AccessLogEntry } from '#contracts/questions/access-log.js';

interface LogPage {
  entries: AccessLogEntry[];
  /** Where the next page begins; null when this is the last one. */
  next: string | null;
}

/**
 * A page of the log out of one entry more than fits, newest first. Entries of one instant stay on one page: the next page begins before an
 * instant, and would otherwise leave the rest of them out.
 */
export function logPage(found: readonly AccessLogEntry[], fits: number, from: Temporal.Instant | null): LogPage {
  const wanted = from
    ? found.filter(({ at }) => Temporal.Instant.compare(Temporal.Instant.from(at), from) >= 0)
    : [...found];
  const beyond = wanted[fits];
  if (!beyond) return { entries: wanted, next: null };
  const apart = wanted.slice(0, fits).filter(({ at }) => at !== beyond.at);
  const entries = apart.length > 0 ? apart : wanted;
  return { entries, next: entries.at(-1)!.at };
}
