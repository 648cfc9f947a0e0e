import type { ParkedChild } from '#messaging/stopped/messages.view.js';

/** How the child stood when somebody said that it is to be tried again. */
export interface Release {
  /** Its last try until then, an ISO instant. */
  readonly triedAt: string;
  /** The event that had stopped it; null: none was known. */
  readonly eventId: string | null;
}

/** What came of a release, as far as a child that is still parked shows it. A try that succeeds leaves `triedAt` as it is. */
export function releaseOutcome(
  { triedAt, eventId }: Pick<ParkedChild, 'triedAt' | 'eventId'>,
  release: Release | null,
): 'not_released' | 'under_way' | 'failed_again' | 'next_failed' {
  if (release === null) return 'not_released';
  if (Date.parse(triedAt) <= Date.parse(release.triedAt)) return 'under_way';
  return eventId === release.eventId ? 'failed_again' : 'next_failed';
}
