import type { Clock } from '#service/clock.js';

/** What Digital Post needs from the process it is mounted in. */
export interface DigitalPostOptions {
  /** STANDINS_PEOPLE_FILE: who is exempt from Digital Post, and which municipalities may send. */
  peopleFile: string;
  /** Base address of notifications, where receipts and replies are pushed. */
  notificationsUrl: string;
  /** An access token of kind `channel` with the scopes `letters.receipt` and `letters.reply`. */
  channelToken: () => Promise<string>;
  /** The stand-ins' own settable clock: receipts come by it. */
  clock: Clock;
}

export const DIGITAL_POST_OPTIONS = Symbol('digital-post:options');
