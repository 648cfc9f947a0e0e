import { setTimeout as pause } from 'node:timers/promises';
import type { HubDatabases } from './hub-databases.js';

const WITHIN_MS = 120_000;

/**
 * Waits until every letter is at its end: multiplied, one that is still to be sent would be thousands, and the hub would be measured while it sends
 * them. Throws when that takes more than two minutes.
 */
export async function untilLettersEnded(databases: HubDatabases): Promise<void> {
  const open = `select count(*)::int as open from letter where state not in ('delivered', 'failed', 'cancelled')`;
  for (const end = performance.now() + WITHIN_MS; ;) {
    const [counted] = await databases.rows<{ open: number }>('notifications', open);
    if (counted!.open === 0) return;
    if (performance.now() > end) throw new Error(`${counted!.open} letters did not come to their end`);
    await pause(200);
  }
}
