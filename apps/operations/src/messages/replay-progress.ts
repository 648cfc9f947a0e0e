import { z } from 'zod';
import { CriteriaSchema } from './message-act.js';
import type { Summary } from './message-desks.client.js';

/** A replay under way, as the page's address carries it: what it is for, since when, of how many letters. */
export const ReplaySchema = CriteriaSchema.extend({
  id: z.uuid().optional(),
  since: z.iso.datetime(),
  of: z.coerce.number().int().min(1).max(10_000_000),
});
export type Replay = z.infer<typeof ReplaySchema>;

export interface ReplayProgress {
  readonly of: number;
  readonly queued: number;
  readonly replayed: number;
  /** Failed again, or taken out of the queue. */
  readonly openAgain: number;
}

/** How far it has come: of all that changed since it began. Never more than it is of, though others replay at the same time. */
export function replayProgress({ of }: Replay, { deadLetters }: Summary): ReplayProgress {
  const replayed = Math.min(of, deadLetters.replayed);
  const queued = Math.min(of - replayed, deadLetters.queued);
  // One that died again may have another code by now: what is in neither count is open again.
  return { of, queued, replayed, openAgain: of - replayed - queued };
}
