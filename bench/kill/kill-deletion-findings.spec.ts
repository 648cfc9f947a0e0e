import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Act, CampaignDoors } from '../life/campaign-doors.js';
import type { Ledger } from '../ledger.js';
import type { Read } from '../search-everywhere.js';
import { KillDeletionFindings } from './kill-deletion-findings.js';
import { KillTally } from './kill-tally.js';

const child = { childId: 'c-1', deletionId: 'd-1', receiptId: 'r-1', mother: 'M', father: 'F' };
const hash = createHash('sha256').update(child.childId).digest('hex');
const databases = ['novax_adapter', 'screening', 'consent', 'parent_portal', 'notifications', 'operations'];
const noted = databases.map((name) => ({ where: `table ${name}.forgotten_key`, text: `(\\x${hash})` }));
const listed = { deletionId: 'd-1', confirmedAt: '2026-05-05T10:00:00Z', logVerified: true };
const asItShould = {
  deletions: [listed],
  rows: noted,
  told: 1,
  recipients: ['M', 'F'],
  record: 404,
  chain: 'complete',
};

async function look(found: typeof asItShould & { rows: Read[] }): Promise<KillTally> {
  const answers: Record<string, object> = {
    '/child-deletions?limit=1000': { status: 200, json: { deletions: found.deletions } },
    '/children/c-1/record': { status: found.record, json: {} },
    '/receipts/r-1/chain': { status: 200, json: { state: found.chain } },
  };
  const answer = async ({ path }: Act) => answers[path];
  const doors = { answer, insist: answer } as unknown as CampaignDoors;
  const ledger = { events: () => found.told } as unknown as Ledger;
  const tally = new KillTally();
  await new KillDeletionFindings(doors, ledger, found.rows, found.recipients, tally).of([child]);
  return tally;
}

describe('a deletion that everybody has done', () => {
  it('leaves nothing to tell', async () => {
    expect(await look(asItShould)).toEqual({ lost: [], doubled: [], stopped: [] });
  });

  it.each([
    ['not confirmed', { deletions: [] }, 'lost'],
    ['over a log that does not stand', { deletions: [{ ...listed, logVerified: false }] }, 'lost'],
    ['told twice', { told: 2 }, 'doubled'],
    ['not noted by a service', { rows: noted.slice(1) }, 'lost'],
    ['noted twice by a service', { rows: [...noted, noted[0]!] }, 'doubled'],
    ['undone by a row', { rows: [...noted, { where: 'table screening.child_fact', text: '(1,c-1)' }] }, 'stopped'],
    ['followed by one letter after the other', { recipients: ['M', 'M', 'M'] }, 'doubled'],
    ['undone at the door of the record', { record: 200 }, 'stopped'],
    ['without an end of the chain', { chain: 'open' }, 'stopped'],
  ] as const)('is told when it is %s', async (_, otherwise, kind) => {
    const tally = await look({ ...asItShould, ...otherwise } as typeof asItShould);
    expect({ ...tally, [kind]: tally[kind].length }).toEqual({ lost: [], doubled: [], stopped: [], [kind]: 1 });
  });
});
