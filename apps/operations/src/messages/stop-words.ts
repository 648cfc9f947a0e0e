import type { StoppedAs } from './next-step.rules.js';

/** How a stopped event stands, in words. */
export const stopWords: Readonly<Record<StoppedAs['state'], string>> = {
  parked: 'parked',
  waiting: 'waits behind a parked event',
  open: 'dead letter',
  queued: 'being replayed',
  replayed: 'replayed',
  discarded: 'discarded',
};
