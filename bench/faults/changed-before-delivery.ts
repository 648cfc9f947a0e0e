import type { CampaignFamily } from '../life/campaign-family.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';

const common = { ground: 'one-broker', rounds: 3 } as const;
const nurse = 'hv1-nurse';
const dayCare = 'p1';
const DAY_MS = 24 * 3_600_000;

/** What was right when the event was published is not any more when the letter would go out. */
export const changedBeforeDelivery: readonly Fault[] = [
  {
    ...common,
    name: 'custody-changed-before-delivery',
    does: 'A document is shared while the letter channel is away; before it comes back the father loses custody.',
    mustHold: "The father's letter is cancelled and never sent, the document is closed to him; the mother gets hers.",
    round: (stage) => stage.life(async () => void stage.families.push(await custodyChanged(stage)), { shared: 0 }),
  },
  {
    ...common,
    name: 'consent-withdrawn-before-delivery',
    does: 'Parents are asked for a consent while the letter channel is away, and one gives it and takes it back before the channel is back.',
    mustHold: 'No letter asks any more for what was withdrawn, and the day care is refused.',
    round: (stage) => stage.life(async () => void stage.families.push(await consentWithdrawn(stage)), { shared: 0 }),
  },
];

async function custodyChanged(stage: FaultStage): Promise<CampaignFamily> {
  const { outside, doors } = stage.ground;
  const family = await outside.babyFamily();
  await outside.channelIs('down');
  const visited = await stage.visits.ofNewChild(family);
  await lettersWait(stage, visited.childId, 2);
  await outside.motherHoldsCustody(family);
  await outside.push('custody-register/change-events', { cpr: family.child });
  await outside.channelIs('up');
  await stage.chains.lettersEnd(visited.childId, 2);
  const path = `/documents/${visited.documentId}`;
  const { status } = await doors.answer({ service: 'parent-portal', path, who: family.father });
  stage.must(status === 403, `the portal answered ${status} to a father without custody`);
  return { ...visited, letters: { child: 0, mother: 1, father: 0 }, cancelled: 1 };
}

async function consentWithdrawn(stage: FaultStage): Promise<CampaignFamily> {
  const { outside, doors } = stage.ground;
  await outside.channelIs('down');
  const family = await stage.visits.register(await outside.babyFamily());
  const { childId, mother } = family;
  const result = await stage.visits.sendResult(childId, family.child);
  const asking = { path: `/children/${childId}/consents`, who: nurse, body: question() };
  const { consentId, textVersion } = (await doors.insist({ service: 'consent', ...asking })).json;
  await lettersWait(stage, childId, 2);
  for (const decision of ['granted', 'withdrawn']) {
    const body = { decision, textVersion, language: 'da' };
    await doors.insist({ service: 'parent-portal', path: `/consents/${consentId}/answers`, who: mother, body });
  }
  await stage.chains.lettersEnd(childId, 2);
  await outside.channelIs('up');
  const path = `/children/${childId}/adbb-results`;
  const { json } = await doors.answer({ service: 'screening', path, who: dayCare });
  const told = String(json['code'] ?? 'allowed');
  stage.must(told === 'CONSENT_WITHDRAWN', `the day care was told ${told} after the withdrawal`);
  return {
    ...family,
    results: [result],
    cancelled: 2,
    consents: [{ consentId, answers: { granted: 1, withdrawn: 1 }, ends: 'withdrawn' }],
    events: { 'consent.requested': 1, 'consent.granted': 1, 'consent.withdrawn': 1 },
  };
}

const question = () => ({
  type: 'pass_on_to_daycare',
  documentKinds: ['adbb_result'],
  receiver: 'DC-A',
  validUntil: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10),
});

/** So many letters about the child are ordered. */
async function lettersWait({ ground }: FaultStage, childId: string, count: number): Promise<void> {
  await ground.doors.until(`${count} letters ordered about child ${childId}`, async () => {
    const path = `/children/${childId}/record`;
    const { json } = await ground.doors.answer({ service: 'screening', path, who: nurse });
    return json['letters']?.length >= count ? true : null;
  });
}
