import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killCampaign } from '../../bench/kill/kill-campaign.js';
import { killEnvironment } from '../../bench/kill/kill-environment.js';
import { aheadAtFirst, killPlan } from '../../bench/kill/kill-plan.js';
import { Ledger } from '../../bench/ledger.js';
import { everyRow } from '../../bench/search-everywhere.js';
import { type JourneyHub, openJourneyHub } from './journey-hub.js';

const ENTRIES_A_ROUND = 13;

describe('services killed with -9 at every durable step', () => {
  const plan = killPlan({ seed: 1, turns: 1 });
  let journey: JourneyHub;
  let ledger: Ledger;

  beforeAll(async () => {
    journey = await openJourneyHub({ env: killEnvironment, killAt: aheadAtFirst(plan) });
    ledger = await Ledger.open(journey.brokers, journey.topicPrefix);
  }, 120_000);

  afterAll(async () => {
    await ledger?.close();
    await journey?.close();
  }, 60_000);

  it('lose nothing that was promised, double nothing and keep the order of each child', async () => {
    const rounds: string[] = [];
    const { hub, settled, databaseUrl, databasePrefix } = journey;
    const report = await killCampaign({
      hub,
      ledger,
      settled,
      everyRow: () => everyRow(databaseUrl, databasePrefix),
      plan,
      say: (line) => rounds.push(line),
    });
    expect(report.troubles).toEqual([]);
    expect(rounds).toHaveLength(report.rounds);
    expect(report.kills).toBe(plan.turns.flat().length);
    expect(report.acknowledged).toBe(report.rounds * ENTRIES_A_ROUND);
  }, 900_000);
});
