import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killCampaign } from '../../bench/kill-campaign.js';
import { killEnvironment } from '../../bench/kill-environment.js';
import { Ledger } from '../../bench/ledger.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';

describe('services killed with -9 at every durable step', () => {
  let journey: JourneyHub;
  let ledger: Ledger;

  beforeAll(async () => {
    journey = await openJourneyHub({ env: killEnvironment });
    ledger = await Ledger.open(journey.brokers, journey.topicPrefix);
  }, 120_000);

  afterAll(async () => {
    await ledger?.close();
    await journey?.close();
  }, 60_000);

  it('lose nothing that was promised, double nothing and keep the order of each child', async () => {
    const rounds: string[] = [];
    const report = await killCampaign({
      hub: journey.hub,
      ledger,
      settled: journey.settled,
      seed: 1,
      turns: 1,
      say: (line) => rounds.push(line),
    });
    expect(report.findings).toEqual({ lost: [], doubled: [], outOfOrder: [], stopped: [] });
    expect(report.notReached).toEqual([]);
    expect(rounds).toHaveLength(report.rounds);
    expect(report.acknowledged).toBe(report.rounds * 9);
  }, 900_000);
});
