/** Operators read a clock on a Danish wall. */
const danish = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** A moment in Danish time, `2026-05-06 10:15:00`. */
export const instantWords = (at: string): string => danish.format(new Date(at));

/** A moment on a page; `at` is an ISO instant. */
export function Instant({ at }: { at: string }) {
  return <time dateTime={at}>{instantWords(at)}</time>;
}
