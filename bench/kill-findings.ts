import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import { KillFamilyFindings } from './kill-family-findings.js';
import { KillTally } from './kill-tally.js';
import type { Ledger } from './ledger.js';

/** What came of the campaign's promises: ids and states, nobody's data. */
export interface KillFindings {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly outOfOrder: readonly string[];
  /** Chains, letters and tasks that did not end as they should, and messages that were parked or are dead. */
  readonly stopped: readonly string[];
}

/**
 * Looks at every promise from outside: what was acknowledged, written, asked or answered has its effect once, by the events, at the doors
 * and at the letter channel; nothing was parked or buried, and everything has come to its end.
 */
export async function killFindings(
  doors: CampaignDoors,
  ledger: Ledger,
  families: readonly CampaignFamily[],
): Promise<KillFindings> {
  const tally = new KillTally();
  const { json: channel } = await doors.insist({ service: 'stand-ins', path: '/control/digital-post/letters' });
  const recipients = channel['letters'].map((letter: any) => letter.recipientCpr);
  const findings = new KillFamilyFindings(doors, ledger, recipients, tally);
  for (const family of families) await findings.of(family);
  const { json: dead } = await doors.insist({ service: 'operations', path: '/dead-letters', who: 'ops' });
  for (const { kind, consumer, eventType, code } of dead['messages']) {
    tally.stopped.push(`${kind} at ${consumer}: ${eventType} ${code}`);
  }
  return {
    lost: [...ledger.lost().map((id) => `result ${id}: no event`), ...tally.lost],
    doubled: [...ledger.doubled().map((id) => `result ${id}: more than one event`), ...tally.doubled],
    outOfOrder: ledger.outOfOrder(),
    stopped: tally.stopped,
  };
}
