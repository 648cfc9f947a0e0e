import type { CampaignDoors } from '../life/campaign-doors.js';
import type { CampaignFamily, DeletedChild } from '../life/campaign-family.js';
import { KillDeletionFindings } from './kill-deletion-findings.js';
import { KillFamilyFindings } from './kill-family-findings.js';
import { KillTally } from './kill-tally.js';
import type { Ledger } from '../ledger.js';
import type { Read } from '../search-everywhere.js';

/** What came of the campaign's promises: ids and states, nobody's data. */
export interface KillFindings {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly outOfOrder: readonly string[];
  /** Chains, letters and tasks that did not end as they should, and messages that were parked or are dead. */
  readonly stopped: readonly string[];
}

/** Who was promised something. */
export interface Promised {
  readonly families: readonly CampaignFamily[];
  /** Children that were deleted. Default none. */
  readonly deleted?: readonly DeletedChild[];
  /** Every row of every database, where children were deleted. */
  readonly rows?: readonly Read[];
}

/**
 * Looks at every promise from outside: what was acknowledged, written, asked or answered has its effect once, by the events, at the doors
 * and at the letter channel; no message stands still, and everything has come to its end.
 */
export async function killFindings(
  doors: CampaignDoors,
  ledger: Ledger,
  { families, deleted = [], rows = [] }: Promised,
  stoppedMessages: () => Promise<readonly string[]> = () => everStopped(doors),
): Promise<KillFindings> {
  const tally = new KillTally();
  const { json: channel } = await doors.insist({ service: 'stand-ins', path: '/control/digital-post/letters' });
  const recipients = channel['letters'].map((letter: any) => letter.recipientCpr);
  const findings = new KillFamilyFindings(doors, ledger, recipients, tally);
  for (const family of families) await findings.of(family);
  if (deleted.length > 0) await new KillDeletionFindings(doors, ledger, rows, recipients, tally).of(deleted);
  tally.stopped.push(...(await stoppedMessages()));
  return {
    lost: [...ledger.lost().map((id) => `result ${id}: no event`), ...untold(ledger), ...tally.lost],
    doubled: [...ledger.doubled(), ...tally.doubled],
    outOfOrder: ledger.outOfOrder(),
    stopped: tally.stopped,
  };
}

/** Every receipt is told of: a ledger that does not hear so could not count receipts either. */
function untold(ledger: Ledger): string[] {
  const acknowledged = [...ledger.entries.values()].filter((entry) => entry.acknowledgedAtMs !== null).length;
  const told = ledger.published.get('journal.entry.received.v1') ?? 0;
  return told < acknowledged ? [`events of entries that were taken in: ${told} for ${acknowledged} receipts`] : [];
}

/** Every event that was ever parked or laid among the dead letters, as operations heard of it. */
async function everStopped(doors: CampaignDoors): Promise<string[]> {
  const { json } = await doors.insist({ service: 'operations', path: '/dead-letters', who: 'ops' });
  return json['messages'].map(
    ({ kind, consumer, eventType, code }: any) => `${kind} at ${consumer}: ${eventType} ${code}`,
  );
}
