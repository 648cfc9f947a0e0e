import { serviceNames } from '#local/service-name.js';
import type { CampaignDoors } from '../life/campaign-doors.js';

/** Sets the domain's time everywhere, the outside world too; it ticks on from there, the same for all to the millisecond. */
export async function setHubClock(doors: CampaignDoors, at: Date): Promise<void> {
  const body = { at: at.toISOString(), asOfEpochMs: Date.now() };
  await Promise.all(serviceNames.map((service) => doors.insist({ service, path: '/clock', method: 'PUT', body })));
}
