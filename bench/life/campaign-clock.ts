import type { ServiceName } from '#local/service-name.js';
import type { CampaignDoors } from './campaign-doors.js';

/** Lets a service live so far ahead of the others until there is something to see there, and then at their time again. */
export async function untilAhead(
  doors: CampaignDoors,
  service: ServiceName,
  aheadMs: number,
  what: string,
  isSeen: () => Promise<boolean>,
): Promise<void> {
  const setClock = (epochMs: number) => {
    const body = { at: new Date(epochMs).toISOString() };
    return doors.insist({ service, path: '/clock', method: 'PUT', body });
  };
  await doors.until(what, async () => {
    // A service that comes back after its death lives by the real time again.
    await setClock(Date.now() + aheadMs);
    return (await isSeen()) ? true : null;
  });
  await setClock(Date.now());
}
