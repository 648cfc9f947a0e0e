import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loginAs } from '#local/login.js';
import { killCampaign } from '../../bench/kill-campaign.js';
import { Ledger } from '../../bench/ledger.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';

describe('services killed with -9 at every durable step', () => {
  let journey: JourneyHub;
  let ledger: Ledger;

  beforeAll(async () => {
    journey = await openJourneyHub();
    ledger = await Ledger.open(journey.brokers, journey.topicPrefix);
  }, 120_000);

  afterAll(async () => {
    await ledger?.close();
    await journey?.close();
  });

  it('lose nothing that was acknowledged and double nothing', async () => {
    const issuer = `${journey.hub.urls['stand-ins']}/oidc`;
    const report = await killCampaign({
      hub: journey.hub,
      ledger,
      settled: journey.settled,
      nurseToken: () => loginAs({ issuer, username: 'hv1-nurse' }).then((login) => login.accessToken),
      seed: 1,
      turns: 1,
      say: () => undefined,
    });
    expect(report).toMatchObject({ lost: 0, doubled: 0, notReached: [] });
    expect(report.kills).toBeGreaterThanOrEqual(12);
  }, 600_000);
});
