import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import type { Ledger } from './ledger.js';

/** What came of the campaign's promises: ids and states, nobody's data. */
export interface KillFindings {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly outOfOrder: readonly string[];
  /** Chains that did not end as they should, and messages that were parked or are dead. */
  readonly stopped: readonly string[];
}

const eachOnce = ['journal.entry.received', 'screening.result.recorded', 'portal.document.shared'];
const eachGuardian = ['letter.requested'];

/**
 * Looks at every promise from outside: each acknowledged result has one effect by the events and at the record's door, each guardian one
 * letter at the channel, each taken reply one mark in the record; nothing was parked or buried, and every chain has come to its end.
 */
export async function killFindings(
  doors: CampaignDoors,
  ledger: Ledger,
  families: readonly CampaignFamily[],
): Promise<KillFindings> {
  const lost = ledger.lost().map((id) => `result ${id}: no event`);
  const doubled = ledger.doubled().map((id) => `result ${id}: more than one event`);
  const stopped: string[] = [];
  const expectOne = (what: string, count: number, promised = 1): void => {
    if (count < promised) lost.push(`${what}: ${count}`);
    if (count > promised) doubled.push(`${what}: ${count}`);
  };

  const channel = (await doors.insist({ service: 'stand-ins', path: '/control/digital-post/letters' })).json;
  for (const family of families) {
    const { childId, results, replies, chainEnds, receiptId } = family;
    const { json: record } = await doors.insist({
      service: 'screening',
      path: `/children/${childId}/record`,
      who: 'hv1-nurse',
    });
    for (const { recordId } of results) {
      const found = record['results'].filter((result: any) => result.recordId === recordId);
      expectOne(`result ${recordId} in the record`, found.length);
    }
    const replied = record['letters'].flatMap((letter: any) => letter.replies);
    expectOne(`reply about child ${childId}`, replied.length, replies);
    for (const [parent, cpr] of Object.entries({ mother: family.mother, father: family.father })) {
      const letters = channel['letters'].filter((letter: any) => letter.recipientCpr === cpr);
      expectOne(`letter to the ${parent} of child ${childId}`, letters.length);
    }
    const { json: chain } = await doors.insist({
      service: 'operations',
      path: `/receipts/${receiptId}/chain`,
      who: 'ops',
    });
    if (chain['state'] !== chainEnds) stopped.push(`chain of receipt ${receiptId}: ${chain['state']}`);
    const steps = (name: string): number => chain['steps'].filter((step: any) => step.name === name).length;
    for (const name of eachOnce) expectOne(`step ${name} of receipt ${receiptId}`, steps(name));
    for (const name of eachGuardian) expectOne(`steps ${name} of receipt ${receiptId}`, steps(name), 2);
  }

  const { json } = await doors.insist({ service: 'operations', path: '/dead-letters', who: 'ops' });
  for (const { kind, consumer, eventType, code } of json['messages']) {
    stopped.push(`${kind} at ${consumer}: ${eventType} ${code}`);
  }
  return { lost, doubled, outOfOrder: ledger.outOfOrder(), stopped };
}
