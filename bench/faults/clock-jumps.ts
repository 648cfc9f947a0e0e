import type { Fault } from '../campaign/fault.js';
import { setHubClock } from '../campaign/hub-clock.js';

const HOUR_MS = 3_600_000;
/** Seconds before Denmark leaves and enters summer time (EU directive 2000/84/EC: 01:00 UTC on the last Sunday of March and October). */
const BEFORE_SUMMER = new Date('2027-03-28T00:59:57Z');
const BEFORE_WINTER = new Date('2027-10-31T00:59:57Z');
const ACROSS_MS = 6_000;

export const clockJumps: Fault = {
  name: 'clock-jumps',
  does: 'The clocks of all services jump an hour ahead and back, then to seconds before summer and winter time begins, and live through both changes; then back to today.',
  mustHold: 'Receipts go on; the order of a child goes by its events and not by the time.',
  ground: 'one-broker',
  rounds: 1,
  round: async (stage) => {
    const set = (at: Date) => setHubClock(stage.ground.doors, at);
    await stage.life(
      async () => {
        for (const ahead of [HOUR_MS, -HOUR_MS, 0]) {
          await set(new Date(Date.now() + ahead + HOUR_MS));
          await stage.goesOnAcknowledging(1_500);
        }
      },
      { shared: 0 },
    );
    await stage.life(async () => {
      for (const change of [BEFORE_SUMMER, BEFORE_WINTER]) {
        await set(change);
        await stage.goesOnAcknowledging(ACROSS_MS);
      }
    });
    await stage.life(
      async () => {
        await set(new Date());
        await stage.goesOnAcknowledging(1_500);
      },
      { shared: 0 },
    );
  },
};
